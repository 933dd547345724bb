package distilbench.model.hub;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a folder that was fetched says about itself, as {@value #FILE}.
 *
 * @param model OWNER/NAME
 * @param revision that was asked for
 * @param commit that it meant then
 * @param from the address that it was fetched from
 * @param files size and digest of each, by its path
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record FetchedFolder(
    String model, String revision, String commit, String from, Map<String, FileFacts> files) {
  static final String FILE = "fetched.json";

  /** Reads it; nothing if the folder has none that can be read. */
  static Optional<FetchedFolder> read(Path folder) {
    try {
      FetchedFolder read =
          new ObjectMapper().readValue(folder.resolve(FILE).toFile(), FetchedFolder.class);
      return Optional.ofNullable(read).filter(FetchedFolder::isComplete);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean isComplete() {
    return model != null && commit != null && files != null && !files.containsValue(null);
  }

  void write(Path folder) throws IOException {
    ObjectWriter json = new ObjectMapper().writerWithDefaultPrettyPrinter();
    DurableFiles.write(folder.resolve(FILE), json.writeValueAsBytes(this));
  }

  /** Whether an ONNX graph is among the files. */
  boolean hasGraph() {
    return files.keySet().stream().anyMatch(path -> path.endsWith(".onnx"));
  }

  /** The first file that is not in the folder, or is not as it came. */
  Optional<String> changed(Path folder) throws IOException {
    for (Map.Entry<String, FileFacts> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path) || !FileFacts.of(path).equals(file.getValue())) {
        return Optional.of(file.getKey());
      }
    }
    return Optional.empty();
  }

  /** All files together. */
  @JsonIgnore
  long bytes() {
    return files.values().stream().mapToLong(FileFacts::bytes).sum();
  }
}

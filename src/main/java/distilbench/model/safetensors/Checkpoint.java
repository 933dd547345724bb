package distilbench.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.storage.FolderBounds;
import distilbench.storage.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The weights in a folder: one safetensors file, or several with an index that says which tensor is
 * in which.
 */
public final class Checkpoint {
  /** The one file. */
  public static final String FILE = "model.safetensors";

  /** What lists several files. */
  public static final String INDEX = FILE + ".index.json";

  private final Path folder;
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, TensorEntry> tensors = new LinkedHashMap<>();

  private Checkpoint(Path folder) {
    this.folder = folder;
  }

  /** Whether a folder seems to have one. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE)) || Files.exists(folder.resolve(INDEX));
  }

  /**
   * Reads what is in it, without any values. As transformers does, it leaves an index aside where
   * there is the one file.
   *
   * @throws InvalidInputException naming the file that cannot be used, and the tensor if it is
   *     one's fault
   */
  public static Checkpoint open(Path folder) {
    Checkpoint checkpoint = new Checkpoint(folder);
    if (Files.exists(folder.resolve(FILE))) {
      Path file = checkpoint.inside(FILE, "it");
      checkpoint.files.put(FILE, file);
      SafetensorsHeader.read(file).forEach(entry -> checkpoint.tensors.put(entry.name(), entry));
    } else {
      checkpoint.readShards();
    }
    return checkpoint;
  }

  private void readShards() {
    Path index = folder.resolve(INDEX);
    files.put(INDEX, index);
    Map<String, String> shardOf = shardOf(index);
    for (String shard : new TreeSet<>(shardOf.values())) {
      Path file = inside(shard, INDEX + " names it, and it");
      files.put(shard, file);
      for (TensorEntry entry : SafetensorsHeader.read(file)) {
        if (!shard.equals(shardOf.get(entry.name()))) {
          throw entry.unusable("should not be there, says " + INDEX + "; get both anew");
        }
        tensors.put(entry.name(), entry);
      }
    }
    shardOf.forEach(
        (name, shard) -> {
          if (!tensors.containsKey(name)) {
            throw new InvalidInputException(
                String.format(
                    "%s has no tensor '%s', which should be there, says %s; get both anew",
                    files.get(shard), TensorEntry.shortened(name), INDEX));
          }
        });
  }

  private static Map<String, String> shardOf(Path index) {
    JsonNode map = JsonFile.read(index).path("weight_map");
    Map<String, String> shardOf = new LinkedHashMap<>();
    map.fields()
        .forEachRemaining(
            field -> {
              if (!field.getValue().isTextual()) {
                throw noMap(index);
              }
              shardOf.put(field.getKey(), field.getValue().asText());
            });
    if (shardOf.isEmpty()) {
      throw noMap(index);
    }
    return shardOf;
  }

  private static InvalidInputException noMap(Path index) {
    return new InvalidInputException(
        index + " does not say in its weight_map which file has which tensor; get it anew");
  }

  /**
   * A file of the folder. What lies elsewhere may be a file that nobody meant to be read.
   *
   * @param what is said of it if it cannot be used
   */
  private Path inside(String name, String what) {
    try {
      Path file = folder.resolve(name);
      if (FolderBounds.contain(folder, file)) {
        return file;
      }
      throw new InvalidInputException(
          String.format(
              "%s: %s lies outside of the folder; put a copy there",
              folder.resolve(TensorEntry.shortened(name)), what));
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          String.format(
              "%s names a file '%s', which cannot be one (%s); get it anew",
              folder.resolve(INDEX), TensorEntry.shortened(name), e.getReason()),
          e);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "%s: %s cannot be read (%s); get it anew",
              folder.resolve(TensorEntry.shortened(name)), what, FileProblem.of(e)),
          e);
    }
  }

  /** The files that it was read from, by their names in the folder. */
  public Map<String, Path> files() {
    return files;
  }

  /** What the files are called where one is said to lack something. */
  public Path mainFile() {
    return files.values().iterator().next();
  }

  /** All tensors by their names. */
  public Map<String, TensorEntry> tensors() {
    return tensors;
  }
}

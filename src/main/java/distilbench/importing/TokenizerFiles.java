package distilbench.importing;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.storage.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of some folders that belong to a tokenizer. What lies outside of them is not read. */
final class TokenizerFiles {
  private final List<Path> folders;
  private final Map<String, Path> found = new TreeMap<>();

  /**
   * @param folders where to look, one after the other; at least one
   */
  TokenizerFiles(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** What was found of all that was looked for, by its name. */
  Map<String, Path> found() {
    return new TreeMap<>(found);
  }

  /**
   * Finds a file in the first folder that has it.
   *
   * @param largest how many bytes it may have
   * @throws InvalidInputException if it is no file, is too large, or lies outside of the folders
   */
  Optional<Path> find(String name, long largest) {
    for (Path folder : folders) {
      Path file = folder.resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        check(file, largest);
        found.put(name, file);
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private void check(Path file, long largest) {
    try {
      if (!isWithin(file)) {
        throw new InvalidInputException(
            file + " leads to a file outside of its folder; put a copy there");
      } else if (!Files.isRegularFile(file)) {
        throw new InvalidInputException(file + " is not a file; put the tokenizer's there");
      } else if (Files.size(file) > largest) {
        throw new InvalidInputException(
            String.format(
                "%s has %d bytes, more than can be used (%d); get it again, or measure a model"
                    + " with a smaller vocabulary",
                file, Files.size(file), largest));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private boolean isWithin(Path file) throws IOException {
    Path real = file.toRealPath();
    for (Path folder : folders) {
      if (real.startsWith(folder.toRealPath())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The settings in a file that is a JSON object; none if there is no such file.
   *
   * @throws InvalidInputException if it cannot be read
   */
  SettingsFile settings(String name) {
    return find(name, Long.MAX_VALUE)
        .map(file -> new SettingsFile(file, JsonFile.read(file)))
        .orElseGet(
            () ->
                new SettingsFile(
                    folders.get(0).resolve(name), JsonNodeFactory.instance.objectNode()));
  }

  /** Says where a file ceases to be JSON; not what it says there, which may be anything. */
  static InvalidInputException damaged(Path file, JsonProcessingException cause) {
    JsonLocation place = cause.getLocation();
    String where = place == null ? "" : " in line " + place.getLineNr();
    return new InvalidInputException(
        String.format("%s is not readable as JSON%s; get it again", file, where), cause);
  }

  static InvalidInputException unreadable(Path file, IOException cause) {
    return new InvalidInputException(
        String.format("cannot read %s (%s); mend that", file, FileProblem.of(cause)), cause);
  }
}

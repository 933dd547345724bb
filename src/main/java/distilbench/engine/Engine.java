package distilbench.engine;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that runs models in worker processes.
 *
 * @param name what it is called in messages and in the names of folders
 * @param folder with everything that belongs to it
 * @param definition what the folder says
 */
public record Engine(String name, Path folder, EngineDefinition definition) {
  /** The parameter's value for this suite's own worker, which is no engine in this sense. */
  public static final String OWN = "ORT";

  static final int SHA_DIGITS = 12;

  /** What Python writes as it runs says nothing about the engine. */
  private static final String PYTHONS_CACHE = "__pycache__";

  /**
   * Finds an engine that comes with the suite by its name, or one of the user's by its folder.
   *
   * @param value of the parameter {@code engine}
   * @throws InvalidInputException if there is none, or its {@code engine.json} is not whole
   */
  public static Engine find(String value) {
    if (BuiltInEngines.names().contains(value)) {
      return open(value, BuiltInEngines.copy(value));
    }
    try {
      Path folder = Path.of(value);
      if (Files.isDirectory(folder)) {
        Path absolute = folder.toAbsolutePath().normalize();
        return open(absolute.getFileName().toString(), absolute);
      }
    } catch (InvalidPathException e) {
      // As much an engine as a folder that is not there.
    }
    throw new InvalidInputException(
        String.format(
            "engine=%s is none of %s, %s, nor a folder with %s",
            TerminalText.oneLine(value),
            OWN,
            String.join(", ", BuiltInEngines.names()),
            EngineDefinition.FILE));
  }

  private static Engine open(String name, Path folder) {
    return new Engine(name, folder, EngineDefinition.read(folder));
  }

  /** Of the names and the content of all its files. */
  String digest() {
    return digest(folder);
  }

  static String digest(Path folder) {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> sorted =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.toString().contains(PYTHONS_CACHE))
              .sorted()
              .toList();
      for (Path file : sorted) {
        all.append(folder.relativize(file)).append(' ').append(Sha256.of(file)).append('\n');
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that", folder, FileProblem.of(e)), e);
    }
    return key(all.toString());
  }

  /** As much of a text's digest as names of folders carry. */
  static String key(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, SHA_DIGITS);
  }
}

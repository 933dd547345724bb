package distilbench.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.model.Precision;
import distilbench.storage.JsonRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an engine's folder says about it, in {@code engine.json}.
 *
 * @param about what it is, in a line
 * @param command the worker, with placeholders
 * @param environment variables of the worker, with placeholders
 * @param requirements name of a file for pip; null if it needs no packages
 * @param build commands that finish its environment, with placeholders
 * @param prepare a command that makes something of each model, with placeholders; none if empty
 * @param model the form in which it reads a model
 * @param precisions that it has
 * @param deployments names of those that it can do
 */
public record EngineDefinition(
    String about,
    List<String> command,
    Map<String, String> environment,
    String requirements,
    List<List<String>> build,
    List<String> prepare,
    ModelForm model,
    List<Precision> precisions,
    List<String> deployments) {
  /** The file's name. */
  public static final String FILE = "engine.json";

  /** It has some commands and names. */
  private static final long MOST_BYTES = 1 << 16;

  public EngineDefinition {
    command = orNone(command);
    environment = environment == null ? Map.of() : Map.copyOf(environment);
    build = orNone(build);
    prepare = orNone(prepare);
    precisions = orNone(precisions);
    deployments = orNone(deployments);
  }

  private static <T> List<T> orNone(List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }

  /**
   * Reads that of a folder.
   *
   * @throws InvalidInputException if it is not there, or not whole
   */
  static EngineDefinition read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        throw problem(file, "no regular file of at most 64 KiB");
      }
      EngineDefinition read = JsonRecords.read(file, EngineDefinition.class);
      if (read == null) {
        throw problem(file, "no JSON object");
      }
      read.requireWhole(folder, file);
      return read;
    } catch (JsonProcessingException e) {
      throw problem(file, TerminalText.oneLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw problem(file, FileProblem.of(e));
    }
  }

  private void requireWhole(Path folder, Path file) {
    if (about == null || command.isEmpty() || model == null) {
      throw problem(file, "it must say about, command and model");
    } else if (precisions.isEmpty() || deployments.isEmpty()) {
      throw problem(file, "it must name precisions and deployments");
    } else if (requirements != null
        && !Files.isRegularFile(folder.resolve(requirements), LinkOption.NOFOLLOW_LINKS)) {
      throw problem(file, "its requirements, " + requirements + ", are no file in the folder");
    }
    Placeholders.requireKnown(file, this);
  }

  static InvalidInputException problem(Path file, String what) {
    return new InvalidInputException(
        String.format("%s: %s; mend that as src/site/markdown/engines.md says", file, what));
  }
}

package distilbench.launcher.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.launcher.output.RunConsole;
import distilbench.launcher.sidecar.EnvironmentFile;
import distilbench.storage.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * The result file of a run: at any time it holds, in JMH's own format, all that has been measured.
 * A write that fails leaves the file as it was, and the run goes on: the next write holds
 * everything.
 */
public final class ResultKeeper {
  private final Path file;
  private final EnvironmentFile environment;
  private final ResultFormatType format;
  private final RunConsole console;
  private Collection<RunResult> results = List.of();
  private int written;
  private boolean writable = true;
  private boolean over;

  private ResultKeeper(
      Path file, EnvironmentFile environment, ResultFormatType format, RunConsole console) {
    this.file = file;
    this.environment = environment;
    this.format = format;
    this.console = console;
  }

  /**
   * Makes the file, without results. If the process is told to stop, it says on its way out what
   * the file holds, and deletes it if that is nothing.
   *
   * @param environment is deleted with it
   * @throws InvalidInputException if the file cannot be written
   */
  public static ResultKeeper open(
      Path file, EnvironmentFile environment, ResultFormatType format, RunConsole console) {
    ResultKeeper keeper = new ResultKeeper(file, environment, format, console);
    try {
      keeper.write(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "results cannot be written to %s (%s); name another file with -rff",
              file, FileProblem.of(e)),
          e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(keeper::stop));
    return keeper;
  }

  /** Replaces what the file holds. */
  public synchronized void keep(Collection<RunResult> measured) {
    results = measured;
    try {
      write(file);
      written = forks();
      writable = true;
    } catch (IOException e) {
      writable = false;
      console.error(
          String.format(
              "results cannot be written to %s (%s): it holds %d of the %d forks measured so far."
                  + " Make room or make it writable: the run goes on and writes all of them after"
                  + " the next fork.",
              file, FileProblem.of(e), written, forks()));
    }
  }

  /** What has been measured up to now, whether it could be written or not. */
  public synchronized Collection<RunResult> results() {
    return results;
  }

  /** The same in JMH's JSON format, whatever the file's is. */
  public synchronized JsonNode json() {
    try {
      return new ObjectMapper().readTree(content(ResultFormatType.JSON));
    } catch (IOException e) {
      throw new UncheckedIOException("JMH's own JSON can be read", e);
    }
  }

  /**
   * Ends the keeping: a last attempt if the file lacks something, and no file if there is nothing
   * to keep.
   *
   * @return whether everything measured is in the file
   */
  public synchronized boolean finish() {
    over = true;
    if (results.isEmpty()) {
      delete();
      return true;
    }
    if (!writable) {
      keep(results);
    }
    if (writable) {
      console.println("Results: " + file);
    } else {
      keepElsewhere();
    }
    return writable;
  }

  private void keepElsewhere() {
    try {
      Path elsewhere = Files.createTempDirectory("distilbench-results").resolve(file.getFileName());
      write(elsewhere);
      console.error("all results are in " + elsewhere + " instead; move them from there");
    } catch (IOException e) {
      console.error(
          String.format(
              "nor to %s (%s): beyond the file, the results are only what is printed here",
              System.getProperty("java.io.tmpdir"), FileProblem.of(e)));
    }
  }

  private synchronized void stop() {
    if (over) {
      return;
    }
    over = true;
    if (results.isEmpty()) {
      delete();
    } else {
      console.error("stopped: " + file + " holds the " + written + " forks measured until then");
    }
    // The forks end too, and JMH would report that as a failure.
    console.close();
  }

  private int forks() {
    return results.stream().mapToInt(result -> result.getBenchmarkResults().size()).sum();
  }

  private void write(Path target) throws IOException {
    DurableFiles.write(target, content(format));
  }

  private byte[] content(ResultFormatType wanted) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (PrintStream text = new PrintStream(content, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(wanted, text).writeOut(results);
    }
    return content.toByteArray();
  }

  private void delete() {
    try {
      environment.delete();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      console.error(
          "cannot delete "
              + file
              + ", which holds no results, or what is beside it: "
              + FileProblem.of(e));
    }
  }
}

package distilbench.launcher.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.Quantity;
import distilbench.launcher.output.RunConsole;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * The result file of a run: at any time it holds, in JMH's own format, all that has been measured.
 * A write that fails leaves the file as it was, and the run goes on: the next write holds
 * everything.
 */
public final class ResultKeeper implements AutoCloseable {
  private final ResultFile file;
  private final RunConsole console;
  private Collection<RunResult> results = List.of();
  private int written;
  private boolean writable = true;
  private boolean over;

  private ResultKeeper(ResultFile file, RunConsole console) {
    this.file = file;
    this.console = console;
  }

  /**
   * Takes the file over. If the process is told to stop, the keeper says on its way out what the
   * file holds, and deletes it, with the one beside it, if that is nothing.
   *
   * @param file holds no results
   */
  public static ResultKeeper open(ResultFile file, RunConsole console) {
    ResultKeeper keeper = new ResultKeeper(file, console);
    Runtime.getRuntime().addShutdownHook(new Thread(keeper::stop));
    return keeper;
  }

  /** Replaces what the file holds. */
  public synchronized void keep(Collection<RunResult> measured) {
    results = measured;
    try {
      file.write(results);
      written = forks();
      writable = true;
    } catch (IOException e) {
      writable = false;
      console.error(
          String.format(
              "results cannot be written to %s (%s): it holds %d of the %s measured so far."
                  + " Make room or make it writable: the run goes on and writes all of them after"
                  + " the next fork.",
              file.path(), FileProblem.of(e), written, Quantity.of(forks(), "fork")));
    }
  }

  /** What has been measured up to now, whether it could be written or not. */
  public synchronized Collection<RunResult> results() {
    return results;
  }

  /** The same in JMH's JSON format, whatever the file's is. */
  public synchronized JsonNode json() {
    try {
      return new ObjectMapper().readTree(ResultFile.content(results, ResultFormatType.JSON));
    } catch (IOException e) {
      throw new UncheckedIOException("JMH's own JSON can be read", e);
    }
  }

  /** No file if the run ended before anything was measured, for whatever reason. */
  @Override
  public synchronized void close() {
    if (!over) {
      over = true;
      if (results.isEmpty()) {
        delete();
      }
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
      console.println("Results: " + file.path());
    } else {
      keepElsewhere();
    }
    return writable;
  }

  private void keepElsewhere() {
    try {
      Path elsewhere =
          Files.createTempDirectory("distilbench-results").resolve(file.path().getFileName());
      DurableFiles.write(elsewhere, file.content(results));
      console.error("all results are in " + elsewhere + " instead; move them from there");
    } catch (IOException e) {
      console.error(
          String.format(
              "results cannot be written to %s either (%s): the tables printed here are the only copy of"
                  + " what the file lacks",
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
      console.error(
          "stopped: "
              + file.path()
              + " holds the "
              + Quantity.of(written, "fork")
              + " measured until then");
    }
    // The forks end too, and JMH would report that as a failure.
    console.close();
  }

  private int forks() {
    return results.stream().mapToInt(result -> result.getBenchmarkResults().size()).sum();
  }

  private void delete() {
    try {
      file.delete();
    } catch (IOException e) {
      console.error(
          "cannot delete "
              + file.path()
              + ", which holds no results, or what is beside it: "
              + FileProblem.of(e));
    }
  }
}

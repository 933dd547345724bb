package distilbench.launcher.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.function.Supplier;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * The files of a run: at any time the one holds, in JMH's own format, all that has been measured,
 * and the one beside it how that came about. They are kept together: a write that fails leaves both
 * as they were, and the run goes on; the next write holds everything.
 */
public final class ResultKeeper implements AutoCloseable {
  private final ResultFile file;
  private final RunConsole console;
  private Collection<RunResult> results = List.of();
  private ObjectNode facts;
  private int written;

  /** What was last said about a write that failed; empty if the last one did not. */
  private String complaint = "";

  private boolean over;
  private Supplier<List<String>> lastWords = List::of;

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

  /**
   * What to say beside that if the process is told to stop after something was measured.
   *
   * @param words line by line
   */
  public synchronized void whenStopped(Supplier<List<String>> words) {
    lastWords = words;
  }

  /** Takes all that has been measured, to be written with what is known about it. */
  public synchronized void keep(Collection<RunResult> measured) {
    results = measured;
  }

  /**
   * Replaces what the files hold.
   *
   * @param known about how all results came about
   */
  public synchronized void write(ObjectNode known) {
    facts = known;
    if (!over) {
      write();
    }
  }

  private void write() {
    try {
      file.write(results, facts);
      written = forks();
      complaint = "";
    } catch (IOException e) {
      String last = complaint;
      complaint = complaint(FileProblem.of(e));
      if (!complaint.equals(last)) {
        console.error(complaint);
      }
    }
  }

  private String complaint(String problem) {
    String lacking =
        written == forks()
            ? String.format(
                "what is known about the results cannot be written to %s (%s): it lacks the latest.",
                file.environmentPath(), problem)
            : String.format(
                "results cannot be written to %s (%s): it holds %d of the %s measured so far.",
                file.path(), problem, written, Quantity.of(forks(), "fork"));
    return lacking
        + " Make room or make it writable: the run goes on and writes everything after the next"
        + " fork.";
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
   * @return whether everything measured, and everything known about it, is in the files
   */
  public synchronized boolean finish() {
    over = true;
    if (results.isEmpty()) {
      delete();
      return true;
    }
    boolean whole = makeUp();
    if (whole) {
      console.println("Results: " + file.path());
    }
    return whole;
  }

  /** A last attempt if the files lack something; what they do not take is kept elsewhere. */
  private boolean makeUp() {
    if (!complaint.isEmpty()) {
      write();
    }
    if (!complaint.isEmpty()) {
      keepElsewhere();
    }
    return complaint.isEmpty();
  }

  /** Not in the run's own folder for temporary files, which goes with the run. */
  private void keepElsewhere() {
    try {
      Path folder = Files.createTempDirectory("distilbench-results");
      try {
        Path elsewhere = file.copyInto(folder, results, facts);
        console.error(
            String.format(
                "all results are in %s instead, with %s; move both files from there",
                elsewhere, file.environmentPath().getFileName()));
      } catch (IOException e) {
        DurableFiles.deleteFolder(folder);
        throw e;
      }
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
    boolean nothingToKeep = written == 0 && complaint.isEmpty();
    if (results.isEmpty() || nothingToKeep) {
      delete();
    } else {
      makeUp();
      console.error(
          "stopped: "
              + file.path()
              + " holds the "
              + Quantity.of(written, "fork")
              + " measured until then");
      lastWords.get().forEach(console::error);
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

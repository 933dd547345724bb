package distilbench.jvm;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A child process that has one line to report, by {@link #report}, before it ends. Whatever else it
 * prints, or a JVM option or an agent in it, is passed on to standard error.
 */
public final class ReportingChild implements AutoCloseable {
  /** Others may print to standard output too. */
  private static final String MARK = "distilbench reports: ";

  private static final int WORDS = 4;

  /** What a process that has ended said is read in no time; a process of its own may go on. */
  private static final long WORDS_MILLIS = 2000;

  /** Java reports death by signal N as 128 + N. */
  private static final int SIGNALS = 128;

  private final Process process;
  private final Deque<String> lastWords = new ArrayDeque<>();
  private final List<Thread> readers;
  private volatile String report;

  private ReportingChild(Process process) {
    this.process = process;
    this.readers =
        List.of(
            reader("child-stdout", process.inputReader(StandardCharsets.UTF_8)),
            reader("child-stderr", process.errorReader(StandardCharsets.UTF_8)));
  }

  /** In the child: reports a line, whose breaks become blanks. */
  public static void report(String line) {
    // A line of its own: whoever has printed before need not have ended theirs.
    String report = "\n" + MARK + line.replaceAll("\\R", " ") + "\n";
    try {
      // Not System.out, which is for people: it may be of another encoding, and escape letters.
      new FileOutputStream(FileDescriptor.out).write(report.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      System.err.println("nobody listens to: " + line);
    }
  }

  /**
   * Starts a child, which gets no input.
   *
   * @param child its streams must be pipes
   */
  public static ReportingChild start(ProcessBuilder child) throws IOException {
    ReportingChild started = new ReportingChild(child.start());
    started.readers.forEach(Thread::start);
    started.process.getOutputStream().close();
    return started;
  }

  /** Waits for its end, however long that takes. */
  public void await() throws InterruptedException {
    process.waitFor();
    awaitWords();
  }

  /**
   * Waits for its end.
   *
   * @return false if it runs on
   */
  public boolean await(Duration limit) throws InterruptedException {
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (ended) {
      awaitWords();
    }
    return ended;
  }

  private void awaitWords() throws InterruptedException {
    for (Thread reader : readers) {
      reader.join(WORDS_MILLIS);
    }
  }

  /** What it ended with. */
  public int exitCode() {
    return process.exitValue();
  }

  /** What it has reported, the last time if it did so twice. */
  public Optional<String> report() {
    return Optional.ofNullable(report);
  }

  /** How it ended and what it said last beside its report, in one line. */
  public String describeEnd() {
    int code = process.exitValue();
    String end =
        code > SIGNALS
            ? "was killed by signal " + (code - SIGNALS)
            : "ended with exit code " + code;
    synchronized (lastWords) {
      return lastWords.isEmpty() ? end : end + ", it said: " + String.join(" | ", lastWords);
    }
  }

  private Thread reader(String name, BufferedReader lines) {
    Thread reader =
        new Thread(
            () -> {
              try (lines) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  take(line);
                }
              } catch (IOException e) {
                // The child is gone, and its last words with it.
              }
            },
            name);
    reader.setDaemon(true);
    return reader;
  }

  private void take(String line) {
    if (line.startsWith(MARK)) {
      report = line.substring(MARK.length());
    } else if (JvmWords.areWorthTelling(line)) {
      System.err.println(line);
      synchronized (lastWords) {
        lastWords.addLast(line);
        if (lastWords.size() > WORDS) {
          lastWords.removeFirst();
        }
      }
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}

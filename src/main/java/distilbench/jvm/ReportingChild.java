package distilbench.jvm;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  private static final long LONGEST_LOOK_MILLIS = 1000;
  private static final int LOOKS = 10;
  private static final int IDLE_PARTS = 100;

  /** Who stops a child for a look at it lets it go on sooner, or stops its parent too. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  /** Java reports death by signal N as 128 + N. */
  private static final int SIGNALS = 128;

  private final Process process;
  private final LastWords lastWords = new LastWords(WORDS);
  private final List<Thread> readers;
  private volatile String report;
  private volatile long saidLast = System.nanoTime();

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

  /**
   * Waits for its end as long as it gets on: it or a process that it started prints something, or
   * computes. A JVM that does nothing uses some thousandths of a core.
   *
   * @param limit how long it may do neither, that is, use less than a hundredth of a core
   * @return how long it has done neither, if that is so long, or if it has been stopped by a signal
   *     for 30 s; nothing if it has ended
   */
  public Optional<Duration> awaitWhileBusy(Duration limit) throws InterruptedException {
    return awaitWhileBusy(limit, LONGEST_STOP);
  }

  /** The same with another limit to how long it may be stopped. */
  Optional<Duration> awaitWhileBusy(Duration limit, Duration longestStop)
      throws InterruptedException {
    ProcessFamily family = new ProcessFamily(process.toHandle());
    long millis = Math.min(LONGEST_LOOK_MILLIS, limit.toMillis() / LOOKS + 1);
    Duration least = limit.dividedBy(IDLE_PARTS);
    Duration cpu = family.cpuTime();
    long computedLast = System.nanoTime();
    long ranLast = computedLast;
    while (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      Duration used = family.cpuTime();
      long now = System.nanoTime();
      if (used.minus(cpu).abs().compareTo(least) >= 0) {
        cpu = used;
        computedLast = now;
      }
      if (!ProcessState.isStopped(process.pid())) {
        ranLast = now;
      }
      Duration stopped = Duration.ofNanos(now - ranLast);
      Duration idle = Duration.ofNanos(Math.min(now - saidLast, now - computedLast));
      if (stopped.compareTo(longestStop) > 0) {
        return Optional.of(stopped);
      } else if (idle.compareTo(limit) > 0) {
        return Optional.of(idle);
      }
    }
    awaitWords();
    return Optional.empty();
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
    return end + lastWords.tail();
  }

  /** Which process it is, why it may be silent, and what it said last, in one line. */
  public String describe() {
    return "(" + ProcessState.describe(process.pid()) + ")" + lastWords.tail();
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
    saidLast = System.nanoTime();
    if (line.startsWith(MARK)) {
      report = line.substring(MARK.length());
    } else if (JvmWords.areWorthTelling(line)) {
      System.err.println(line);
      lastWords.add(line);
    }
  }

  /** Kills it, and what it started, if it still runs. */
  @Override
  public void close() {
    new ProcessFamily(process.toHandle()).kill();
    // Closes its pipes as well.
    process.destroyForcibly();
  }
}

package distilbench.launcher.output;

import distilbench.jvm.LastWords;
import distilbench.jvm.ThreadDump;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What JMH and its forks say while rows are measured one by one. JMH would repeat itself in every
 * fork: its banner, its warnings and what forks print are shown the first time only; the rest is
 * kept and shown if the fork fails. With {@code -v EXTRA}, and in JMH's own order, all of it is
 * shown.
 */
public final class ForkOutput implements OutputFormat {
  /** A failing fork's stack traces are a few dozen lines; a talkative one must not fill memory. */
  private static final int KEPT_LINES = 1000;

  /** Ends the line before the exception that ended an iteration. */
  private static final String FAILURE = "<failure>";

  /** They begin an exception's first line, unless it has no message. */
  private static final Pattern EXCEPTION_NAMES = Pattern.compile("^(?:[\\w.$]+: )+");

  /** What JMH says of a fork that has not ended by itself, perhaps behind a line's beginning. */
  private static final Pattern FORK_ENDED = Pattern.compile("<(forked VM failed with [^>]*)>");

  private final RunConsole console;
  private final boolean all;
  private final OutputFormat jmh;
  private final LineSplitter forkLines = new LineSplitter(Charset.defaultCharset(), this::forkSays);
  private final Set<String> shown = new HashSet<>();
  private final Deque<String> kept = new ArrayDeque<>();
  private final ThreadDump dump = new ThreadDump();
  private volatile LifeSigns lifeSigns = (what, planned) -> {};

  /** Who wants to know that a fork gets on. */
  @FunctionalInterface
  public interface LifeSigns {
    /**
     * JMH or a fork begins something.
     *
     * @param what it has begun, or ended
     * @param planned how long that takes by plan at least, until the next sign
     */
    void got(String what, Duration planned);
  }

  private ForkOutput(RunConsole console, boolean all) {
    this.console = console;
    this.all = all;
    this.jmh = format(this::jmhSays, console.verbosity());
  }

  /** JMH's own format; what a silent one would drop is needed if the fork fails. */
  private static OutputFormat format(Consumer<String> lines, VerboseMode verbosity) {
    return OutputFormatFactory.createFormatInstance(
        LineSplitter.stream(lines),
        verbosity == VerboseMode.EXTRA ? VerboseMode.EXTRA : VerboseMode.NORMAL);
  }

  /** The output of rows that are measured one by one. */
  public static ForkOutput ofRounds(RunConsole console) {
    return new ForkOutput(console, console.verbosity() == VerboseMode.EXTRA);
  }

  /** The output of a run that JMH makes as a whole. */
  public static ForkOutput ofJmhsOrder(RunConsole console) {
    return new ForkOutput(console, true);
  }

  /** From now on tells these of every step. */
  public void tell(LifeSigns listener) {
    lifeSigns = listener;
  }

  /** Forgets what the last fork said. */
  public synchronized void begin() {
    kept.clear();
  }

  /** Why the fork failed, in one line, if that is known. */
  public synchronized Optional<String> reason() {
    List<String> lines = List.copyOf(kept);
    LastWords words = new LastWords(0);
    lines.forEach(words::add);
    return words
        .crash()
        .map(what -> "its JVM crashed: " + what)
        .or(() -> exception(lines))
        .or(
            () ->
                lines.stream()
                    .map(FORK_ENDED::matcher)
                    .filter(Matcher::find)
                    .map(ended -> ended.group(1))
                    .findFirst());
  }

  private static Optional<String> exception(List<String> lines) {
    int failure = 0;
    while (failure < lines.size() && !lines.get(failure).endsWith(FAILURE)) {
      failure++;
    }
    return lines.stream()
        .skip(failure + 1L)
        .findFirst()
        .map(line -> EXCEPTION_NAMES.matcher(line).replaceFirst(""));
  }

  /** Shows what a fork that failed said, and what JMH said about it. */
  public void showFailure() {
    forkLines.endBegun();
    showKept();
  }

  private synchronized void showKept() {
    if (!all) {
      kept.forEach(console::failure);
    }
    kept.clear();
  }

  private synchronized void jmhSays(String line) {
    if (isUntrue(line)) {
      return;
    }
    boolean warning = line.contains("WARNING");
    if (warning || !line.isBlank() && !line.startsWith("# ")) {
      keep(line);
    }
    if (all) {
      console.println(line);
    } else if (warning) {
      showOnce(line);
    }
  }

  /** The launcher holds JMH's lock all the time, and JMH's own result file is not the run's. */
  private static boolean isUntrue(String line) {
    return line.startsWith("# WARNING: JMH lock is ignored")
        || line.startsWith("Benchmark result is saved to ");
  }

  private synchronized void forkSays(String line) {
    // Stacks have lines in common, and are for whoever asked for them.
    boolean wholly = dump.has(line);
    if (!wholly) {
      keep(line);
    }
    if (all || wholly) {
      console.println(line);
    } else {
      showOnce(line);
    }
  }

  private void showOnce(String line) {
    if (shown.add(line)) {
      console.println(line);
    }
  }

  private void keep(String line) {
    kept.add(line);
    if (kept.size() > KEPT_LINES) {
      kept.remove();
    }
  }

  /**
   * Shows JMH's banner: what it says about the JVM once, what it says about the benchmark, from the
   * warm-up on, once per benchmark.
   */
  @Override
  public synchronized void startBenchmark(BenchmarkParams params) {
    lifeSigns.got("it was to be started", Duration.ZERO);
    if (all) {
      jmh.startBenchmark(params);
      return;
    }
    List<String> banner = new ArrayList<>();
    format(banner::add, VerboseMode.NORMAL).startBenchmark(params);
    banner.removeIf(line -> line.startsWith("# Parameters:"));
    int benchmark = 0;
    while (!banner.get(benchmark).startsWith("# Warmup:")) {
      showOnce(banner.get(benchmark));
      benchmark++;
    }
    showOnce(String.join(System.lineSeparator(), banner.subList(benchmark, banner.size())));
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {
    jmh.endBenchmark(result);
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
    lifeSigns.got(name(params, iteration) + " began", planned(benchmark, params));
    jmh.iteration(benchmark, params, iteration);
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
    lifeSigns.got(name(params, iteration) + " ended", Duration.ZERO);
    jmh.iterationResult(benchmark, params, iteration, data);
  }

  private static String name(IterationParams params, int iteration) {
    return (params.getType() == IterationType.WARMUP ? "warm-up iteration " : "iteration ")
        + iteration;
  }

  /** A single shot takes as long as it takes. */
  private static Duration planned(BenchmarkParams benchmark, IterationParams params) {
    return benchmark.getMode() == Mode.SingleShotTime
        ? Duration.ZERO
        : Duration.ofNanos(params.getTime().convertTo(TimeUnit.NANOSECONDS));
  }

  @Override
  public void startRun() {
    jmh.startRun();
  }

  /** Tables come when everything has been measured, from whoever knows all results. */
  @Override
  public void endRun(Collection<RunResult> results) {}

  @Override
  public void print(String text) {
    jmh.print(text);
  }

  @Override
  public void println(String text) {
    jmh.println(text);
  }

  @Override
  public void verbosePrintln(String text) {
    jmh.verbosePrintln(text);
  }

  @Override
  public void write(int b) {
    forkLines.write(b);
  }

  @Override
  public void write(byte[] bytes) {
    for (byte b : bytes) {
      forkLines.write(b);
    }
  }

  @Override
  public void flush() {}

  /** JMH ends every run with this; the console is needed longer. */
  @Override
  public void close() {
    forkLines.endBegun();
  }
}

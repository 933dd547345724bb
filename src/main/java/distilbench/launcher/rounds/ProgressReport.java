package distilbench.launcher.rounds;

import distilbench.console.Quantity;
import distilbench.format.RowIdentity;
import distilbench.launcher.output.RunConsole;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RowNames;
import distilbench.launcher.plan.RunObserver;
import distilbench.launcher.plan.RunPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Tells what is being measured, how far the run is, how long it will still take, and the last
 * score. On a terminal a line that changes every second, and a line that stays for every fork that
 * has ended; elsewhere one line when a fork starts.
 */
public final class ProgressReport implements RunObserver {
  private static final double NANOSECONDS = 1e9;

  private final RunConsole console;
  private final TimeLeft timeLeft = new TimeLeft();
  private final List<RowIdentity> toCome = new ArrayList<>();
  private final String limit;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private RowNames names;
  private long started;
  private long rowStarted;
  private int rowInRound;
  private RunPlan stage;
  private List<List<PlannedRow>> rounds = List.of();
  private String where = "";
  private String lastScore = "";

  public ProgressReport(RunConsole console) {
    this(console, "");
  }

  /**
   * @param limit how long all may take, behind the time that has passed; empty: nobody knows
   */
  public ProgressReport(RunConsole console, String limit) {
    this.console = console;
    this.limit = limit;
  }

  @Override
  public synchronized void stageStarted(RunPlan plan) {
    if (stage == null) {
      started = System.nanoTime();
      if (console.isLive()) {
        clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
      }
    }
    names = RowNames.of(plan.identities());
    stage = plan;
    rounds = plan.rounds();
    toCome.clear();
    rounds.forEach(round -> round.forEach(row -> toCome.add(row.row())));
  }

  @Override
  public synchronized void roundStarted(int round) {
    rowInRound = 0;
  }

  @Override
  public synchronized void rowStarted(int round, RowIdentity row) {
    rowStarted = System.nanoTime();
    rowInRound++;
    where = place(round - stage.roundsBefore()) + ": " + names.name(row);
    if (console.isLive()) {
      console.change(status());
    } else {
      console.println(status());
    }
  }

  /** In words: which stage, round and row it is. */
  private String place(int round) {
    List<String> parts = new ArrayList<>();
    if (!stage.title().isEmpty()) {
      parts.add(stage.title());
    }
    if (stage.title().isEmpty() || rounds.size() > 1) {
      parts.add(String.format("round %d of %d", round, rounds.size()));
    }
    parts.add(String.format("row %d of %d", rowInRound, rounds.get(round - 1).size()));
    return String.join(", ", parts);
  }

  @Override
  public synchronized void rowFinished(int round, RowIdentity row, BenchmarkResult fork) {
    Result<?> result = fork.getPrimaryResult();
    String score = number(result.getScore()) + " " + result.getScoreUnit();
    if (console.isLive()) {
      console.println(elapsed() + "  " + where + "  " + score);
    }
    ended(row);
    lastScore = names.shortName(row) + " " + score;
  }

  @Override
  public synchronized void rowFailed(int round, RowIdentity row) {
    ended(row);
    // A row that failed takes no further part.
    toCome.removeAll(List.of(row));
    lastScore = names.shortName(row) + " failed";
  }

  private void ended(RowIdentity row) {
    timeLeft.took(row, (System.nanoTime() - rowStarted) / NANOSECONDS);
    toCome.remove(row);
    where = "";
  }

  @Override
  public synchronized void runFinished() {
    clock.shutdownNow();
    console.change("");
  }

  private synchronized void tick() {
    if (!where.isEmpty()) {
      console.change(status());
    }
  }

  private String status() {
    double left = timeLeft.of(toCome) - (System.nanoTime() - rowStarted) / NANOSECONDS;
    return elapsed()
        + "  "
        + where
        + (Double.isNaN(left)
            ? ""
            : "; about " + Quantity.clock(Math.max(0, left)) + " left" + ofStage())
        + (lastScore.isEmpty() ? "" : "; last: " + lastScore);
  }

  /** Nobody knows what a search will still measure. */
  private String ofStage() {
    return stage.title().isEmpty() ? "" : " of this stage";
  }

  private String elapsed() {
    return Quantity.clock((System.nanoTime() - started) / NANOSECONDS) + limit;
  }

  /** Three significant digits, and none after the point from a thousand on. */
  static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 999.5 ? "%.3g" : "%.0f", value);
  }

  /** Learns from the forks that have ended how long those still to come will take. */
  static final class TimeLeft {
    private final Map<RowIdentity, Double> seconds = new HashMap<>();

    /** Records how long a row's fork took; the last one counts. */
    void took(RowIdentity row, double seconds) {
      this.seconds.put(row, seconds);
    }

    /**
     * Seconds that these forks will take: each as long as its row did last time, and rows never
     * seen as long as the others on average. NaN if nothing has been seen yet.
     */
    double of(Collection<RowIdentity> forks) {
      double average =
          seconds.values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
      return forks.stream().mapToDouble(row -> seconds.getOrDefault(row, average)).sum();
    }
  }
}

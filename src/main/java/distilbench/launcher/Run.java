package distilbench.launcher;

import distilbench.console.InvalidInputException;
import distilbench.console.Quantity;
import distilbench.format.RowIdentity;
import distilbench.launcher.bench.Bench;
import distilbench.launcher.output.ForkOutput;
import distilbench.launcher.output.RunConsole;
import distilbench.launcher.plan.CallBounds;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RedundantRows;
import distilbench.launcher.plan.RunObserver;
import distilbench.launcher.plan.RunPlan;
import distilbench.launcher.plan.Twin;
import distilbench.launcher.rounds.ForkWatch;
import distilbench.launcher.rounds.ProgressReport;
import distilbench.launcher.rounds.ResultFile;
import distilbench.launcher.rounds.ResultKeeper;
import distilbench.launcher.rounds.Results;
import distilbench.launcher.rounds.Rounds;
import distilbench.launcher.sidecar.Environment;
import distilbench.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarDerivativeResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.runner.options.WarmupMode;

/** A run for which everything is prepared: announced, measured, reported. */
final class Run {
  private static final int ALL_MEASURED = 0;
  private static final int SOMETHING_MISSING = 1;

  private final LauncherOptions launcher;
  private final Bench bench;
  private final Options options;
  private final RunConsole console;
  private final ResultKeeper keeper;

  /**
   * @param bench with everything that the run needs
   */
  Run(LauncherOptions launcher, Bench bench) {
    this.launcher = launcher;
    this.bench = bench;
    this.options = bench.options();
    this.console = bench.console();
    this.keeper = bench.keeper();
  }

  /**
   * Measures rows, in rounds if that is possible.
   *
   * @return exit code: 0 if every row was measured wholly and everything is in the file, 1 if not
   * @throws InvalidInputException if rows would have to be left out that cannot be
   */
  int measure() {
    List<PlannedRow> all = bench.suited().rows();
    if (launcher.preset == Preset.QUICK) {
      console.println(
          "Preset quick: it shows that everything works; its figures are not for publishing.");
    }
    bench.flags().notReached().ifPresent(console::println);
    Optional<String> jmhsOrder = needsJmhsOrder(all);
    jmhsOrder.ifPresent(bench.suited()::requireAll);
    bench.suited().leftOut().forEach(row -> console.failure("Left out: " + row));
    RunPlan plan = new RunPlan(rows(all, jmhsOrder), bench.seed());
    CallBounds.notes(plan.rows()).forEach(console::println);
    Environment facts = bench.environment();
    facts.plan(
        plan.identities(),
        jmhsOrder.isPresent() ? List.of() : plan.identitiesByRound(),
        bench::inputOf);
    List<RunObserver> observers =
        List.of(
            new ProgressReport(console), bench.recorder(facts, plan.identities(), Duration.ZERO));
    boolean whole;
    if (jmhsOrder.isPresent()) {
      console.println(
          jmhsOrder.get()
              + ": measuring in JMH's own order; results are written when all is measured.");
      whole = measure(plan, facts, () -> inJmhsOrder(plan, observers));
    } else {
      announce(plan, all.size());
      whole = measure(plan, facts, () -> inRounds(plan, observers));
    }
    return whole ? ALL_MEASURED : SOMETHING_MISSING;
  }

  /** The rows that are measured. */
  private List<PlannedRow> rows(List<PlannedRow> all, Optional<String> jmhsOrder) {
    List<PlannedRow> rows = jmhsOrder.isPresent() ? all : RedundantRows.without(all);
    if (!launcher.twin) {
      return rows;
    } else if (jmhsOrder.isPresent()) {
      throw new InvalidInputException(
          jmhsOrder.get() + ": JMH measures no row twice; leave --twin out, or measure in rounds");
    }
    return Twin.besideFirst(rows);
  }

  private Collection<RunResult> inRounds(RunPlan plan, List<RunObserver> observers)
      throws RunnerException {
    try (Rounds rounds = new Rounds(options, console, keeper, observers)) {
      return rounds.run(plan);
    }
  }

  /** Why rows cannot be measured one by one, if so. */
  private Optional<String> needsJmhsOrder(List<PlannedRow> rows) {
    if (launcher.sequential) {
      return Optional.of("--sequential");
    } else if (rows.stream().anyMatch(row -> row.forks() == 0)) {
      return Optional.of("No forks (-f 0)");
    } else if (rows.stream().anyMatch(row -> row.warmUpForks() > 0)) {
      return Optional.of("Warm-up forks (-wf), which come before all forks of a row");
    } else if (options.getWarmupMode().orElse(WarmupMode.INDI).isBulk()) {
      return Optional.of("Warming all benchmarks up in every fork (-wm BULK)");
    }
    return Optional.empty();
  }

  private void announce(RunPlan plan, int rows) {
    long planned = plan.rows().stream().filter(row -> !row.row().isTwin()).count();
    long redundant = rows - planned;
    if (redundant > 0) {
      console.println(
          String.format(
              "%d of %s left out: what sets them apart makes no difference to them.",
              redundant, Quantity.of(rows, "row")));
    }
    console.println(
        String.format(
            "%s in %s, %s; their order comes from --seed %d.",
            Quantity.of(plan.rows().size(), "row"),
            Quantity.of(plan.rounds().size(), "round"),
            Quantity.of(plan.forks(), "fork"),
            plan.seed()));
  }

  /**
   * One run of JMH's for all rows; observers are told its beginning and its end. Without forks
   * there is nobody else to watch.
   */
  private Collection<RunResult> inJmhsOrder(RunPlan plan, List<RunObserver> observers)
      throws RunnerException {
    Path scratch = ResultFile.scratch();
    ForkOutput output = ForkOutput.ofJmhsOrder(console);
    boolean forked = plan.rows().stream().anyMatch(row -> row.forks() > 0);
    observers.forEach(observer -> observer.stageStarted(plan));
    try (ForkWatch watch = forked ? ForkWatch.start(options, console::failure) : null) {
      if (forked) {
        output.tell(watch);
      }
      Collection<RunResult> measured =
          new Runner(
                  new OptionsBuilder().parent(options).result(scratch.toString()).build(), output)
              .run();
      keeper.keep(measured);
      return measured;
    } catch (IndexOutOfBoundsException e) {
      // What JMH ends in when a benchmark fails in the launcher's own JVM (-f 0).
      throw new RunnerException("a benchmark failed", e);
    } finally {
      observers.forEach(RunObserver::runFinished);
    }
  }

  private boolean measure(RunPlan plan, Environment facts, Measurement measurement) {
    try {
      Collection<RunResult> measured = measurement.run();
      print(facts);
      return keeper.finish() & reportMissing(plan.rows(), measured);
    } catch (RunnerException e) {
      console.error("The run failed: " + e.getMessage());
      if (console.verbosity() == VerboseMode.EXTRA) {
        e.printStackTrace();
      }
      print(facts);
      keeper.finish();
      return false;
    }
  }

  /** The end of every run, also where its files could not be written. */
  private void print(Environment facts) {
    Optional<Report> report = bench.report(facts.toJson());
    if (report.isEmpty() || console.verbosity() == VerboseMode.SILENT) {
      return;
    }
    console.println("");
    keeper.results().forEach(this::printProfilers);
    if (console.verbosity() == VerboseMode.EXTRA) {
      OutputFormatFactory.createFormatInstance(console.stream(), VerboseMode.EXTRA)
          .endRun(keeper.results());
      console.println("");
    }
    console.println(report.get().text());
  }

  /** A profiler's report in words has no place in a table. */
  private void printProfilers(RunResult result) {
    for (Result<?> metric : result.getSecondaryResults().values()) {
      boolean inWords =
          !(metric instanceof ScalarResult || metric instanceof ScalarDerivativeResult);
      if (inWords && !metric.extendedInfo().isBlank()) {
        console.println(PlannedRow.of(result.getParams()) + ", " + metric.getLabel() + ":");
        console.println(metric.extendedInfo());
      }
    }
  }

  private boolean reportMissing(List<PlannedRow> planned, Collection<RunResult> measured) {
    List<RowIdentity> missing = planned.stream().map(PlannedRow::row).collect(Collectors.toList());
    measured.stream()
        .filter(Results::isWhole)
        .forEach(result -> missing.remove(PlannedRow.of(result.getParams())));
    if (!missing.isEmpty()) {
      console.error(
          String.format(
              "%d of %s %s not measured, or not wholly:",
              missing.size(),
              Quantity.of(planned.size(), "row"),
              planned.size() == 1 ? "was" : "were"));
      missing.forEach(row -> console.error("  " + row));
    }
    return missing.isEmpty();
  }

  /** What measures; both ways of it give up alike. */
  @FunctionalInterface
  private interface Measurement {
    Collection<RunResult> run() throws RunnerException;
  }
}

package distilbench.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.InvalidInputException;
import distilbench.console.Quantity;
import distilbench.format.Redactor;
import distilbench.format.RowIdentity;
import distilbench.gemm.GemmProbe;
import distilbench.gemm.GemmSpeed;
import distilbench.jvm.JavaRuntime;
import distilbench.launcher.output.ForkOutput;
import distilbench.launcher.output.RunConsole;
import distilbench.launcher.plan.CallBounds;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RedundantRows;
import distilbench.launcher.plan.RunObserver;
import distilbench.launcher.plan.RunPlan;
import distilbench.launcher.plan.SuitedRows;
import distilbench.launcher.rounds.ForkWatch;
import distilbench.launcher.rounds.ProgressReport;
import distilbench.launcher.rounds.ResultFile;
import distilbench.launcher.rounds.ResultKeeper;
import distilbench.launcher.rounds.Results;
import distilbench.launcher.rounds.Rounds;
import distilbench.launcher.sidecar.Environment;
import distilbench.launcher.sidecar.EnvironmentRecorder;
import distilbench.machine.MachineFacts;
import distilbench.machine.noise.NoiseMeter;
import distilbench.model.Precision;
import distilbench.prepare.PreparedInput;
import distilbench.report.Report;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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

  /** Seeds that are easily typed again. */
  private static final int SEEDS = 1_000_000;

  private final LauncherOptions launcher;
  private final List<String> commandLine;
  private final JavaRuntime java;
  private final MeasuredFlags flags;
  private final List<PreparedInput> inputs;
  private final Map<RowIdentity, Integer> inputOfRow;
  private final Options options;
  private final RunConsole console;

  /**
   * @param commandLine as the user typed it
   * @param java the forks' JVM
   * @param flags of the measured JVMs
   * @param inputs what was prepared
   * @param inputOfRow for each row that uses one its place among the inputs
   */
  Run(
      LauncherOptions launcher,
      List<String> commandLine,
      JavaRuntime java,
      MeasuredFlags flags,
      List<PreparedInput> inputs,
      Map<RowIdentity, Integer> inputOfRow,
      Options options,
      RunConsole console) {
    this.launcher = launcher;
    this.commandLine = commandLine;
    this.java = java;
    this.flags = flags;
    this.inputs = inputs;
    this.inputOfRow = inputOfRow;
    this.options = options;
    this.console = console;
  }

  /**
   * Measures rows, in rounds if that is possible.
   *
   * @param suited what can be measured
   * @param keeper gets the results
   * @return exit code: 0 if every row was measured wholly and everything is in the file, 1 if not
   * @throws InvalidInputException if rows would have to be left out that cannot be
   */
  int measure(SuitedRows suited, ResultKeeper keeper) {
    List<PlannedRow> all = suited.rows();
    if (launcher.preset == Preset.QUICK) {
      console.println(
          "Preset quick: it shows that everything works; its figures are not for publishing.");
    }
    flags.notReached().ifPresent(console::println);
    Optional<String> jmhsOrder = needsJmhsOrder(all);
    jmhsOrder.ifPresent(suited::requireAll);
    suited.leftOut().forEach(row -> console.failure("Left out: " + row));
    RunPlan plan = new RunPlan(jmhsOrder.isPresent() ? all : RedundantRows.without(all), seed());
    CallBounds.notes(plan.rows()).forEach(console::println);
    List<List<PlannedRow>> rounds = jmhsOrder.isPresent() ? List.of() : plan.rounds();
    Environment facts = environment(plan, rounds);
    List<RunObserver> observers =
        List.of(new ProgressReport(console), recorder(plan, facts, keeper));
    boolean whole;
    if (jmhsOrder.isPresent()) {
      console.println(
          jmhsOrder.get()
              + ": measuring in JMH's own order; results are written when all is measured.");
      whole = measure(plan, keeper, facts, () -> inJmhsOrder(plan, keeper, observers));
    } else {
      announce(plan, all.size());
      Rounds measurement = new Rounds(plan, options, console, keeper, observers);
      whole = measure(plan, keeper, facts, measurement::run);
    }
    return whole ? ALL_MEASURED : SOMETHING_MISSING;
  }

  private Environment environment(RunPlan plan, List<List<PlannedRow>> rounds) {
    return new Environment(
        Redactor.ofThisProcess(),
        MachineFacts.ofThisMachine(),
        commandLine,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        plan.seed(),
        rows(plan.rows()),
        rounds.stream().map(Run::rows).toList(),
        java,
        flags.ofForks(),
        flags.ofWorkers(),
        inputs,
        inputOfRow);
  }

  private EnvironmentRecorder recorder(RunPlan plan, Environment facts, ResultKeeper keeper) {
    return new EnvironmentRecorder(
        facts,
        NoiseMeter.ofThisMachine(),
        precision -> probe(plan, precision),
        EnvironmentRecorder.IDLE,
        () -> identities(keeper.results()),
        known -> report(keeper, known).map(Report::verdict),
        keeper::write);
  }

  /** The machine's speed: in float32 whatever is measured, in INT8 if a row is. */
  private static GemmSpeed probe(RunPlan plan, Precision precision) {
    boolean asked =
        precision == Precision.FP32
            || plan.rows().stream().anyMatch(row -> isIn(row.row(), precision));
    return asked
        ? GemmProbe.measure(precision)
        : GemmSpeed.unknown("no row is measured in " + precision);
  }

  private static boolean isIn(RowIdentity row, Precision precision) {
    return precision.name().equals(row.parameters().get(RowIdentity.PRECISION));
  }

  /** The report on what has been measured up to now; none as long as that is nothing. */
  private static Optional<Report> report(ResultKeeper keeper, JsonNode facts) {
    JsonNode results = keeper.json();
    return results.isEmpty() ? Optional.empty() : Optional.of(Report.of(results, facts));
  }

  private static List<RowIdentity> rows(List<PlannedRow> planned) {
    return planned.stream().map(PlannedRow::row).toList();
  }

  private static List<RowIdentity> identities(Collection<RunResult> results) {
    return results.stream().map(result -> PlannedRow.of(result.getParams())).toList();
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

  private long seed() {
    return launcher.seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : launcher.seed;
  }

  private void announce(RunPlan plan, int rows) {
    int redundant = rows - plan.rows().size();
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
  private Collection<RunResult> inJmhsOrder(
      RunPlan plan, ResultKeeper keeper, List<RunObserver> observers) throws RunnerException {
    Path scratch = ResultFile.scratch();
    ForkOutput output = ForkOutput.ofJmhsOrder(console);
    boolean forked = plan.rows().stream().anyMatch(row -> row.forks() > 0);
    observers.forEach(observer -> observer.runStarted(plan));
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

  private boolean measure(
      RunPlan plan, ResultKeeper keeper, Environment facts, Measurement measurement) {
    try {
      Collection<RunResult> measured = measurement.run();
      print(keeper, facts);
      return keeper.finish() & reportMissing(plan.rows(), measured);
    } catch (RunnerException e) {
      console.error("The run failed: " + e.getMessage());
      if (console.verbosity() == VerboseMode.EXTRA) {
        e.printStackTrace();
      }
      print(keeper, facts);
      keeper.finish();
      return false;
    }
  }

  /** The end of every run, also where its files could not be written. */
  private void print(ResultKeeper keeper, Environment facts) {
    Optional<Report> report = report(keeper, facts.toJson());
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
    List<RowIdentity> missing = new ArrayList<>(rows(planned));
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

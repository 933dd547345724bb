package distilbench.launcher.rounds;

import distilbench.format.RowIdentity;
import distilbench.jvm.ForkRound;
import distilbench.launcher.output.ForkOutput;
import distilbench.launcher.output.RunConsole;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RowNames;
import distilbench.launcher.plan.RunObserver;
import distilbench.launcher.plan.RunPlan;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures rows in rounds: in each round every row once, in a fresh JVM. What changes on the
 * machine during a run then meets all rows alike, instead of those that happen to come last. After
 * every fork the result file is written anew. A row that failed takes no further part, as with JMH;
 * the others go on.
 */
public final class Rounds implements AutoCloseable {
  private final Options options;
  private final RunConsole console;
  private final ResultKeeper keeper;
  private final List<RunObserver> observers;
  private final ForkOutput output;
  private final Results results = new Results();
  private final Set<RowIdentity> failed = new HashSet<>();
  private final Path scratch;
  private RowNames names;

  /**
   * @param options what JMH is told about every row
   * @param keeper gets the results after every fork
   * @param observers are told in this order
   * @throws RunnerException if no temporary file can be made
   */
  public Rounds(
      Options options, RunConsole console, ResultKeeper keeper, List<RunObserver> observers)
      throws RunnerException {
    this.scratch = ResultFile.scratch();
    this.options = options;
    this.console = console;
    this.keeper = keeper;
    this.observers = List.copyOf(observers);
    this.output = ForkOutput.ofRounds(console);
  }

  /**
   * Measures one stage.
   *
   * @return what was measured in all stages up to now, wholly or not
   * @throws RunnerException if JMH gives up, as it does with {@code -foe true}; the keeper has what
   *     was measured until then
   */
  public Collection<RunResult> run(RunPlan stage) throws RunnerException {
    results.plan(stage.rows());
    names = RowNames.of(stage.identities());
    observers.forEach(observer -> observer.stageStarted(stage));
    int number = stage.roundsBefore();
    for (List<PlannedRow> rows : stage.rounds()) {
      round(++number, rows);
    }
    return results.merged();
  }

  /** Rows that have failed, and take no further part. */
  public Set<RowIdentity> failed() {
    return Set.copyOf(failed);
  }

  /** Nothing more will be measured. */
  @Override
  public void close() {
    observers.forEach(RunObserver::runFinished);
  }

  private void round(int round, List<PlannedRow> rows) throws RunnerException {
    ForkRound.tellForks(round);
    observers.forEach(observer -> observer.roundStarted(round));
    for (PlannedRow row : rows) {
      if (!failed.contains(row.row())) {
        observers.forEach(observer -> observer.rowStarted(round, row.row()));
        measure(round, row);
      }
    }
    observers.forEach(observer -> observer.roundFinished(round));
  }

  private void measure(int round, PlannedRow row) throws RunnerException {
    output.begin();
    Collection<RunResult> measured = List.of();
    try (ForkWatch watch = ForkWatch.start(options, console::failure)) {
      output.tell(watch);
      measured = new Runner(only(row), output).run();
    } finally {
      if (measured.stream().noneMatch(Results::isWhole)) {
        fail(round, row);
      }
    }
    if (measured.stream().anyMatch(Results::isWhole)) {
      RunResult result = measured.iterator().next();
      results.add(row.row(), result);
      keeper.keep(results.merged());
      BenchmarkResult fork = result.getBenchmarkResults().iterator().next();
      observers.forEach(observer -> observer.rowFinished(round, row.row(), fork));
    }
  }

  private void fail(int round, PlannedRow row) {
    failed.add(row.row());
    String why = output.reason().map(reason -> ": " + reason).orElse("");
    console.failure("FAILED in round " + round + ": " + names.name(row.row()) + why);
    output.showFailure();
    observers.forEach(observer -> observer.rowFailed(round, row.row()));
  }

  /** The options of a run that measures this row in one fork and nothing else. */
  private Options only(PlannedRow row) throws RunnerException {
    ChainedOptionsBuilder only =
        new OptionsBuilder()
            .parent(options)
            // What is included adds up with what the parent includes; what is excluded goes first.
            .exclude("^(?!" + Pattern.quote(row.row().benchmark()) + "$)")
            .mode(row.mode())
            .threads(row.row().threads())
            .forks(1);
    row.row().parameters().forEach(only::param);
    if (options.getResult().hasValue() || options.getResultFormat().hasValue()) {
      only.result(scratch.toString());
    }
    return only.build();
  }
}

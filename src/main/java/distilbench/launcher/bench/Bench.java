package distilbench.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.InvalidInputException;
import distilbench.format.Redactor;
import distilbench.format.RowIdentity;
import distilbench.gemm.GemmProbe;
import distilbench.gemm.GemmSpeed;
import distilbench.jvm.JavaRuntime;
import distilbench.launcher.output.RunConsole;
import distilbench.launcher.plan.CallBounds;
import distilbench.launcher.plan.InputPlan;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.PreparedPlan;
import distilbench.launcher.plan.SuitedRows;
import distilbench.launcher.rounds.ForkLimits;
import distilbench.launcher.rounds.ResultFile;
import distilbench.launcher.rounds.ResultKeeper;
import distilbench.launcher.sidecar.Environment;
import distilbench.launcher.sidecar.EnvironmentRecorder;
import distilbench.machine.ContainerNotice;
import distilbench.machine.MachineFacts;
import distilbench.machine.noise.NoiseMeter;
import distilbench.model.Precision;
import distilbench.prepare.Preparation;
import distilbench.prepare.PreparationRequest;
import distilbench.prepare.Prepared;
import distilbench.prepare.PreparedInput;
import distilbench.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.Options;

/**
 * What every verb that measures needs before its first fork, held until its last: the machine's
 * lock, the result file, a console, and whatever the rows need, prepared.
 */
public final class Bench {
  /** Seeds that are easily typed again. */
  private static final int SEEDS = 1_000_000;

  private final List<String> typed;
  private final Options options;
  private final MeasuredFlags flags;
  private final JavaRuntime java;
  private final long seed;
  private final RunConsole console;
  private final ResultKeeper keeper;
  private final PreparedPlan prepared;
  private final SuitedRows suited;

  private Bench(
      Order order,
      MeasuredFlags flags,
      JavaRuntime java,
      RunConsole console,
      ResultKeeper keeper,
      PreparedPlan prepared,
      SuitedRows suited) {
    this.typed = order.typed();
    this.options = order.options();
    this.flags = flags;
    this.java = java;
    this.seed = order.seed() == null ? ThreadLocalRandom.current().nextInt(SEEDS) : order.seed();
    this.console = console;
    this.keeper = keeper;
    this.prepared = prepared;
    this.suited = suited;
  }

  /**
   * What is asked for.
   *
   * @param typed the command line as the user typed it
   * @param options what JMH is told about every row
   * @param rows all that may be measured
   * @param seed of the rows' order; null: a new one
   * @param notice a line before anything is prepared; may be empty
   * @param dispensable what may be left out, with a line, if it cannot be prepared
   */
  public record Order(
      List<String> typed,
      Options options,
      List<PlannedRow> rows,
      Long seed,
      String notice,
      Predicate<PreparationRequest> dispensable) {
    public Order {
      typed = List.copyOf(typed);
      rows = List.copyOf(rows);
    }
  }

  /**
   * Makes everything ready, has the work done, and puts everything away.
   *
   * @param work gives the exit code
   * @throws InvalidInputException if something cannot be had; nothing was measured
   */
  public static int use(Order order, ToIntFunction<Bench> work) {
    Options options = order.options();
    InputPlan needs = InputPlan.of(order.rows());
    CallBounds.check(order.rows());
    boolean forked = order.rows().stream().allMatch(row -> row.forks() > 0);
    JavaRuntime java = forksJvm(options, forked);
    MeasuredFlags flags = MeasuredFlags.of(options, forked);
    if (forked && (options.getJvm().hasValue() || MeasuredFlags.areGiven(options))) {
      java.tryFlags(flags.ofWorkers().withoutOutput());
    }
    MachineLock lock = MachineLock.take(System.err);
    try (lock;
        ForkLimits limits = ForkLimits.open(order.rows());
        TemporaryFiles temporary = TemporaryFiles.begin(lock);
        ResultFile results = claimResults(options);
        RunConsole console = RunConsole.open(options);
        ResultKeeper keeper = ResultKeeper.open(results, console)) {
      if (!order.notice().isEmpty()) {
        console.println(order.notice());
      }
      PreparedPlan prepared =
          needs.prepare(
              need -> Preparation.run(need, java),
              order.dispensable(),
              problem -> console.failure("Left out: " + problem.getMessage()));
      Preparation.tellForks(prepared.inputs());
      prepared.inputs().stream().map(Prepared::summary).distinct().forEach(console::println);
      ContainerNotice.ofThisProcess().forEach(console::println);
      SuitedRows suited =
          SuitedRows.of(
              prepared.among(order.rows()),
              prepared.inputs(),
              prepared.ofRow(),
              needs.impossible());
      return work.applyAsInt(new Bench(order, flags, java, console, keeper, prepared, suited));
    } catch (IOException e) {
      throw new UncheckedIOException("files that are whole cannot be closed", e);
    }
  }

  /** With -f 0 this JVM is the fork, whatever the user named. */
  private static JavaRuntime forksJvm(Options options, boolean forked) {
    return forked && options.getJvm().hasValue()
        ? JavaRuntime.of(options.getJvm().get())
        : JavaRuntime.ofThisJvm();
  }

  private static ResultFile claimResults(Options options) {
    ResultFormatType format = options.getResultFormat().orElse(ResultFormatType.JSON);
    return options.getResult().hasValue()
        ? ResultFile.claim(Path.of(options.getResult().get()), format)
        : ResultFile.claimDefault(Instant.now(), format);
  }

  /** What JMH is told about every row. */
  public Options options() {
    return options;
  }

  /** The flags of the measured JVMs. */
  public MeasuredFlags flags() {
    return flags;
  }

  public RunConsole console() {
    return console;
  }

  public ResultKeeper keeper() {
    return keeper;
  }

  /** What can be measured. */
  public SuitedRows suited() {
    return suited;
  }

  /** Which rows these are. */
  public List<RowIdentity> possible() {
    return suited.rows().stream().map(PlannedRow::row).toList();
  }

  /** Seed of the rows' order. */
  public long seed() {
    return seed;
  }

  /** What is known before anything is measured. */
  public Environment environment() {
    List<PreparedInput> inputs = prepared.inputs().stream().map(Prepared::input).toList();
    return new Environment(
        Redactor.ofThisProcess(),
        MachineFacts.ofThisMachine(),
        typed,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        seed,
        java,
        flags.ofForks(),
        flags.ofWorkers(),
        inputs);
  }

  /** The place of what a row, or its twin, needs among the inputs; nothing if it needs none. */
  public Optional<Integer> inputOf(RowIdentity row) {
    return Optional.ofNullable(prepared.ofRow().get(row.withoutTwin()));
  }

  /**
   * Who keeps true what is known about the measurement.
   *
   * @param rows all that may be measured
   * @param apart how long after a look at the machine the next one is worth its time
   */
  public EnvironmentRecorder recorder(Environment facts, List<RowIdentity> rows, Duration apart) {
    return new EnvironmentRecorder(
        facts,
        NoiseMeter.ofThisMachine(),
        precision -> probe(rows, precision),
        EnvironmentRecorder.IDLE,
        apart,
        () -> identities(keeper.results()),
        known -> report(known).map(Report::verdict),
        keeper::write);
  }

  /** The machine's speed: in float32 whatever is measured, in INT8 if a row is. */
  private static GemmSpeed probe(List<RowIdentity> rows, Precision precision) {
    boolean asked =
        precision == Precision.FP32 || rows.stream().anyMatch(row -> isIn(row, precision));
    return asked
        ? GemmProbe.measure(precision)
        : GemmSpeed.unknown("no row is measured in " + precision);
  }

  private static boolean isIn(RowIdentity row, Precision precision) {
    return precision.name().equals(row.parameters().get(RowIdentity.PRECISION));
  }

  /** The report on what has been measured up to now; none as long as that is nothing. */
  public Optional<Report> report(JsonNode facts) {
    JsonNode results = keeper.json();
    return results.isEmpty() ? Optional.empty() : Optional.of(Report.of(results, facts));
  }

  private static List<RowIdentity> identities(Collection<RunResult> results) {
    return results.stream().map(result -> PlannedRow.of(result.getParams())).toList();
  }
}

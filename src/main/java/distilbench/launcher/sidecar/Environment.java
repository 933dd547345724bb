package distilbench.launcher.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.format.Redactor;
import distilbench.format.RowIdentity;
import distilbench.gemm.GemmSpeed;
import distilbench.jvm.ClassArchive;
import distilbench.jvm.JavaRuntime;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.MeasuredEnvironment;
import distilbench.jvm.Versions;
import distilbench.jvm.WorkerFlags;
import distilbench.machine.Fact;
import distilbench.machine.FactsJson;
import distilbench.machine.MachineFacts;
import distilbench.machine.noise.Noise;
import distilbench.machine.noise.NoiseMeter;
import distilbench.machine.noise.Pressure;
import distilbench.machine.noise.Window;
import distilbench.prepare.PreparedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is known, up to now, about where and how results came about: the content of an {@link
 * EnvironmentFile}. Its fields are described in {@code src/site/markdown/result-files.md}.
 */
public final class Environment {
  /** Changes when a field is renamed or means something else; new fields do not change it. */
  private static final int SCHEMA = 1;

  /** Variables that would change what a fork does, and that it inherits from the launcher. */
  private static final List<String> INFLUENCES =
      List.of(
          "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "LD_PRELOAD", "GLIBC_TUNABLES");

  private record Document(
      int schema,
      RunFacts run,
      List<PreparedInput> inputs,
      Software software,
      Jvm jvm,
      Forks forks,
      Workers workers,
      MachineFacts machine,
      Disturbances noise,
      List<Probe> probes,
      Fact<JsonNode> verdict) {}

  private record RunFacts(
      List<String> commandLine,
      long seed,
      Instant start,
      Fact<Instant> end,
      List<PlannedRowFacts> rows,
      List<List<Integer>> order,
      List<Integer> results) {}

  private record PlannedRowFacts(
      String benchmark,
      String mode,
      int threads,
      Map<String, String> parameters,
      Fact<Integer> input) {}

  private record RowFacts(String benchmark, String mode, Map<String, String> parameters) {}

  private record Software(
      String distilbench,
      Fact<String> commit,
      Fact<Boolean> modified,
      String jmh,
      String onnxRuntime,
      String tokenizers) {
    static Software of(Versions versions) {
      String why = "built outside a git repository";
      return new Software(
          versions.distilbench(),
          versions.commit().map(Fact::of).orElseGet(() -> Fact.none(why)),
          versions.modified().map(Fact::of).orElseGet(() -> Fact.none(why)),
          versions.jmh(),
          versions.onnxRuntime(),
          versions.tokenizers());
    }
  }

  private record Jvm(String vendor, String name, String version) {}

  private record Forks(
      List<String> jvmFlags,
      boolean classArchive,
      Map<String, String> environment,
      Map<String, String> inherited) {}

  private record Workers(List<String> jvmFlags, List<String> withheldFlags) {}

  private record Disturbances(List<IdleNoise> idle, List<RowNoise> rows) {}

  private record Probe(
      int round,
      String when,
      Fact<Double> gflops1,
      Fact<Double> gflopsAll,
      Fact<Integer> threads,
      Fact<Double> int8Gflops1,
      Fact<Double> int8GflopsAll,
      Window window,
      Noise noise) {}

  private record IdleNoise(int round, Window window, Noise noise, Pressure pressure) {}

  private record RowNoise(
      int round, int planned, RowFacts row, boolean failed, Window window, Noise noise) {}

  private final Redactor redactor;
  private final MachineFacts machine;
  private final List<String> commandLine;
  private final Instant start;
  private final long seed;
  private final List<RowIdentity> planned = new ArrayList<>();
  private final List<List<RowIdentity>> rounds = new ArrayList<>();
  private final JavaRuntime java;
  private final List<String> forkFlags;
  private final WorkerFlags workerFlags;
  private final List<PreparedInput> inputs;
  private final Map<RowIdentity, Integer> inputOfRow = new HashMap<>();
  private final List<IdleNoise> idle = new ArrayList<>();
  private final List<RowNoise> rows = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private List<RowIdentity> measured = List.of();
  private Fact<JsonNode> verdict = Fact.none("nothing has been measured");
  private Fact<Instant> end = Fact.none("the run has not ended, or was broken off");

  /**
   * @param commandLine as the user typed it
   * @param seed of the rounds' orders
   * @param java the forks' JVM
   * @param forkFlags its flags, as JMH is told them
   * @param workerFlags those of the workers' JVMs
   * @param inputs what was prepared
   */
  public Environment(
      Redactor redactor,
      MachineFacts machine,
      List<String> commandLine,
      Instant start,
      long seed,
      JavaRuntime java,
      List<String> forkFlags,
      WorkerFlags workerFlags,
      List<PreparedInput> inputs) {
    this.redactor = redactor;
    this.machine = machine;
    this.commandLine = List.copyOf(commandLine);
    this.start = start;
    this.seed = seed;
    this.java = java;
    this.forkFlags = forkFlags;
    this.workerFlags = workerFlags;
    this.inputs = List.copyOf(inputs);
  }

  /**
   * Adds what will be measured.
   *
   * @param rows in JMH's order
   * @param order the rows in each round's order; none if JMH's own order is measured
   * @param input the place of what a row needs among the inputs
   */
  public void plan(
      List<RowIdentity> rows,
      List<List<RowIdentity>> order,
      Function<RowIdentity, Optional<Integer>> input) {
    for (RowIdentity row : rows) {
      if (!planned.contains(row)) {
        planned.add(row);
        input.apply(row).ifPresent(place -> inputOfRow.put(row, place));
      }
    }
    rounds.addAll(order);
  }

  private RunFacts run() {
    return new RunFacts(
        commandLine,
        seed,
        start,
        end,
        planned.stream().map(this::plannedFacts).toList(),
        rounds.stream().map(this::places).toList(),
        places(measured));
  }

  /** Names are redacted, and several rows may have the same: places tell them apart. */
  private List<Integer> places(List<RowIdentity> rows) {
    return rows.stream().map(planned::indexOf).toList();
  }

  private PlannedRowFacts plannedFacts(RowIdentity row) {
    RowFacts facts = facts(row);
    Integer input = inputOfRow.get(row);
    return new PlannedRowFacts(
        facts.benchmark(),
        facts.mode(),
        row.threads(),
        facts.parameters(),
        input == null ? Fact.none("it uses neither model nor corpus") : Fact.of(input));
  }

  private static RowFacts facts(RowIdentity row) {
    return new RowFacts(row.benchmark(), row.mode(), new TreeMap<>(row.parameters()));
  }

  /** Adds what was seen before the first row of a round. */
  void add(int round, NoiseMeter.Idle seen) {
    idle.add(new IdleNoise(round, seen.window(), seen.noise(), seen.pressure()));
  }

  /** Adds what was seen while a fork measured a row. */
  void add(int round, RowIdentity row, boolean failed, NoiseMeter.Measured seen) {
    rows.add(
        new RowNoise(round, planned.indexOf(row), facts(row), failed, seen.window(), seen.noise()));
  }

  /**
   * Tells which rows have results.
   *
   * @param rows in the order of the result file
   */
  void measured(List<RowIdentity> rows) {
    measured = List.copyOf(rows);
  }

  /**
   * Adds what a probe of the machine's speed found.
   *
   * @param when "before" the first row of the round or "after" its last
   * @param speed in float32
   * @param int8 in INT8
   * @param seen while it ran
   */
  void add(int round, String when, GemmSpeed speed, GemmSpeed int8, NoiseMeter.Measured seen) {
    probes.add(
        new Probe(
            round,
            when,
            known(speed.gflops1(), speed),
            known(speed.gflopsAll(), speed),
            known(speed.threads(), speed),
            known(int8.gflops1(), int8),
            known(int8.gflopsAll(), int8),
            seen.window(),
            seen.noise()));
  }

  private static <T> Fact<T> known(T value, GemmSpeed speed) {
    return speed.failure() == null ? Fact.of(value) : Fact.none(speed.failure());
  }

  /** Nothing more will be measured. */
  void end(Instant at) {
    end = Fact.of(at);
  }

  /** What is thought of the results, as they are now. */
  void judged(JsonNode current) {
    verdict = Fact.of(current);
  }

  /** All of it, without anything personal, whoever said it. */
  public ObjectNode toJson() {
    return redactor.document(json());
  }

  private ObjectNode json() {
    return FactsJson.of(
        new Document(
            SCHEMA,
            run(),
            inputs,
            Software.of(Versions.ofThisJar()),
            new Jvm(java.vendor(), java.name(), java.version()),
            forks(),
            workers(),
            machine,
            new Disturbances(idle, rows),
            probes,
            verdict));
  }

  private Forks forks() {
    Map<String, String> inherited = new TreeMap<>();
    for (String name : INFLUENCES) {
      if (System.getenv(name) != null) {
        inherited.put(name, System.getenv(name));
      }
    }
    boolean classArchive = !ClassArchive.of(java).flags().isEmpty();
    return new Forks(complete(forkFlags), classArchive, MeasuredEnvironment.variables(), inherited);
  }

  private Workers workers() {
    return new Workers(complete(workerFlags.commandLine(List.of())), workerFlags.withheld());
  }

  private List<String> complete(List<String> flags) {
    List<String> complete = new ArrayList<>(flags);
    complete.addAll(JvmFlags.quiet(java.feature()));
    return complete;
  }
}

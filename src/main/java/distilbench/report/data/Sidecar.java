package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * What a report needs of the file {@code x.env.json} beside results {@code x.json}. Numbers that
 * the file does not know are NaN.
 *
 * @param planned the rows that were to be measured, in the order of the results; what is personal
 *     is left out of their names
 * @param inRounds whether every round measured every row once: the forks of two rows then belong
 *     together in pairs
 * @param ended whether the run came to its end
 * @param memoryOff whether the user wanted no memory to be measured
 * @param environment whether forks were started under the measured environment
 * @param usableCores cores that deployments share out
 * @param quota whether the CPU time is limited
 * @param probes of the machine's speed
 * @param idle what was seen before each round
 * @param rows what was seen while each fork ran
 */
public record Sidecar(
    List<RowName> planned,
    boolean inRounds,
    boolean ended,
    boolean memoryOff,
    boolean environment,
    double usableCores,
    boolean quota,
    List<Probe> probes,
    List<Watch> idle,
    List<RowWatch> rows) {
  private static final String SUFFIX = ".env.json";

  /**
   * A probe of what the machine's matrix multiply reached.
   *
   * @param round counted from 1
   * @param one GFLOP/s on one thread
   * @param all GFLOP/s on all cores
   */
  public record Probe(int round, double one, double all) {}

  /**
   * What disturbed the machine in a window.
   *
   * @param round counted from 1
   * @param seconds how long the window was
   * @param foreignCores CPU of others
   * @param stealCores CPU that the hypervisor gave to others
   * @param throttledSeconds how long a quota stopped the run, summed over CPUs
   * @param swappedInBytes per second
   */
  public record Watch(
      int round,
      double seconds,
      double foreignCores,
      double stealCores,
      double throttledSeconds,
      double swappedInBytes) {}

  /**
   * What was seen while a fork ran.
   *
   * @param row named as planned
   * @param failed whether the fork gave no whole result
   */
  public record RowWatch(RowName row, boolean failed, Watch watch) {}

  /**
   * Reads the file that belongs to a result file.
   *
   * @return nothing if there is none
   * @throws InvalidInputException if it does not describe a run
   */
  public static Optional<Sidecar> beside(Path results) {
    Path file = pathBeside(results);
    return Files.exists(file) ? Optional.of(of(ResultsFile.facts(file))) : Optional.empty();
  }

  /** Where the file lies that belongs to a result file. */
  static Path pathBeside(Path results) {
    return results.resolveSibling(RunFile.stem(results) + SUFFIX);
  }

  /** Reads the file's content. */
  public static Sidecar of(JsonNode facts) {
    JsonNode run = facts.path("run");
    List<String> arguments = list(run.path("commandLine"), JsonNode::asText);
    return new Sidecar(
        list(run.path("rows"), Sidecar::name),
        !run.path("order").isEmpty(),
        run.path("end").isTextual(),
        String.join(" ", arguments).toLowerCase(Locale.ROOT).matches("(.* )?--memory[ =]off( .*)?"),
        !facts.path("forks").path("environment").isEmpty(),
        number(facts.path("machine").path("topology").path("usableCores")),
        facts.path("machine").path("limits").path("cpuQuotaCores").isNumber(),
        list(
            facts.path("probes"),
            probe ->
                new Probe(
                    probe.path("round").asInt(),
                    number(probe.path("gflops1")),
                    number(probe.path("gflopsAll")))),
        list(facts.path("noise").path("idle"), Sidecar::watch),
        list(
            facts.path("noise").path("rows"),
            row ->
                new RowWatch(name(row.path("row")), row.path("failed").asBoolean(), watch(row))));
  }

  private static RowName name(JsonNode row) {
    Map<String, String> parameters = new LinkedHashMap<>();
    row.path("parameters")
        .fields()
        .forEachRemaining(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return new RowName(row.path("benchmark").asText(), row.path("mode").asText(), parameters);
  }

  private static Watch watch(JsonNode window) {
    JsonNode noise = window.path("noise");
    return new Watch(
        window.path("round").asInt(),
        number(window.path("window").path("seconds")),
        number(noise.path("foreignCpuCores")),
        number(noise.path("stealCores")),
        number(noise.path("throttledSeconds")),
        number(noise.path("swapInBytesPerSecond")));
  }

  private static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    return StreamSupport.stream(array.spliterator(), false).map(element).toList();
  }

  /** GFLOP/s on all cores, the mean over all probes; NaN if there is none. */
  public double gemmRate() {
    return probes.stream()
        .mapToDouble(Probe::all)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** What was seen while forks measured this row, one for each fork. */
  public List<Watch> watches(RowName row) {
    return rows.stream()
        .filter(seen -> !seen.failed() && seen.row().equals(row))
        .map(RowWatch::watch)
        .toList();
  }

  /**
   * The planned names of measured rows: those that are safe to publish.
   *
   * @param measured in the file's order
   * @return one for each; its own where it was not planned
   */
  public List<RowName> namesOf(List<RowName> measured) {
    List<RowName> left = new ArrayList<>(planned);
    List<RowName> names = new ArrayList<>();
    for (RowName row : measured) {
      RowName name = left.stream().filter(plan -> plan.canMean(row)).findFirst().orElse(row);
      left.remove(name);
      names.add(name);
    }
    return names;
  }
}

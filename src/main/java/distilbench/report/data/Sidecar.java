package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import distilbench.format.FormerNames;
import distilbench.format.RowIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a report needs of the file {@code x.env.json} beside results {@code x.json}. Numbers that
 * the file does not know are NaN.
 *
 * @param planned the rows that were to be measured, in the order of the results
 * @param results for each row of the result file its place among the planned ones; empty in files
 *     of before they said so
 * @param inputs digests of what rows were measured with
 * @param verdicts what the run itself said of each row of the result file
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
    List<Planned> planned,
    List<Integer> results,
    List<JsonNode> inputs,
    List<JsonNode> verdicts,
    boolean inRounds,
    boolean ended,
    boolean memoryOff,
    boolean environment,
    double usableCores,
    boolean quota,
    List<Probe> probes,
    List<Watch> idle,
    List<RowWatch> rows) {
  /**
   * Who takes more than this share of the usable cores from what is measured disturbs it, see the
   * verdict's reason {@code FOREIGN_CPU}.
   */
  public static final double DISTURBING = 0.05;

  /** By these an older file tells which input a row was measured with. */
  private static final List<String> INPUT_PARAMETERS = List.of("model", "corpus", "texts");

  /** Those of them that are paths, or stand for one. */
  private static final List<String> PATHS = List.of("model", "corpus");

  /**
   * A row that was to be measured.
   *
   * @param row what is personal is left out of its parameters: two rows may read alike
   * @param input its place among the inputs; nothing if it uses none, or the file does not tell
   */
  public record Planned(RowIdentity row, OptionalInt input) {}

  /**
   * A probe of what the machine's matrix multiply reached.
   *
   * @param round counted from 1
   * @param one GFLOP/s in float32 on one thread
   * @param all the same on all cores
   * @param int8One GFLOP/s in INT8 on one thread
   * @param int8All the same on all cores
   * @param disturbed whether others took CPU meanwhile: it then tells of them, not of the machine
   */
  public record Probe(
      int round, double one, double all, double int8One, double int8All, boolean disturbed) {}

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
   * @param planned the row's place among the planned ones; -1 if the file does not tell
   * @param failed whether the fork gave no whole result
   */
  public record RowWatch(int planned, boolean failed, Watch watch) {}

  /** Reads the file's content. */
  public static Sidecar of(JsonNode facts) {
    JsonNode run = facts.path("run");
    List<String> arguments = list(run.path("commandLine"), JsonNode::asText);
    List<JsonNode> inputs = list(facts.path("inputs"), Function.identity());
    List<Planned> planned = list(run.path("rows"), row -> planned(row, inputs));
    double cores = number(facts.path("machine").path("topology").path("usableCores"));
    return new Sidecar(
        planned,
        list(run.path("results"), JsonNode::asInt),
        inputs,
        list(facts.path("verdict").path("rows"), Function.identity()),
        !run.path("order").isEmpty(),
        run.path("end").isTextual(),
        String.join(" ", arguments).toLowerCase(Locale.ROOT).matches("(.* )?--memory[ =]off( .*)?"),
        !facts.path("forks").path("environment").isEmpty(),
        cores,
        facts.path("machine").path("limits").path("cpuQuotaCores").isNumber(),
        list(
            facts.path("probes"),
            probe ->
                new Probe(
                    probe.path("round").asInt(),
                    number(probe.path("gflops1")),
                    number(probe.path("gflopsAll")),
                    number(probe.path("int8Gflops1")),
                    number(probe.path("int8GflopsAll")),
                    isDisturbed(watch(probe), cores))),
        list(facts.path("noise").path("idle"), Sidecar::watch),
        watches(facts, planned));
  }

  private static Planned planned(JsonNode row, List<JsonNode> inputs) {
    JsonNode input = row.path("input");
    return new Planned(
        name(row),
        input.isMissingNode()
            ? inputByName(texts(row.path("parameters")), inputs)
            : input.isNumber() ? OptionalInt.of(input.asInt()) : OptionalInt.empty());
  }

  /** Both are redacted alike; where that leaves several, nobody can tell. */
  private static OptionalInt inputByName(Map<String, String> parameters, List<JsonNode> inputs) {
    int[] alike =
        IntStream.range(0, inputs.size())
            .filter(
                i ->
                    INPUT_PARAMETERS.stream()
                        .allMatch(
                            name ->
                                texts(inputs.get(i))
                                    .getOrDefault(name, "")
                                    .equals(parameters.getOrDefault(name, ""))))
            .toArray();
    return alike.length == 1 ? OptionalInt.of(alike[0]) : OptionalInt.empty();
  }

  private static RowIdentity name(JsonNode row) {
    return new RowIdentity(
        row.path("benchmark").asText(),
        row.path("mode").asText(),
        row.path("threads").asInt(1),
        texts(row.path("parameters")));
  }

  /** The values of an object by their names of today, as texts. */
  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object
        .fields()
        .forEachRemaining(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return FormerNames.parameters(values);
  }

  /** What was seen while forks ran, each with its row's place. */
  private static List<RowWatch> watches(JsonNode facts, List<Planned> planned) {
    List<RowWatch> watches = new ArrayList<>();
    Map<Integer, Set<Integer>> taken = new LinkedHashMap<>();
    for (JsonNode seen : facts.path("noise").path("rows")) {
      int round = seen.path("round").asInt();
      JsonNode told = seen.path("planned");
      int place =
          told.isNumber()
              ? told.asInt()
              : placeByName(
                  name(seen.path("row")),
                  facts.path("run").path("order").path(round - 1),
                  planned,
                  taken.computeIfAbsent(round, any -> new HashSet<>()));
      watches.add(new RowWatch(place, seen.path("failed").asBoolean(), watch(seen)));
    }
    return watches;
  }

  /** Of rows that read alike, the next one in the order of the round. */
  private static int placeByName(
      RowIdentity name, JsonNode order, List<Planned> planned, Set<Integer> taken) {
    for (JsonNode turn : order) {
      int place = turn.asInt();
      if (place >= 0
          && place < planned.size()
          && planned.get(place).row().equals(name)
          && taken.add(place)) {
        return place;
      }
    }
    return -1;
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

  private static boolean isDisturbed(Watch seen, double cores) {
    double most = DISTURBING * cores;
    return seen.foreignCores() > most || seen.stealCores() > most;
  }

  private static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    return StreamSupport.stream(array.spliterator(), false).map(element).toList();
  }

  /** GFLOP/s on all cores, the mean over all undisturbed probes; NaN if there is none. */
  public double gemmRate(GemmPrecision precision) {
    return Arrays.stream(rates(precision::all)).average().orElse(Double.NaN);
  }

  /** The same on one core. */
  public double gemmRateOfOneCore(GemmPrecision precision) {
    return Arrays.stream(rates(precision::one)).average().orElse(Double.NaN);
  }

  /** The rates of all undisturbed probes that found one. */
  public double[] rates(ToDoubleFunction<Probe> rate) {
    return undisturbed().mapToDouble(rate).filter(reached -> reached > 0).toArray();
  }

  private Stream<Probe> undisturbed() {
    return probes.stream().filter(probe -> !probe.disturbed());
  }

  /** The better rate of each round's probes, by round; rounds without any are left out. */
  public Map<Integer, Double> bestRates(ToDoubleFunction<Probe> rate) {
    Map<Integer, Double> rates = new LinkedHashMap<>();
    undisturbed()
        .filter(probe -> rate.applyAsDouble(probe) > 0)
        .forEach(probe -> rates.merge(probe.round(), rate.applyAsDouble(probe), Math::max));
    return rates;
  }

  /**
   * What was seen while forks measured a row, one for each fork.
   *
   * @param place of the row among the planned ones
   */
  public List<Watch> watches(int place) {
    return rows.stream()
        .filter(seen -> !seen.failed() && seen.planned() == place)
        .map(RowWatch::watch)
        .toList();
  }

  /**
   * Which planned row each row of the result file is. Names decide only in files of before the
   * launcher said it: there the rows that may have the planned names, in the planned order.
   *
   * @param measured the result file's rows
   * @return for each its place among the planned ones; -1 if it was not planned
   */
  public List<Integer> placesOf(List<ResultRow> measured) {
    if (results.size() == measured.size() && areMeant(measured)) {
      return results;
    }
    return new RowAlignment(
            planned.stream().map(Planned::row).toList(),
            measured.stream().map(ResultRow::measured).toList())
        .places();
  }

  /** Whether the result file is still that of the run: nobody has taken or put rows. */
  private boolean areMeant(List<ResultRow> measured) {
    return IntStream.range(0, measured.size())
        .allMatch(
            i -> {
              int place = results.get(i);
              return place >= 0
                  && place < planned.size()
                  && planned.get(place).row().benchmark().equals(measured.get(i).benchmark())
                  && planned.get(place).row().mode().equals(measured.get(i).mode());
            });
  }

  /**
   * What a row was measured with.
   *
   * @param place of the row among the planned ones
   * @return an object with {@code modelSha256}, {@code tokenizerSha256}, {@code corpusSha256}; a
   *     missing node if the row used neither model nor corpus, or nobody can tell
   */
  public JsonNode inputOf(int place) {
    OptionalInt input =
        place >= 0 && place < planned.size() ? planned.get(place).input() : OptionalInt.empty();
    return input.isPresent() && input.getAsInt() >= 0 && input.getAsInt() < inputs.size()
        ? inputs.get(input.getAsInt())
        : MissingNode.getInstance();
  }

  /**
   * What rows with such parameters may have been measured with.
   *
   * @param parameters of a row of the result file; of a path an input keeps at least the last name
   */
  public List<JsonNode> inputsNamed(Map<String, String> parameters) {
    return inputs.stream()
        .filter(
            input ->
                PATHS.stream()
                    .allMatch(
                        name ->
                            lastName(input.path(name).asText())
                                .equals(lastName(parameters.getOrDefault(name, "")))))
        .toList();
  }

  private static String lastName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /**
   * What the run itself said of the figures of each row of the result file.
   *
   * @param measured the result file's rows
   * @return for each an object with {@code time} and {@code memory}; missing nodes if the file was
   *     not judged as it is
   */
  public List<JsonNode> recordedVerdicts(List<ResultRow> measured) {
    return verdicts.size() == measured.size()
        ? verdicts
        : Collections.nCopies(measured.size(), MissingNode.getInstance());
  }
}

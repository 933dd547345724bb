package distilbench.launcher.choose;

import distilbench.deployment.Deployment;
import distilbench.format.RowIdentity;
import distilbench.launcher.bench.SearchOptions;
import distilbench.model.Graph;
import distilbench.model.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be tried: values of the parameters that decide how fast a deployment is and how much it
 * holds. The user's own values go before these.
 */
final class SearchSpace {
  private static final String PASSES = "CorpusPass.";
  private static final String TEXTS = "texts";
  private static final String GRAPH = "graph";
  private static final String PROCESSES = "processes";
  private static final String CALLERS = "callers";
  private static final String BATCH_SIZE = "batchSize";

  /** What a model's form is: its graph, its numbers, its batches. */
  private static final List<String> OF_VARIANT = List.of(GRAPH, RowIdentity.PRECISION, BATCH_SIZE);

  /**
   * Those that somebody would want. Left out are the article's mistakes, which are slower than
   * these for a reason (too many threads, one queue, weights that are not packed), and the control.
   */
  private static final List<Deployment> DEPLOYMENTS =
      List.of(
          Deployment.THREADS,
          Deployment.SINGLE,
          Deployment.SERVER,
          Deployment.MULTIPROCESS_BUDGETED,
          Deployment.SHARED_PREPACKED);

  /** Calls of {@code callSize} and four calls for each caller need this many texts per core. */
  private static final int TEXTS_PER_CORE = 32;

  private static final int FEW_TEXTS = 100;
  private static final int WHOLE_TEXTS = 250;

  /** The built-in corpus has no more. */
  private static final int MOST_TEXTS = 1000;

  private final SearchOptions given;
  private final boolean calls;
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * @param cores that may be used
   * @param cpus which these are, as the parameter has it; empty: all that are usable
   * @param reduced whether reduced precision may be tried
   * @param calls whether calls of one text are asked about, which have no batches
   */
  SearchSpace(SearchOptions given, int cores, String cpus, boolean reduced, boolean calls) {
    this.given = given;
    this.calls = calls;
    values.put(RowIdentity.DEPLOYMENT, joined(DEPLOYMENTS.stream()));
    values.put(PROCESSES, joined(processes(cores)));
    values.put(CALLERS, joined(Stream.of(0, 2 * cores)));
    values.put(BATCH_SIZE, calls ? "1" : "1,4,8");
    values.put(GRAPH, joined(Stream.of(Graph.values())));
    values.put(
        RowIdentity.PRECISION,
        joined(reduced ? Stream.of(Precision.FP32, Precision.INT8) : Stream.of(Precision.FP32)));
    if (!cpus.isEmpty()) {
      values.put("cpus", cpus);
    }
    if (calls) {
      values.put("callSize", "1");
    } else {
      values.put("order", "LENGTH");
    }
    int few = Math.min(MOST_TEXTS / 2, Math.max(FEW_TEXTS, TEXTS_PER_CORE * cores));
    int whole = Math.min(MOST_TEXTS, Math.max(WHOLE_TEXTS, 2 * TEXTS_PER_CORE * cores));
    values.put(TEXTS, few + "," + whole);
  }

  /** As many as cores, and fewer with more threads each: more than cores only take turns. */
  private static Stream<Integer> processes(int cores) {
    return Stream.of(cores, cores / 2, cores / 4).map(number -> Math.max(2, number)).distinct();
  }

  private static String joined(Stream<?> values) {
    return values.map(Object::toString).collect(Collectors.joining(","));
  }

  /** Pattern of the benchmarks that are measured. */
  String benchmarks() {
    return "distilbench\\.benchmark\\." + (calls ? "(CorpusPass|OpenLoop)" : "CorpusPass") + "\\.";
  }

  /** Values of the parameters that the user did not set. */
  Map<String, String> usual() {
    Map<String, String> usual = new LinkedHashMap<>(values);
    usual.keySet().removeAll(given.given());
    return usual;
  }

  /** The rows over few texts, for a first look. */
  List<RowIdentity> firstLook(List<RowIdentity> rows) {
    int fewest = rows.stream().mapToInt(SearchSpace::texts).min().orElse(0);
    return rows.stream()
        .filter(row -> row.shortName().startsWith(PASSES) && texts(row) == fewest)
        .toList();
  }

  /** The same row over as many texts as a whole run has. */
  RowIdentity whole(RowIdentity row, List<RowIdentity> rows) {
    int most = rows.stream().mapToInt(SearchSpace::texts).max().orElse(0);
    return rows.stream()
        .filter(other -> texts(other) == most && differing(row, other).equals(List.of(TEXTS)))
        .findFirst()
        .orElse(row);
  }

  /** Over how many texts a row is measured. */
  static int texts(RowIdentity row) {
    return Integer.parseInt(row.parameters().get(TEXTS));
  }

  /**
   * Every form of the model in the first deployment as it prescribes it: where the search begins.
   */
  List<RowIdentity> variants(List<RowIdentity> rows) {
    RowIdentity first = rows.get(0);
    return rows.stream().filter(row -> OF_VARIANT.containsAll(differing(first, row))).toList();
  }

  /** Every deployment of the model in the form that a row has. */
  List<RowIdentity> deployments(RowIdentity best, List<RowIdentity> rows) {
    return rows.stream()
        .filter(row -> sameVariant(best, row))
        .filter(row -> row.parameters().get(CALLERS).equals(best.parameters().get(CALLERS)))
        .toList();
  }

  /**
   * A row, with the model in the form that another row has; the row itself if that is not there.
   */
  RowIdentity inFormOf(RowIdentity best, RowIdentity row, List<RowIdentity> rows) {
    return rows.stream()
        .filter(other -> sameVariant(best, other) && OF_VARIANT.containsAll(differing(row, other)))
        .findFirst()
        .orElse(row);
  }

  private static boolean sameVariant(RowIdentity one, RowIdentity other) {
    return differing(one, other).stream().noneMatch(OF_VARIANT::contains);
  }

  /** The row itself, and those that differ from it in a single parameter but the deployment. */
  List<RowIdentity> neighbours(RowIdentity best, List<RowIdentity> rows) {
    return rows.stream()
        .filter(row -> differing(best, row).size() <= 1)
        .filter(row -> !differing(best, row).contains(RowIdentity.DEPLOYMENT))
        .toList();
  }

  /** Names of the parameters in which two rows differ. */
  private static List<String> differing(RowIdentity one, RowIdentity other) {
    return one.parameters().keySet().stream()
        .filter(name -> !Objects.equals(one.parameters().get(name), other.parameters().get(name)))
        .toList();
  }
}

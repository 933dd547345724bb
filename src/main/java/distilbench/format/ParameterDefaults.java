package distilbench.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that parameters of this suite's benchmarks had before there was a parameter for them.
 * A file that lacks a parameter was measured with its default, so that files of before and after a
 * new parameter compare.
 */
public final class ParameterDefaults {
  private static final String PACKAGE = "distilbench.benchmark.";

  private static final Map<String, String> CORPUS =
      Map.of(
          "model", "builtin",
          "corpus", "builtin",
          "column", "description",
          "texts", "250",
          "order", "FILE",
          "callSize", "8");

  private static final Map<String, String> DEPLOYMENT =
      Map.ofEntries(
          Map.entry(RowIdentity.ENGINE, "ORT"),
          Map.entry("graph", "STANDARD"),
          Map.entry("precision", "FP32"),
          Map.entry("processes", "8"),
          Map.entry("callers", "0"),
          Map.entry("intraOpThreads", "0"),
          Map.entry("spinning", "DEPLOYMENT"),
          Map.entry("batchSize", "1"),
          Map.entry("batchTokens", "0"),
          Map.entry("cpus", "all"),
          Map.entry(RowIdentity.QUOTA, "0"));

  private static final Map<String, String> SOAK = Map.of("readings", "20");

  private static final Map<String, String> ARRIVALS =
      Map.of(
          "callSize", "1",
          "rate", "10",
          "arrivals", "POISSON",
          "arrivalSeed", "1",
          "calls", "300",
          "inFlight", "100",
          "slo", "NONE");

  /** {@code Roofline} runs through all values of its parameters; before this one it had float32. */
  private static final Map<String, String> PRODUCT = Map.of(RowIdentity.PRECISION, "FP32");

  /** By the benchmark's class; what has no single default is not there. */
  private static final Map<String, List<Map<String, String>>> OF_CLASS =
      Map.of(
          "CorpusPass", List.of(CORPUS, DEPLOYMENT),
          "ClosedLoop", List.of(CORPUS, DEPLOYMENT),
          "ColdStart", List.of(CORPUS, DEPLOYMENT),
          "Soak", List.of(CORPUS, DEPLOYMENT, SOAK),
          "OpenLoop", List.of(CORPUS, DEPLOYMENT, ARRIVALS),
          "Tokenize", List.of(CORPUS),
          "Roofline", List.of(PRODUCT));

  private ParameterDefaults() {}

  /**
   * The parameters of a benchmark that have a single default.
   *
   * @param benchmark qualified name of the method
   * @return values by name; nothing for benchmarks of other suites
   */
  public static Map<String, String> of(String benchmark) {
    Map<String, String> defaults = new LinkedHashMap<>();
    if (benchmark.startsWith(PACKAGE)) {
      String type = benchmark.substring(PACKAGE.length()).split("\\.")[0];
      OF_CLASS.getOrDefault(type, List.of()).forEach(defaults::putAll);
    }
    return defaults;
  }
}

package distilbench.report.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.format.FormerNames;
import distilbench.format.ResultDigest;
import distilbench.format.SidecarPath;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Reads result files in JMH's JSON format, of any suite, of JMH 1.19 to 1.37 and of the tools that
 * write its format, with whatever metrics. Numbers that are not finite are texts or bare words,
 * sampled times have histograms of [value, count] in place of raw data, and {@code
 * jmh.json.rawData=false} leaves raw data empty.
 */
public final class ResultsFile {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> APART =
      Set.of("benchmark", "mode", "threads", "params", "primaryMetric", "secondaryMetrics");

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What an encoding other than UTF-8 leaves of a character. */
  private static final String REPLACED = "\uFFFD";

  /**
   * Until 1.36 JMH put a middle dot in front of profilers' labels and, for samples, behind the
   * method, in the encoding of its machine. One byte of Big5's two is a letter.
   */
  private static final Pattern SIGN =
      Pattern.compile("^(?:" + REPLACED + "P(?=\\p{Ll})|[^\\p{L}\\p{N}_]+)");

  private static final Pattern BROKEN_DOT =
      Pattern.compile(REPLACED + "P(?=p\\d)|" + REPLACED + "+");

  private ResultsFile() {}

  /**
   * Reads all rows.
   *
   * @return at least one
   * @throws InvalidInputException if it is no result file with a row in it
   */
  public static List<ResultRow> read(Path file) {
    return rows(file, text(file));
  }

  /** Reads a result file with the file about its environment. */
  static RunFile run(Path file) {
    byte[] bytes = bytes(file);
    String text = text(bytes);
    List<ResultRow> rows = rows(file, text);
    Path sidecar = SidecarPath.beside(file);
    Optional<JsonNode> beside =
        Files.exists(sidecar) ? Optional.of(facts(sidecar)) : Optional.empty();
    Optional<JsonNode> facts = beside.filter(told -> isAbout(bytes, told));
    return new RunFile(
        file,
        rows,
        facts.orElse(MissingNode.getInstance()),
        facts.map(Sidecar::of),
        facts.isEmpty() && beside.isPresent(),
        text);
  }

  /** Whether a sidecar names this result file; older ones name none, and are believed. */
  private static boolean isAbout(byte[] results, JsonNode facts) {
    JsonNode digests = facts.path(SidecarPath.RESULTS);
    String digest = ResultDigest.of(results);
    return digests.isMissingNode()
        || StreamSupport.stream(digests.spliterator(), false)
            .anyMatch(told -> told.asText().equals(digest));
  }

  private static List<ResultRow> rows(Path file, String text) {
    JsonNode results = json(file, text);
    if (!results.isArray()) {
      throw notResults(file, null);
    }
    if (results.isEmpty()) {
      throw new InvalidInputException(file + " holds no results: its run measured no row");
    }
    try {
      return rows(results);
    } catch (WrongShape e) {
      throw notResults(file, e);
    }
  }

  /**
   * The rows of JSON that is known to be JMH's.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static List<ResultRow> rows(JsonNode results) {
    List<ResultRow> rows = new ArrayList<>();
    results.forEach(result -> rows.add(row(result)));
    return rows;
  }

  private static InvalidInputException notResults(Path file, Exception cause) {
    return new InvalidInputException(
        file + " is no JMH result file; give the JSON file that a run has written (-rf json)",
        cause);
  }

  /**
   * What a file says about a run's environment.
   *
   * @throws InvalidInputException if it does not describe a run
   */
  static JsonNode facts(Path sidecar) {
    JsonNode facts = json(sidecar, text(sidecar));
    boolean objects =
        List.of("run", "software", "forks", "machine", "verdict", "noise").stream()
            .map(facts::path)
            .allMatch(part -> part.isObject() || isAbsent(part));
    boolean lists =
        List.of("inputs", "probes").stream()
            .map(facts::path)
            .allMatch(part -> part.isArray() || isAbsent(part));
    if (!facts.isObject() || !objects || !lists) {
      throw new InvalidInputException(
          sidecar + " does not describe a run; delete it or restore it");
    }
    return facts;
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** A file's text, of UTF-8 or of what a byte order mark says, whatever cannot be read in it. */
  private static String text(Path file) {
    return text(bytes(file));
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, encoding(bytes));
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + " is a folder; give a JMH result file");
    }
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + " does not exist; give a JMH result file", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " cannot be read: " + FileProblem.of(e) + "; give a JMH result file", e);
    }
  }

  /** Where a shell redirects output on Windows, it writes UTF-16. */
  private static Charset encoding(byte[] bytes) {
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    return mark == 0xFEFF || mark == 0xFFFE ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  private static JsonNode json(Path file, String text) {
    if (text.isBlank()) {
      throw new InvalidInputException(
          file + " is empty: its run failed or was broken off; measure again");
    }
    try {
      return JSON.readTree(text);
    } catch (StreamConstraintsException e) {
      // Nested too deep, or a number of thousands of digits.
      throw notResults(file, e);
    } catch (JsonProcessingException e) {
      if (!text.stripLeading().startsWith("[") && !text.stripLeading().startsWith("{")) {
        throw new InvalidInputException(
            file + " is no JSON; give the JSON file that a run writes with -rf json", e);
      }
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new InvalidInputException(
          file + " is not whole JSON: line " + line + " cannot be read; mend or delete it", e);
    }
  }

  /** JSON that JMH would not have written. */
  private static final class WrongShape extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    WrongShape(String message) {
      super(message);
    }
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new WrongShape(what + " has another shape than in JMH's JSON format");
    }
  }

  private static ResultRow row(JsonNode result) {
    check(result.path("benchmark").isTextual(), "benchmark");
    check(result.path("primaryMetric").isObject(), "primaryMetric");
    String benchmark = result.get("benchmark").asText();
    Map<String, String> parameters = new LinkedHashMap<>();
    object(result, "params")
        .fields()
        .forEachRemaining(entry -> parameters.put(entry.getKey(), text(entry.getValue())));
    String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    Map<String, Metric> secondary = new LinkedHashMap<>();
    object(result, "secondaryMetrics")
        .fields()
        .forEachRemaining(
            entry ->
                secondary.put(
                    FormerNames.metric(plainLabel(entry.getKey(), method)),
                    metric(entry.getValue())));
    return new ResultRow(
        benchmark,
        optionalText(result.path("mode")),
        threads(result.path("threads")),
        FormerNames.parameters(parameters),
        metric(result.get("primaryMetric")),
        secondary,
        settings(result));
  }

  /** An object of which all may be missing. */
  private static JsonNode object(JsonNode parent, String name) {
    JsonNode object = parent.path(name);
    check(object.isObject() || isAbsent(object), name);
    return object;
  }

  private static String optionalText(JsonNode value) {
    return isAbsent(value) ? "" : text(value);
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static int threads(JsonNode threads) {
    double number = threads.isMissingNode() ? 1 : number(threads);
    check(Double.isFinite(number), "threads");
    return (int) number;
  }

  /** As JMH 1.37 would call it. */
  private static String plainLabel(String label, String method) {
    String unsigned = SIGN.matcher(label).replaceFirst("");
    String whole = BROKEN_DOT.matcher(unsigned).replaceAll("\u00b7");
    String own = whole.startsWith(method + "\u00b7") ? whole.substring(method.length() + 1) : whole;
    return TerminalText.oneLine(own.isEmpty() ? label : own);
  }

  /** All fields but those that the row has apart. */
  private static Map<String, JsonNode> settings(JsonNode result) {
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    result.fields().forEachRemaining(field -> settings.put(field.getKey(), field.getValue()));
    settings.keySet().removeAll(APART);
    return settings;
  }

  private static Metric metric(JsonNode metric) {
    check(metric.isObject(), "a metric");
    Map<String, Double> percentiles = new LinkedHashMap<>();
    object(metric, "scorePercentiles")
        .fields()
        .forEachRemaining(entry -> percentiles.put(entry.getKey(), number(entry.getValue())));
    List<double[]> forks = new ArrayList<>();
    list(metric.path("rawData")).forEach(fork -> forks.add(numbers(fork)));
    JsonNode histograms = list(metric.path("rawDataHistogram"));
    histograms.forEach(fork -> forks.add(sampleMean(fork)));
    return new Metric(
        number(metric.path("score")),
        TerminalText.oneLine(optionalText(metric.path("scoreUnit"))),
        percentiles,
        forks,
        samples(histograms));
  }

  private static JsonNode list(JsonNode list) {
    check(list.isArray() || isAbsent(list), "raw data");
    return list;
  }

  private static long samples(JsonNode histograms) {
    long samples = 0;
    for (JsonNode fork : histograms) {
      for (JsonNode histogram : fork) {
        for (JsonNode bucket : histogram) {
          samples += (long) number(bucket.path(1));
        }
      }
    }
    return samples;
  }

  private static double[] numbers(JsonNode values) {
    check(values.isArray(), "raw data");
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(values.get(i));
    }
    return numbers;
  }

  /** The mean of one fork's samples, NaN without any. */
  private static double[] sampleMean(JsonNode iterations) {
    double sum = 0;
    double count = 0;
    check(iterations.isArray(), "a histogram");
    for (JsonNode histogram : iterations) {
      check(histogram.isArray(), "a histogram");
      for (JsonNode bucket : histogram) {
        check(bucket.isArray() && bucket.size() == 2, "a histogram");
        check(Double.isFinite(number(bucket.get(1))), "a histogram");
        sum += number(bucket.get(0)) * number(bucket.get(1));
        count += number(bucket.get(1));
      }
    }
    return new double[] {sum / count};
  }

  /** NaN for what is no number. */
  static double number(JsonNode value) {
    if (value.isNumber()) {
      boolean tooLarge = value.isBigInteger() && Double.isInfinite(value.asDouble());
      return tooLarge ? Double.NaN : value.asDouble();
    }
    return switch (value.asText()) {
      case "+INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default -> value.isTextual() ? value.asDouble(Double.NaN) : Double.NaN;
    };
  }
}

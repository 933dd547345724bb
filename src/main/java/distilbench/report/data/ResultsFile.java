package distilbench.report.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads result files in JMH's JSON format, of any suite and with whatever metrics. The format is
 * that of JMH 1.37's {@code JSONResultFormat}: numbers that are not finite are texts, sampled times
 * have histograms of [value, count] in place of raw data, and {@code jmh.json.rawData=false} leaves
 * raw data empty.
 */
public final class ResultsFile {
  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> APART =
      Set.of("benchmark", "mode", "threads", "params", "primaryMetric", "secondaryMetrics");

  private ResultsFile() {}

  /**
   * Reads all rows.
   *
   * @return at least one
   * @throws InvalidInputException if it is no result file with a row in it
   */
  public static List<ResultRow> read(Path file) {
    JsonNode results = json(file);
    if (!results.isArray()) {
      throw notResults(file);
    }
    if (results.isEmpty()) {
      throw new InvalidInputException(file + " holds no results: its run measured no row");
    }
    for (JsonNode result : results) {
      if (!result.path("benchmark").isTextual() || !result.path("primaryMetric").isObject()) {
        throw notResults(file);
      }
    }
    return rows(results);
  }

  /** Reads a result file with the file about its environment. */
  static RunFile run(Path file) {
    List<ResultRow> rows = read(file);
    Path sidecar = Sidecar.pathBeside(file);
    JsonNode facts = Files.exists(sidecar) ? json(sidecar) : JsonNodeFactory.instance.objectNode();
    try {
      return new RunFile(file, rows, facts, Files.readString(file));
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read; give a JMH result file", e);
    }
  }

  /** The rows of JSON that is known to be JMH's. */
  public static List<ResultRow> rows(JsonNode results) {
    List<ResultRow> rows = new ArrayList<>();
    results.forEach(result -> rows.add(row(result)));
    return rows;
  }

  private static InvalidInputException notResults(Path file) {
    return new InvalidInputException(
        file + " is no JMH result file; give the JSON file that a run has written (-rf json)");
  }

  /**
   * Reads a file that should hold JSON.
   *
   * @throws InvalidInputException if it does not
   */
  static JsonNode json(Path file) {
    try {
      if (Files.size(file) == 0) {
        throw new InvalidInputException(
            file + " is empty: its run failed or was broken off; measure again");
      }
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new InvalidInputException(
          file + " is not whole JSON: line " + line + " cannot be read; mend or delete it", e);
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read" : "does not exist";
      throw new InvalidInputException(file + " " + why + "; give a JMH result file", e);
    }
  }

  private static ResultRow row(JsonNode result) {
    Map<String, String> parameters = new LinkedHashMap<>();
    result
        .path("params")
        .fields()
        .forEachRemaining(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    Map<String, Metric> secondary = new LinkedHashMap<>();
    result
        .path("secondaryMetrics")
        .fields()
        .forEachRemaining(entry -> secondary.put(entry.getKey(), metric(entry.getValue())));
    return new ResultRow(
        result.get("benchmark").asText(),
        result.path("mode").asText(),
        result.path("threads").asInt(1),
        parameters,
        metric(result.get("primaryMetric")),
        secondary,
        settings(result));
  }

  /** All fields but those that the row has apart. */
  private static Map<String, JsonNode> settings(JsonNode result) {
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    result.fields().forEachRemaining(field -> settings.put(field.getKey(), field.getValue()));
    settings.keySet().removeAll(APART);
    return settings;
  }

  private static Metric metric(JsonNode metric) {
    Map<String, Double> percentiles = new LinkedHashMap<>();
    metric
        .path("scorePercentiles")
        .fields()
        .forEachRemaining(entry -> percentiles.put(entry.getKey(), number(entry.getValue())));
    List<double[]> forks = new ArrayList<>();
    metric.path("rawData").forEach(fork -> forks.add(numbers(fork)));
    metric.path("rawDataHistogram").forEach(fork -> forks.add(sampleMean(fork)));
    return new Metric(
        number(metric.path("score")),
        metric.path("scoreUnit").asText(),
        percentiles,
        forks,
        samples(metric));
  }

  private static long samples(JsonNode metric) {
    long samples = 0;
    for (JsonNode fork : metric.path("rawDataHistogram")) {
      for (JsonNode histogram : fork) {
        for (JsonNode bucket : histogram) {
          samples += bucket.path(1).asLong();
        }
      }
    }
    return samples;
  }

  private static double[] numbers(JsonNode values) {
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(values.get(i));
    }
    return numbers;
  }

  /** The mean of one fork's samples. */
  private static double[] sampleMean(JsonNode iterations) {
    double sum = 0;
    double count = 0;
    for (JsonNode histogram : iterations) {
      for (JsonNode bucket : histogram) {
        sum += number(bucket.path(0)) * number(bucket.path(1));
        count += number(bucket.path(1));
      }
    }
    return new double[] {sum / count};
  }

  /** NaN for what is no number. */
  static double number(JsonNode value) {
    return switch (value.asText()) {
      case "+INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default -> value.asDouble(Double.NaN);
    };
  }
}

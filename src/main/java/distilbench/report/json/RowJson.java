package distilbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.TerminalText;
import distilbench.format.MetricLabel;
import distilbench.report.data.DeploymentGroup;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.LoadRow;
import distilbench.report.data.Metric;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import distilbench.report.data.RunFile;
import distilbench.report.verdict.Verdict;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A row with all its figures, among the rows of its group. */
final class RowJson {
  /** From fewer samples beyond it, a percentile says little. */
  private static final int LEAST_BEYOND = 5;

  /** Texts per second are told for every 100 GFLOP/s that the machine multiplies. */
  private static final double GFLOPS = 100;

  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  private final RunFile run;
  private final Verdict verdict;

  RowJson(RunFile run, Verdict verdict) {
    this.run = run;
    this.verdict = verdict;
  }

  /** A row of a group that is about deployments. */
  ObjectNode of(DeploymentRow row, RowNames.Name name, DeploymentGroup group) {
    ObjectNode node = common(row.row(), name);
    if (row.isTimed()) {
      node.set("time", Json.figure(group.timeFormat(), row.time(), row.times()));
      node.set("rate", Json.figure(group.rateFormat(), row.rate(), row.rates()));
      normalisedRate(row).ifPresent(rate -> node.set("normalisedRate", rate));
      group
          .ratio(row)
          .ifPresent(ratio -> node.set("ratioToSingle", Json.figure(group.ratioFormat(), ratio)));
    }
    node.put("compared", group.compared().contains(row));
    node.put("front", group.front().contains(row));
    Json.put(node, "gemmShare", group.gemmShare(row));
    Json.put(node, "padding", row.padding());
    node.set("metrics", metrics(row.row(), group::format));
    return node;
  }

  /** A row of any other group. */
  ObjectNode of(ResultRow row, RowNames.Name name) {
    ObjectNode node = common(row, name);
    node.put("compared", false).put("front", false);
    node.set("metrics", metrics(row, any -> DIGITS));
    return node;
  }

  private ObjectNode common(ResultRow row, RowNames.Name name) {
    ObjectNode node = Json.object();
    node.put("benchmark", row.name().benchmark());
    node.put("mode", row.name().mode());
    node.put("threads", row.threads());
    ObjectNode parameters = node.putObject("parameters");
    row.name().parameters().forEach(parameters::put);
    node.set("name", Json.name(name));
    Json.put(node, "deployment", row.name().parameters().getOrDefault("deployment", ""));
    node.put("runsModel", DeploymentRow.of(row).runsModel());
    node.put("forkCount", row.forks());
    Metric score = row.primary();
    node.set(
        "score",
        Json.figure(DIGITS, score.estimate(), score.forkMeans()).put("unit", score.unit()));
    node.put("samples", score.samples());
    node.set("percentiles", percentiles(row));
    ObjectNode judged = node.putObject("verdict");
    judged.set("time", verdict.of(row).time().toJson());
    judged.set("memory", verdict.of(row).memory().toJson());
    return node;
  }

  /** Texts per second in units of the run's GEMM rate in its precision, whose mean is the unit. */
  private Optional<ObjectNode> normalisedRate(DeploymentRow row) {
    GemmPrecision own = GemmPrecision.of(row.row());
    double[] units = Arrays.stream(run.gemmRates(own)).map(rate -> rate / GFLOPS).toArray();
    if (units.length == 0) {
      return Optional.empty();
    }
    double unit = run.gemmRate(own) / GFLOPS;
    return Optional.of(
        Json.figure(
            DIGITS,
            Estimate.normalisedScore(row.rates(), units),
            Arrays.stream(row.rates()).map(rate -> rate / unit).toArray()));
  }

  /**
   * Of samples, and of calls that arrived by themselves: elsewhere JMH's percentiles are those of a
   * few iterations.
   */
  private static ArrayNode percentiles(ResultRow row) {
    ArrayNode percentiles = Json.array();
    if (LoadRow.isOne(row)) {
      LoadRow load = new LoadRow(row);
      percentiles.add(percentile(load, "p50", MetricLabel.LAT_P50));
      percentiles.add(percentile(load, "p90", MetricLabel.LAT_P90));
      percentiles.add(percentile(load, "p99", MetricLabel.LAT_P99));
      percentiles.add(percentile(load, "max", MetricLabel.LAT_MAX));
    } else if (row.mode().equals("sample")) {
      percentiles.add(percentile(row, "p50", 50));
      percentiles.add(percentile(row, "p95", 95));
      percentiles.add(percentile(row, "p99", 99));
      percentiles.add(percentile(row, "max", 100));
    }
    return percentiles;
  }

  private static ObjectNode percentile(ResultRow row, String name, int percent) {
    Metric score = row.primary();
    double value = score.percentiles().getOrDefault(percent + ".0", Double.NaN);
    double beyond = score.samples() * (100 - percent) / 100.0;
    ObjectNode node = Json.object().put("name", name);
    Json.put(node, "value", value);
    node.put("text", DIGITS.show(value));
    node.put("thin", percent < 100 && score.samples() > 0 && beyond < LEAST_BEYOND);
    return node;
  }

  /** The mean over forks of each fork's, in milliseconds. */
  private static ObjectNode percentile(LoadRow row, String name, MetricLabel label) {
    double value = row.figure(label).value();
    ObjectNode node = Json.object().put("name", name);
    Json.put(node, "value", value);
    return node.put("text", DIGITS.show(value)).put("thin", false);
  }

  private interface Formats {
    NumberFormat of(String label);
  }

  private static ObjectNode metrics(ResultRow row, Formats formats) {
    ObjectNode metrics = Json.object();
    for (Map.Entry<String, Metric> entry : row.secondary().entrySet()) {
      Metric metric = entry.getValue();
      Estimate figure =
          row.isMemory(entry.getKey()) ? row.memory(entry.getKey()) : metric.estimate();
      metrics.set(
          TerminalText.oneLine(entry.getKey()),
          Json.figure(formats.of(entry.getKey()), figure, metric.forkMeans())
              .put("unit", metric.unit()));
    }
    return metrics;
  }
}

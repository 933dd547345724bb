package distilbench.report.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.report.data.NumberFormat;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What tools that watch figures read. */
public enum TrackingFormat {
  /**
   * Apache Otava's importer {@code json}: for each run its time and metrics. All series of all runs
   * are in one list; a run that lacks a figure is left out, since Otava joins times and values by
   * their places.
   */
  OTAVA("otava") {
    @Override
    public JsonNode json(List<TrackedRun> runs) {
      Set<String> common = metrics(runs.get(0));
      runs.forEach(run -> common.retainAll(metrics(run)));
      if (common.isEmpty()) {
        throw new InvalidInputException(
            "the runs have no figure in common; give those of one kind of machine and the same rows");
      }
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      runs.stream()
          .sorted(Comparator.comparing(TrackedRun::start))
          .forEach(run -> add(list.addObject(), run, common));
      return list;
    }

    private Set<String> metrics(TrackedRun run) {
      return run.figures().stream()
          .map(TrackingFormat::metric)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void add(ObjectNode node, TrackedRun run, Set<String> common) {
      node.put("timestamp", run.start().getEpochSecond());
      ArrayNode metrics = node.putArray("metrics");
      run.figures().stream()
          .filter(figure -> common.contains(metric(figure)))
          .forEach(
              figure ->
                  metrics
                      .addObject()
                      .put("name", metric(figure))
                      .put("unit", figure.measure().unit())
                      .put("value", figure.figure().value()));
      node.putObject("attributes").put("commit", run.commit()).put("run", run.name());
    }
  },

  /** Bencher Metric Format: each figure with the ends of its interval. */
  BMF("bmf") {
    @Override
    public JsonNode json(List<TrackedRun> runs) {
      ObjectNode all = JsonNodeFactory.instance.objectNode();
      for (TrackedFigure figure : ofDifferentSeries(runs)) {
        ObjectNode node =
            all.withObjectProperty(figure.series()).putObject(figure.measure().label());
        node.put("value", figure.figure().value());
        if (figure.figure().hasInterval()) {
          node.put("lower_value", figure.figure().low());
          node.put("upper_value", figure.figure().high());
        }
      }
      return all;
    }
  },

  /** github-action-benchmark's tool {@code customSmallerIsBetter}. */
  GITHUB_ACTION_BENCHMARK("github-action-benchmark") {
    @Override
    public JsonNode json(List<TrackedRun> runs) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (TrackedFigure figure : ofDifferentSeries(runs)) {
        ObjectNode node =
            list.addObject()
                .put("name", metric(figure))
                .put("unit", figure.measure().unit())
                .put("value", figure.figure().value());
        if (figure.figure().hasInterval()) {
          NumberFormat digits = NumberFormat.UNLIMITED;
          node.put(
              "range",
              digits.show(figure.figure().low()) + " to " + digits.show(figure.figure().high()));
        }
      }
      return list;
    }
  };

  private final String word;

  TrackingFormat(String word) {
    this.word = word;
  }

  /**
   * Runs in this format.
   *
   * @param runs at least one, with figures
   * @throws InvalidInputException if the format cannot hold them together
   */
  public abstract JsonNode json(List<TrackedRun> runs);

  private static String metric(TrackedFigure figure) {
    return figure.series() + ": " + figure.measure().label();
  }

  /** A report of one moment holds each series once. */
  private static List<TrackedFigure> ofDifferentSeries(List<TrackedRun> runs) {
    Map<String, String> seen = new HashMap<>();
    for (TrackedRun run : runs) {
      for (TrackedFigure figure : run.figures()) {
        String before = seen.put(metric(figure), run.name());
        if (before != null) {
          throw new InvalidInputException(
              String.format(
                  "%s and %s both have %s; export one after the other",
                  before, run.name(), metric(figure)));
        }
      }
    }
    return runs.stream().flatMap(run -> run.figures().stream()).toList();
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return word;
  }
}

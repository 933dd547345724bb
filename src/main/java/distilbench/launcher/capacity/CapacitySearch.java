package distilbench.launcher.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.Quantity;
import distilbench.format.RowIdentity;
import distilbench.launcher.bench.Search;
import distilbench.launcher.bench.Stages;
import distilbench.report.choice.Capacity;
import distilbench.report.choice.CapacityChoice;
import distilbench.report.choice.LatencyLimit;
import distilbench.report.choice.Limits;
import distilbench.report.choice.Load;
import distilbench.report.choice.Loads;
import distilbench.report.data.ResultsFile;
import distilbench.report.data.Sidecar;
import distilbench.report.text.CapacitySentences;
import distilbench.report.text.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Finds how many calls per second deployments sustain: a closed loop with more and more clients
 * tells where to begin, the open loop narrows the boundary down. All deployments take turns.
 */
public final class CapacitySearch implements Search.Strategy {
  /** Where the open loop begins, as a part of what the closed loop reached. */
  public static final double BEGIN = 0.7;

  /** As long as more clients bring more calls per second than this, more are tried. */
  private static final double GAIN = 1.05;

  private static final int MOST_CLIENTS = 256;
  private static final String THROUGHPUT = "thrpt";
  private static final String CLOSED = "ClosedLoop.";
  private static final String CALLS = "calls";

  /** What a search takes on average, by simulation of a queue whose boundary is known. */
  private static final int FORKS = 20;

  /** To start a fork, open the deployment and look at the machine. */
  private static final double SECONDS_BESIDE = 5;

  private final LatencyLimit limit;

  /**
   * @param limit that 99 % of the calls must keep to
   */
  public CapacitySearch(LatencyLimit limit) {
    this.limit = limit;
  }

  @Override
  public void pursue(Stages stages) throws RunnerException {
    Map<RowIdentity, Double> begin = new LinkedHashMap<>();
    reached(stages).forEach((row, rate) -> begin.put(row, BEGIN * rate));
    narrow(stages, begin, () -> true);
  }

  /**
   * How many seconds it takes to find what a deployment sustains, more or less.
   *
   * @param row of the open loop
   * @param rate where it begins, in calls per second
   */
  public static double seconds(RowIdentity row, double rate) {
    double calls = Double.parseDouble(row.parameters().getOrDefault(CALLS, "0"));
    return FORKS * (calls / rate + SECONDS_BESIDE);
  }

  /** For each row of the open loop the calls per second that clients of a closed loop got. */
  private Map<RowIdentity, Double> reached(Stages stages) throws RunnerException {
    Map<RowIdentity, RowIdentity> closed = new LinkedHashMap<>();
    for (RowIdentity row : stages.possible()) {
      if (Loads.isOne(row)) {
        stages.possible().stream()
            .filter(other -> isClosedLoop(other) && row.agreesWith(other))
            .findFirst()
            .ifPresent(other -> closed.put(row, other));
      }
    }
    Map<RowIdentity, Double> reached = new LinkedHashMap<>();
    List<RowIdentity> growing = new ArrayList<>(closed.keySet());
    for (int clients = 1; clients <= MOST_CLIENTS && !growing.isEmpty(); clients *= 2) {
      Map<RowIdentity, RowIdentity> now = new LinkedHashMap<>();
      for (RowIdentity row : growing) {
        now.put(row, stages.withThreads(closed.get(row), clients));
      }
      stages.measure("closed loop of " + Quantity.of(clients, "client"), List.copyOf(now.values()));
      Map<RowIdentity, Double> rates = throughput(stages);
      growing.removeIf(row -> !grows(reached, row, rates.getOrDefault(now.get(row), Double.NaN)));
    }
    return reached;
  }

  /** Takes a rate down, and tells whether more clients still bring more. */
  private static boolean grows(Map<RowIdentity, Double> reached, RowIdentity row, double rate) {
    double before = reached.getOrDefault(row, 0.0);
    if (rate > before) {
      reached.put(row, rate);
    }
    return rate > GAIN * before;
  }

  private static Map<RowIdentity, Double> throughput(Stages stages) {
    Map<RowIdentity, Double> rates = new HashMap<>();
    ResultsFile.rows(stages.results())
        .forEach(row -> rates.put(row.measured(), row.primary().score()));
    return rates;
  }

  private static boolean isClosedLoop(RowIdentity row) {
    return row.shortName().startsWith(CLOSED) && row.mode().equals(THROUGHPUT);
  }

  /**
   * Narrows down which rates deployments sustain: all of them take turns.
   *
   * @param begin for each row of the open loop the rate to begin with, in calls per second
   * @param goesOn whether there is time for another round
   */
  public void narrow(Stages stages, Map<RowIdentity, Double> begin, BooleanSupplier goesOn)
      throws RunnerException {
    Map<RowIdentity, Bisection> searches = new LinkedHashMap<>();
    begin.forEach((row, rate) -> searches.put(row, new Bisection(rate, limit.milliseconds())));
    List<RowIdentity> next = next(stages, searches);
    while (!next.isEmpty() && goesOn.getAsBoolean()) {
      stages.measure("capacity of " + Quantity.of(searches.size(), "row"), next);
      next = next(stages, searches);
    }
  }

  private List<RowIdentity> next(Stages stages, Map<RowIdentity, Bisection> searches) {
    Map<RowIdentity, List<Load>> loads = loads(stages.results(), stages.facts());
    List<RowIdentity> next = new ArrayList<>();
    searches.forEach(
        (row, search) ->
            search.next(loads.getOrDefault(Loads.subject(row), List.of())).stream()
                .map(rate -> stages.vary(row, Map.of(Loads.RATE, rate)))
                // One that failed is measured no more: nothing follows from it.
                .filter(varied -> !stages.failed(varied))
                .forEach(next::add));
    return next;
  }

  private Map<RowIdentity, List<Load>> loads(JsonNode results, JsonNode facts) {
    return Loads.of(
        ResultsFile.rows(results), Optional.of(Sidecar.of(facts)), limit.milliseconds());
  }

  @Override
  public List<String> answer(JsonNode results, JsonNode facts) {
    CapacityChoice choice =
        CapacityChoice.of(
            ResultsFile.rows(results),
            Optional.of(Sidecar.of(facts)),
            new Limits(Optional.empty(), Optional.of(limit)));
    return new CapacitySentences(choice)
        .each().stream().flatMap(sentence -> Words.hanging(sentence).stream()).toList();
  }

  /** Whether it is known of every deployment, or that it sustains nothing. */
  @Override
  public boolean isAnswered(JsonNode results, JsonNode facts) {
    Collection<List<Load>> all = loads(results, facts).values();
    return !all.isEmpty()
        && all.stream()
            .map(loads -> Capacity.of(loads, limit.milliseconds()))
            .allMatch(known -> known.sustained().hasInterval() || known.below().isEmpty());
  }
}

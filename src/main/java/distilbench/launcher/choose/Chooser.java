package distilbench.launcher.choose;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.format.RowIdentity;
import distilbench.launcher.bench.Search;
import distilbench.launcher.bench.Stages;
import distilbench.launcher.capacity.CapacitySearch;
import distilbench.report.ChoiceReport;
import distilbench.report.choice.Limits;
import distilbench.report.choice.Loads;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ResultsFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Searches for the deployment to use, in stages: the forms of the model in one deployment, the
 * deployments of the best form, the neighbours of the best deployment, and a run of its own for
 * those that are left, over more texts, from which the answer follows.
 *
 * <p>One parameter after the other is no full search, but hundreds of rows would take hours. What
 * ties them together is small: the best form of a model hardly depends on who calls it.
 */
final class Chooser implements Search.Strategy {
  /** As many rounds as an interval needs that says anything; who is alone has nothing to show. */
  private static final Race.Length LOOKS =
      new Race.Length(Estimate.LEAST_FORKS, Estimate.LEAST_FORKS, 1);

  /** As many as a run has by default, and up to as many as still narrow the intervals. */
  private static final Race.Length WHOLE = new Race.Length(5, 12, 5);

  private static final int FINALISTS = 5;

  /** The one to use, and what else would do. */
  private static final int LEAST_CAPACITIES = 2;

  /** Parts of the time that may have passed when a stage ends; the last has the rest. */
  private static final double VARIANTS_END = 0.33;

  private static final double DEPLOYMENTS_END = 0.55;
  private static final double NEIGHBOURS_END = 0.65;

  private final SearchSpace space;
  private final Limits limits;
  private final Clock clock;

  Chooser(SearchSpace space, Limits limits, Clock clock) {
    this.space = space;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void pursue(Stages stages) throws RunnerException {
    Race race = new Race(stages, limits, clock::elapsed);
    List<RowIdentity> all = stages.possible();
    List<RowIdentity> rows = space.firstLook(all);
    double start = clock.elapsed();
    List<RowIdentity> variants =
        race.run(
            "graph, precision and batch",
            space.variants(rows),
            LOOKS,
            clock.after(start, VARIANTS_END));
    if (variants.isEmpty()) {
      return;
    }
    List<RowIdentity> deployments =
        race.run(
            "deployment",
            space.deployments(variants.get(0), rows),
            LOOKS,
            clock.after(start, DEPLOYMENTS_END));
    if (deployments.isEmpty()) {
      return;
    }
    List<RowIdentity> near =
        race.run(
            "neighbours",
            space.neighbours(deployments.get(0), rows),
            LOOKS,
            clock.after(start, NEIGHBOURS_END));
    List<RowIdentity> finalists = finalists(near, deployments, rows);
    if (limits.p99().isPresent()) {
      capacity(stages, finalists, clock.after(start, 1));
    } else {
      double until = clock.after(start, 1);
      List<RowIdentity> whole = finalists.stream().map(row -> space.whole(row, all)).toList();
      boolean inTime = clock.elapsed() + seconds(stages, race, finalists, whole) <= until;
      race.run("final", inTime ? whole : finalists, WHOLE, until);
    }
  }

  /** How long it takes to measure rows over more texts in as few rounds as have an interval. */
  private static double seconds(
      Stages stages, Race race, List<RowIdentity> finalists, List<RowIdentity> whole) {
    Map<RowIdentity, Double> rates = rates(stages);
    double slowest =
        rates.values().stream()
            .mapToDouble(rate -> rate)
            .filter(Double::isFinite)
            .min()
            .orElseThrow();
    double seconds = 0;
    for (int i = 0; i < whole.size(); i++) {
      int more = SearchSpace.texts(whole.get(i)) - SearchSpace.texts(finalists.get(i));
      seconds += race.secondsPerRow() + more / rates.getOrDefault(finalists.get(i), slowest);
    }
    return Estimate.LEAST_FORKS * seconds;
  }

  /** Texts per second of every row that was measured. */
  private static Map<RowIdentity, Double> rates(Stages stages) {
    Map<RowIdentity, Double> rates = new HashMap<>();
    for (ResultRow row : ResultsFile.rows(stages.results())) {
      rates.put(row.measured(), DeploymentRow.of(row).rate().value());
    }
    return rates;
  }

  /**
   * The best neighbour, and the best row of each other deployment: one that is tied with it in time
   * may hold less, and is what else would do. All in the form of the first, which may have turned
   * out to be better than the one in which deployments were compared.
   */
  private List<RowIdentity> finalists(
      List<RowIdentity> near, List<RowIdentity> deployments, List<RowIdentity> rows) {
    Map<String, RowIdentity> best = new LinkedHashMap<>();
    Stream.of(near, deployments)
        .flatMap(List::stream)
        .forEach(row -> best.putIfAbsent(row.parameters().get(RowIdentity.DEPLOYMENT), row));
    return best.values().stream()
        .limit(FINALISTS)
        .map(row -> near.isEmpty() ? row : space.inFormOf(near.get(0), row, rows))
        .toList();
  }

  /** What the best of them sustain where calls arrive by themselves. */
  private void capacity(Stages stages, List<RowIdentity> finalists, double until)
      throws RunnerException {
    Map<RowIdentity, Double> rates = rates(stages);
    // One that was raced in another form begins where the best does.
    double fastest = rates.get(finalists.get(0));
    Map<RowIdentity, Double> begin = new LinkedHashMap<>();
    double needed = 0;
    for (RowIdentity finalist : finalists) {
      Optional<RowIdentity> open =
          stages.possible().stream()
              .filter(row -> Loads.isOne(row) && row.agreesWith(finalist))
              .findFirst();
      double rate = CapacitySearch.BEGIN * rates.getOrDefault(finalist, fastest);
      needed += open.map(row -> CapacitySearch.seconds(row, rate)).orElse(0.0);
      // A few that are known are worth more than many of which nothing is.
      if (begin.size() < LEAST_CAPACITIES || clock.elapsed() + needed <= until) {
        open.ifPresent(row -> begin.put(row, rate));
      }
    }
    new CapacitySearch(limits.p99().orElseThrow())
        .narrow(stages, begin, () -> clock.elapsed() < until);
  }

  @Override
  public List<String> answer(JsonNode results, JsonNode facts) {
    return ChoiceReport.of(results, facts, limits).text().lines().toList();
  }

  @Override
  public boolean isAnswered(JsonNode results, JsonNode facts) {
    return ChoiceReport.of(results, facts, limits).isAnswered();
  }
}

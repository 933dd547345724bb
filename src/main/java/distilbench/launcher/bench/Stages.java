package distilbench.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.format.RowIdentity;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RunPlan;
import distilbench.launcher.rounds.Rounds;
import distilbench.launcher.sidecar.Environment;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;

/** The stages of a search: each measures some rows in rounds, after all that came before. */
public final class Stages {
  private final Bench bench;
  private final Rounds rounds;
  private final Environment facts;
  private final Map<RowIdentity, RowIdentity> templates = new HashMap<>();
  private int roundsBefore;

  Stages(Bench bench, Rounds rounds, Environment facts) {
    this.bench = bench;
    this.rounds = rounds;
    this.facts = facts;
  }

  /** The rows for which everything is prepared. */
  public List<RowIdentity> possible() {
    return bench.possible();
  }

  /**
   * A row like one of those, with values that change nothing about what must be prepared.
   *
   * @param values of parameters that the row has
   */
  public RowIdentity vary(RowIdentity row, Map<String, String> values) {
    Map<String, String> parameters = new LinkedHashMap<>(row.parameters());
    parameters.putAll(values);
    return derived(row, row.threads(), parameters);
  }

  /** A row like one of those, measured by another number of JMH's threads. */
  public RowIdentity withThreads(RowIdentity row, int threads) {
    return derived(row, threads, row.parameters());
  }

  private RowIdentity derived(RowIdentity row, int threads, Map<String, String> parameters) {
    RowIdentity derived = new RowIdentity(row.benchmark(), row.mode(), threads, parameters);
    templates.put(derived, templates.getOrDefault(row, row));
    return derived;
  }

  /**
   * Measures rows in one round, in fresh forks. Rows that fail take no further part.
   *
   * @param title of the stage, for people
   */
  public void measure(String title, List<RowIdentity> rows) throws RunnerException {
    List<PlannedRow> planned =
        rows.stream().filter(row -> !failed(row)).map(row -> new PlannedRow(row, 1, 0)).toList();
    if (planned.isEmpty()) {
      return;
    }
    RunPlan plan = new RunPlan(title, planned, bench.seed(), roundsBefore);
    facts.plan(plan.identities(), plan.identitiesByRound(), this::input);
    rounds.run(plan);
    roundsBefore++;
  }

  private Optional<Integer> input(RowIdentity row) {
    return bench.inputOf(templates.getOrDefault(row, row));
  }

  /** Whether a row takes no further part. */
  public boolean failed(RowIdentity row) {
    return rounds.failed().contains(row);
  }

  /** What has been measured up to now, in JMH's JSON format. */
  public JsonNode results() {
    return bench.keeper().json();
  }

  /** What is known about how that came about. */
  public JsonNode facts() {
    return facts.toJson();
  }
}

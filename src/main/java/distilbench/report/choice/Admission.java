package distilbench.report.choice;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.verdict.Judgement;
import distilbench.report.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What keeps rows from taking part in a choice: figures that are not valid, and limits. */
final class Admission {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  private final Verdict verdict;
  private final Limits limits;
  private final boolean needsMemory;
  private final boolean disturbed;
  private final Latencies latencies;

  /**
   * @param verdict on all rows of the run
   * @param needsMemory whether memory decides: where nobody measured it, it cannot
   * @param disturbed whether rows take part whose times others disturbed: what disturbs a round is
   *     in both rows of a ratio
   */
  Admission(Verdict verdict, Limits limits, boolean needsMemory, boolean disturbed) {
    this.verdict = verdict;
    this.limits = limits;
    this.needsMemory = needsMemory;
    this.disturbed = disturbed;
    this.latencies = new Latencies(verdict);
  }

  /**
   * Why a row takes no part.
   *
   * @param obstacles at least one
   */
  record Refusal(Standing standing, List<Obstacle> obstacles) {}

  /** Nothing if it takes part. */
  Optional<Refusal> refusal(DeploymentRow one) {
    return refusal(Standing.INVALID, invalid(one.row()))
        .or(() -> refusal(Standing.RULED_OUT, exceeded(one)))
        .or(() -> refusal(Standing.NOT_JUDGED, notJudged(one.row())));
  }

  private static Optional<Refusal> refusal(Standing standing, List<Obstacle> obstacles) {
    return obstacles.isEmpty() ? Optional.empty() : Optional.of(new Refusal(standing, obstacles));
  }

  /** The latency that a row is judged by, if there is a limit of it. */
  Optional<P99> p99(ResultRow row) {
    return limits.p99().flatMap(limit -> latencies.of(row, limit));
  }

  private List<Obstacle> invalid(ResultRow row) {
    Verdict.OfRow judged = verdict.of(row);
    List<Obstacle> obstacles = new ArrayList<>();
    invalid("Time is not valid", judged.time()).ifPresent(obstacles::add);
    if (needsMemory) {
      invalid("Memory is not valid", judged.memory()).ifPresent(obstacles::add);
    }
    return obstacles;
  }

  private Optional<Obstacle> invalid(String cause, Judgement judgement) {
    return judgement
        .invalid()
        .filter(finding -> !(disturbed && finding.reason().isDisturbance()))
        .findFirst()
        .map(finding -> new Obstacle(cause, finding.text()));
  }

  private List<Obstacle> exceeded(DeploymentRow one) {
    List<Obstacle> obstacles = new ArrayList<>();
    Estimate memory = one.memory();
    limits
        .memory()
        .filter(limit -> limit.mayBeExceededBy(memory))
        .map(limit -> new Obstacle("May hold more than " + limit.text(), mebibytes(memory)))
        .ifPresent(obstacles::add);
    limits.p99().flatMap(limit -> tooSlow(one, limit)).ifPresent(obstacles::add);
    return obstacles;
  }

  private static String mebibytes(Estimate memory) {
    return DIGITS.show(memory) + " MiB";
  }

  private Optional<Obstacle> tooSlow(DeploymentRow one, LatencyLimit limit) {
    return p99(one.row())
        .filter(latency -> limit.mayBeExceededBy(latency.milliseconds()))
        .map(latency -> new Obstacle("p99 may be above " + limit.text(), latency.inWords()));
  }

  private List<Obstacle> notJudged(ResultRow row) {
    if (limits.p99().isEmpty() || p99(row).isPresent()) {
      return List.of();
    }
    String invalid = latencies.invalidLoads(row);
    return List.of(
        new Obstacle(
            "p99 is not known",
            invalid.isEmpty() ? "" : "what was measured is invalid " + invalid));
  }
}

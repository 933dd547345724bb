package distilbench.report.choice;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * A row that might have been chosen, and where it stands.
 *
 * @param row as it was measured
 * @param name tells it apart from the others
 * @param obstacles what keeps it from taking part; none if nothing does
 * @param p99 by which it was judged; nothing if that was not asked for or not measured
 * @param timeRatio how many times as long as in the chosen row texts take; unknown without a chosen
 *     row
 * @param memoryRatio how many times the memory of the chosen row it holds, likewise
 */
public record Candidate(
    DeploymentRow row,
    String name,
    Standing standing,
    List<Obstacle> obstacles,
    Optional<P99> p99,
    Estimate timeRatio,
    Estimate memoryRatio) {}

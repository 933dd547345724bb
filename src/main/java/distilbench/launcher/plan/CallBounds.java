package distilbench.launcher.plan;

import distilbench.benchmark.CorpusParameters;
import distilbench.benchmark.DeploymentParameters;
import distilbench.console.InvalidInputException;
import distilbench.deployment.DeploymentPlan;
import distilbench.format.RowIdentity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How calls bound forward passes: a pass takes texts of one call, so no batch is larger than it.
 */
public final class CallBounds {
  /** A row that ignores one of them has no batch that a call could bound. */
  private static final Set<String> SIZES = Set.of("batchSize", "callSize");

  private CallBounds() {}

  /**
   * Refuses batches that are larger than every call.
   *
   * @throws InvalidInputException naming the first
   */
  public static void check(List<PlannedRow> rows) {
    List<Sizes> all =
        rows.stream().map(row -> Sizes.of(row.row())).flatMap(Optional::stream).toList();
    int largest = all.stream().mapToInt(Sizes::callSize).max().orElse(0);
    for (Sizes sizes : all) {
      if (sizes.batchSize() > largest) {
        throw new InvalidInputException(
            String.format(
                "batchSize=%1$d is not possible with callSize=%2$d: a forward pass takes texts of"
                    + " one call; give callSize=%1$d or more",
                sizes.batchSize(), largest));
      }
    }
  }

  /** Why a row's batches cannot be as large as it says; nothing if they can. */
  static Optional<String> problem(RowIdentity row) {
    return Sizes.of(row)
        .filter(sizes -> sizes.batchSize() > sizes.callSize())
        .map(
            sizes ->
                String.format(
                    "batchSize=%d with callSize=%d (a forward pass takes texts of one call)",
                    sizes.batchSize(), sizes.callSize()));
  }

  /** A line for each deployment whose calls are smaller than its batches, for want of texts. */
  public static List<String> notes(List<PlannedRow> rows) {
    return rows.stream()
        .map(row -> Sizes.of(row.row()).flatMap(Sizes::note))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** What decides how large a row's batches can be. */
  private record Sizes(DeploymentParameters deployment, CorpusParameters corpus) {

    /** Nothing if the row has no batches of calls. */
    static Optional<Sizes> of(RowIdentity row) {
      if (RedundantRows.ignored(row).stream().anyMatch(SIZES::contains)) {
        return Optional.empty();
      }
      Optional<CorpusParameters> corpus = ParameterCheck.filled(new CorpusParameters(), row);
      return ParameterCheck.filled(new DeploymentParameters(), row)
          .flatMap(deployment -> corpus.map(given -> new Sizes(deployment, given)));
    }

    int batchSize() {
      return deployment.batchSize;
    }

    int callSize() {
      return corpus.callSize;
    }

    Optional<String> note() {
      DeploymentPlan plan = deployment.plan();
      int callers = plan.processes() * plan.callers();
      int used =
          corpus.settings(deployment.engine(), deployment.variant(), false).callSize(callers);
      return used >= batchSize()
          ? Optional.empty()
          : Optional.of(
              String.format(
                  "%s with batchSize=%d: %d callers share %d texts in calls of %d, and a forward"
                      + " pass takes texts of one call; more texts make larger calls.",
                  deployment.deployment, batchSize(), callers, corpus.texts, used));
    }
  }
}

package distilbench.report.data;

import distilbench.format.MetricLabel;
import distilbench.format.RowIdentity;
import distilbench.model.ForwardPass;
import distilbench.model.Geometry;

/**
 * What forks did not yet say before 27 November 2026, guessed from names. A file that has the
 * metric is never asked.
 */
final class OlderFiles {
  private static final String SHARING = "SHARED_";
  private static final String HARNESS = "CONTROL";

  /** The value of the parameter {@code model} that means exact DistilBERT-base geometry. */
  private static final String BUILT_IN = "builtin";

  private OlderFiles() {}

  /** Whether it runs a model: what does not has no tokens either. */
  static boolean runsModel(ResultRow row) {
    return Double.isFinite(row.figure(MetricLabel.WORK_TOKENS));
  }

  /** Whether it is a deployment without a model. */
  static boolean isHarness(ResultRow row) {
    return HARNESS.equals(row.parameters().get(RowIdentity.DEPLOYMENT));
  }

  /** Whether several processes are meant to share their weights. */
  static boolean sharesWeights(ResultRow row) {
    return row.parameters().getOrDefault(RowIdentity.DEPLOYMENT, "").startsWith(SHARING)
        && !row.parameters().getOrDefault("processes", "").equals("1");
  }

  /** GFLOP of one operation, as if all texts had mean length; NaN if the model is not known. */
  static double modelGflop(ResultRow row) {
    return BUILT_IN.equals(row.parameters().get("model"))
        ? ForwardPass.of(Geometry.DISTILBERT_BASE)
                .flop(row.figure(MetricLabel.WORK_TEXTS), row.figure(MetricLabel.WORK_TOKENS))
            / 1e9
        : Double.NaN;
  }
}

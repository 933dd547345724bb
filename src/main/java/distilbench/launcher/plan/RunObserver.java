package distilbench.launcher.plan;

import distilbench.format.RowIdentity;
import org.openjdk.jmh.results.BenchmarkResult;

/**
 * Is told where a run in rounds stands. Between {@link #rowStarted} and the end of that row a fork
 * measures; at every other moment nothing does, so that whoever wants to look at an idle machine,
 * or keep it busy, can do so in the call. All calls come from one thread.
 */
public interface RunObserver {
  /** A stage begins, for which everything is prepared; most runs have only one. */
  default void stageStarted(RunPlan plan) {}

  /**
   * A round begins.
   *
   * @param round counted from 1 over all stages
   */
  default void roundStarted(int round) {}

  /** A fresh JVM will be started for this row at once. */
  default void rowStarted(int round, RowIdentity row) {}

  /** The JVM has ended with a whole result, which the result file does not hold yet. */
  default void rowFinished(int round, RowIdentity row, BenchmarkResult fork) {}

  /** The JVM has ended without a whole result. */
  default void rowFailed(int round, RowIdentity row) {}

  /** The last row of the round has ended. */
  default void roundFinished(int round) {}

  /** Nothing more will be measured; not called if the run is broken off from outside. */
  default void runFinished() {}
}

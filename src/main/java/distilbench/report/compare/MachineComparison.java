package distilbench.report.compare;

import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunMachine;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether two runs were measured on one machine at one speed.
 *
 * @param unknown names of the files that do not tell their machine
 * @param differences empty if the machines are the same as far as the files tell
 * @param speed how many times as fast the other one multiplies in float32, by the best probe of
 *     each round: a dip of a second does not make a machine another one
 */
record MachineComparison(List<String> unknown, List<String> differences, Estimate speed) {

  static MachineComparison of(RunFile base, RunFile other) {
    return new MachineComparison(
        Stream.of(base, other)
            .filter(run -> !RunMachine.isKnown(run))
            .map(run -> run.path().getFileName().toString())
            .toList(),
        RunMachine.differences(base, other),
        Estimate.unpairedRatio(
            other.bestRates(GemmPrecision.FP32), base.bestRates(GemmPrecision.FP32)));
  }

  /** Whether it was as fast both times; a higher rate takes less time. */
  Difference speedDifference() {
    return switch (Difference.ofTimes(speed)) {
      case FASTER -> Difference.SLOWER;
      case SLOWER -> Difference.FASTER;
      case SMALLER, LARGER, NO_DIFFERENCE_SHOWN -> Difference.NO_DIFFERENCE_SHOWN;
      case INCONCLUSIVE -> Difference.INCONCLUSIVE;
    };
  }

  boolean speedChanged() {
    return speedDifference().isShown();
  }

  /** Whether times can be judged only by what each machine multiplies meanwhile. */
  boolean normalise() {
    return !differences.isEmpty() || speedChanged();
  }
}

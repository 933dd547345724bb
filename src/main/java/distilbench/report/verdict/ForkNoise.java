package distilbench.report.verdict;

import distilbench.format.MetricLabel;
import distilbench.report.data.Metric;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * What disturbed one fork's measured section, in mean numbers of cores; NaN where it is not known.
 * Where the fork does not tell, as in older files, it is what disturbed the fork's whole life.
 *
 * @param number of the fork, from 1: the round in which it was measured, if there were rounds
 * @param foreignCores CPU of others
 * @param roundingCores what rounding may amount to in it
 * @param busyCores CPU of all
 * @param stealCores CPU that the hypervisor gave to others
 * @param throttledCores CPU that a quota withheld
 * @param swappedInBytes per second
 * @param stoppedShare of the section in which a process was stopped
 */
record ForkNoise(
    int number,
    double foreignCores,
    double roundingCores,
    double busyCores,
    double stealCores,
    double throttledCores,
    double swappedInBytes,
    double stoppedShare) {
  private static final double MIB = 1 << 20;

  /**
   * For each fork of a row.
   *
   * @param lives what was seen during the forks' whole lives, as far as somebody looked
   */
  static List<ForkNoise> of(ResultRow row, List<Watch> lives) {
    List<ForkNoise> noises = new ArrayList<>();
    for (int number = 1; number <= row.forks(); number++) {
      noises.add(of(row, number, life(lives, number)));
    }
    return noises;
  }

  private static Watch life(List<Watch> lives, int round) {
    return lives.stream()
        .filter(life -> life.round() == round)
        .findFirst()
        .orElse(new Watch(round, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
  }

  private static ForkNoise of(ResultRow row, int number, Watch life) {
    Fork fork = new Fork(row, number);
    double busy = fork.figure(MetricLabel.CPU_TREE_CORES) + life.foreignCores();
    double throttled = life.throttledSeconds() / life.seconds();
    return new ForkNoise(
        number,
        fork.figure(MetricLabel.NOISE_FOREIGN_CORES, life.foreignCores()),
        fork.figure(MetricLabel.NOISE_ROUNDING_CORES, 0),
        fork.figure(MetricLabel.NOISE_BUSY_CORES, busy),
        fork.figure(MetricLabel.NOISE_STEAL_CORES, life.stealCores()),
        fork.figure(MetricLabel.NOISE_THROTTLED_CORES, throttled),
        fork.figure(MetricLabel.NOISE_SWAP_IN, life.swappedInBytes() / MIB) * MIB,
        fork.figure(MetricLabel.NOISE_STOPPED_SECONDS) / fork.figure(MetricLabel.NOISE_SECONDS));
  }

  private record Fork(ResultRow row, int number) {

    double figure(MetricLabel label) {
      double[] forks = row.metric(label).map(Metric::forkMeans).orElse(new double[0]);
      return number <= forks.length ? forks[number - 1] : Double.NaN;
    }

    double figure(MetricLabel label, double otherwise) {
      double figure = figure(label);
      return Double.isNaN(figure) ? otherwise : figure;
    }
  }
}

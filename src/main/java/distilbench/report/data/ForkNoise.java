package distilbench.report.data;

import distilbench.format.MetricLabel;
import distilbench.report.data.Sidecar.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
public record ForkNoise(
    int number,
    double foreignCores,
    double roundingCores,
    double busyCores,
    double stealCores,
    double throttledCores,
    double swappedInBytes,
    double stoppedShare) {
  /**
   * From this share of the usable cores on, the measured processes and others together, cores are
   * scarce: below, whoever wants a core finds one, and others cost nothing.
   */
  public static final double SCARCE = 0.90;

  private static final double MIB = 1 << 20;

  /**
   * For each fork of a row.
   *
   * @param place of the row among the planned ones
   * @param sidecar with what was seen during the forks' whole lives
   */
  public static List<ForkNoise> of(ResultRow row, int place, Optional<Sidecar> sidecar) {
    List<Watch> lives = sidecar.map(facts -> facts.watches(place)).orElse(List.of());
    List<ForkNoise> noises = new ArrayList<>();
    for (int number = 1; number <= row.forks(); number++) {
      // Rows of a search leave rounds out.
      Watch life = lives.size() == row.forks() ? lives.get(number - 1) : life(lives, number);
      noises.add(of(new Fork(row, number), life));
    }
    return noises;
  }

  private static Watch life(List<Watch> lives, int round) {
    return lives.stream()
        .filter(life -> life.round() == round)
        .findFirst()
        .orElse(new Watch(round, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
  }

  private static ForkNoise of(Fork fork, Watch life) {
    double busy = fork.figure(MetricLabel.CPU_TREE_CORES) + life.foreignCores();
    double throttled = life.throttledSeconds() / life.seconds();
    return new ForkNoise(
        life.round(),
        fork.figure(MetricLabel.NOISE_FOREIGN_CORES, life.foreignCores()),
        fork.figure(MetricLabel.NOISE_ROUNDING_CORES, 0),
        fork.figure(MetricLabel.NOISE_BUSY_CORES, busy),
        fork.figure(MetricLabel.NOISE_STEAL_CORES, life.stealCores()),
        fork.figure(MetricLabel.NOISE_THROTTLED_CORES, throttled),
        fork.figure(MetricLabel.NOISE_SWAP_IN, life.swappedInBytes() / MIB) * MIB,
        fork.figure(MetricLabel.NOISE_STOPPED_SECONDS) / fork.figure(MetricLabel.NOISE_SECONDS));
  }

  /**
   * CPU of others that was wanted: where cores are scarce, and beyond what is rounding. Where it is
   * not known what all used they are taken to be scarce: rather a false alarm than a false figure.
   *
   * @param usableCores of the machine
   */
  public double scarceForeignCores(double usableCores) {
    boolean free = busyCores <= SCARCE * usableCores;
    return free || foreignCores < roundingCores ? 0 : foreignCores;
  }

  /**
   * The share of the section that disturbances may have cost, at worst: what one thread loses, all
   * that wait for it lose too. What is not known counts for nothing.
   *
   * @param usableCores of the machine
   */
  public double mayHaveCost(double usableCores) {
    double cost =
        Stream.of(scarceForeignCores(usableCores), stealCores, throttledCores, stoppedShare)
            .filter(Double::isFinite)
            .mapToDouble(share -> Math.max(0, share))
            .sum();
    return Math.min(1, cost);
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

package distilbench.report.tracking;

import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import java.util.Comparator;
import java.util.List;

/**
 * What earlier runs let expect of the next one on the same kind of machine. From run to run a
 * machine differs by more than the forks of one run show: that difference is part of the interval.
 */
public final class Baseline {
  /** Older runs do not count. */
  public static final int RUNS = 10;

  private final List<TrackedRun> runs;

  /**
   * @param runs in any order
   */
  public Baseline(List<TrackedRun> runs) {
    this.runs = runs.stream().sorted(Comparator.comparing(TrackedRun::start).reversed()).toList();
  }

  /**
   * A figure beside those of earlier runs.
   *
   * @param runs that have it
   * @param ratio to their mean; without an interval if there are fewer than {@value
   *     Estimate#LEAST_FORKS}
   */
  public record Deviation(TrackedFigure figure, int runs, Estimate ratio) {
    /** Whether it is more or less than the earlier ones let expect. */
    public Difference verdict() {
      return figure.measure() == Measure.MEMORY
          ? Difference.ofMemory(ratio)
          : Difference.ofTimes(ratio);
    }
  }

  /** Every figure of a run beside the last ones before it. */
  public List<Deviation> of(TrackedRun run) {
    return run.figures().stream().map(figure -> deviation(figure, run)).toList();
  }

  private Deviation deviation(TrackedFigure figure, TrackedRun run) {
    double[] earlier =
        runs.stream()
            .filter(before -> before.start().isBefore(run.start()))
            .flatMap(before -> before.figures().stream())
            .filter(before -> before.series().equals(figure.series()))
            .filter(before -> before.measure() == figure.measure())
            .limit(RUNS)
            .mapToDouble(before -> before.figure().value())
            .toArray();
    return new Deviation(
        figure, earlier.length, Estimate.besideEarlier(figure.figure().value(), earlier));
  }
}

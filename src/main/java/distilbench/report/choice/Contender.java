package distilbench.report.choice;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.ForkRounds;
import distilbench.report.data.ResultRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A row that may be chosen, with what tells it from others: times and memory, paired by round.
 *
 * @param row as it was measured
 * @param rounds that measured its forks
 */
public record Contender(DeploymentRow row, ForkRounds rounds) {

  /** How many times as long texts take as in another row, over the rounds that both have. */
  public Estimate timeRatio(Contender base) {
    return rounds.ratio(row.times(), base.rounds, base.row.times());
  }

  /** How many times the memory (PSS) of another row it holds, likewise. */
  public Estimate memoryRatio(Contender base) {
    return rounds.ratio(row.forks(ResultRow.PSS), base.rounds, base.row.forks(ResultRow.PSS));
  }

  /** What is shown about its time beside another row's. */
  public Difference timeBeside(Contender base) {
    return Difference.ofTimes(timeRatio(base));
  }

  /** Whether it takes as long as another row, as far as their forks show. */
  boolean isTiedWith(Contender base) {
    return timeBeside(base) == Difference.NO_DIFFERENCE_SHOWN;
  }

  /** Mean logarithm of the times that are known; NaN without any. */
  private double meanLog() {
    return Arrays.stream(row.times())
        .filter(time -> time > 0 && Double.isFinite(time))
        .map(Math::log)
        .average()
        .orElse(Double.NaN);
  }

  /** The order of their mean times, fastest first; those without a time last. */
  static List<Contender> byTime(List<Contender> contenders) {
    return contenders.stream().sorted(Comparator.comparingDouble(Contender::meanLog)).toList();
  }

  /**
   * The fastest: that of the least mean time. Means of rows that took part in different rounds
   * mislead; nobody is the fastest beside whom another is shown to be faster.
   *
   * @param contenders at least one
   */
  static Contender fastest(List<Contender> contenders) {
    List<Contender> ordered = byTime(contenders);
    return ordered.stream()
        .filter(
            one -> ordered.stream().noneMatch(other -> one.timeBeside(other) == Difference.SLOWER))
        .findFirst()
        .orElse(ordered.get(0));
  }
}

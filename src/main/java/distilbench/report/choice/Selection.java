package distilbench.report.choice;

import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.verdict.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rule by which one of several rows is chosen: of the fastest and those that are tied with it,
 * the one that holds the least memory, as far as it is tied with all of them and no row is shown to
 * be faster than it. A row is tied if no difference beyond 3 % is shown, and its ratio is as
 * precise as a valid figure: a wide interval excludes nothing, and recommends nothing either.
 */
final class Selection {
  private Selection() {}

  /** The chosen one; nothing if there is none to choose from. */
  static Optional<Contender> best(List<Contender> contenders) {
    if (contenders.isEmpty()) {
      return Optional.empty();
    }
    Contender fastest = Contender.fastest(contenders);
    List<Contender> tied =
        contenders.stream().filter(one -> one == fastest || isTied(one, fastest)).toList();
    return Contender.byTime(tied).stream()
        .sorted(Comparator.comparingDouble(one -> one.row().memory().value()))
        .filter(one -> tied.stream().allMatch(other -> other == one || one.isTiedWith(other)))
        .filter(one -> isOvertakenByNone(one, contenders))
        .findFirst()
        .or(() -> Optional.of(fastest));
  }

  private static boolean isTied(Contender one, Contender fastest) {
    Estimate ratio = one.timeRatio(fastest);
    return Difference.ofTimes(ratio) == Difference.NO_DIFFERENCE_SHOWN
        && ratio.high() / ratio.value() - 1 <= Reason.INTERVAL.threshold();
  }

  private static boolean isOvertakenByNone(Contender one, List<Contender> contenders) {
    return contenders.stream().noneMatch(other -> one.timeBeside(other) == Difference.SLOWER);
  }
}

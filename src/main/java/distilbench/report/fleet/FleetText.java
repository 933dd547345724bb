package distilbench.report.fleet;

import distilbench.console.Quantity;
import distilbench.report.data.RowTitles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Whether the same wins on all machines, in sentences. */
public final class FleetText {
  private static final int MOST_REVERSALS = 5;

  private final Fleet fleet;
  private final RowTitles titles;

  public FleetText(Fleet fleet) {
    this.fleet = fleet;
    this.titles = fleet.titles();
  }

  /** What wins, parameter by parameter, and then which rows change places. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    Contest.of(fleet).forEach(contest -> sentences.add(sentence(contest)));
    List<Reversal> reversals = Reversal.of(fleet);
    reversals.stream().limit(MOST_REVERSALS).forEach(pair -> sentences.add(sentence(pair)));
    if (reversals.size() > MOST_REVERSALS) {
      int more = reversals.size() - MOST_REVERSALS;
      sentences.add(
          Quantity.of(more, "more pair")
              + " of rows change"
              + (more == 1 ? "s" : "")
              + " places likewise.");
    } else if (reversals.isEmpty() && !sentences.isEmpty()) {
      sentences.add(
          "No two rows are shown to change places from one " + fleet.noun() + " to another.");
    }
    return sentences;
  }

  /** Such as "precision: INT8 wins on 3 of 4 machines, FP32 on NAME." */
  private String sentence(Contest contest) {
    List<String> parts = new ArrayList<>();
    contest.wins().entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, List<FleetMachine>> won) -> won.getValue().size())
                .reversed())
        .forEach(
            won ->
                parts.add(
                    parts.isEmpty()
                        ? won.getKey() + " wins on " + share(won.getValue(), contest)
                        : won.getKey() + " on " + names(won.getValue())));
    if (!contest.undecided().isEmpty()) {
      parts.add(
          parts.isEmpty()
              ? "no difference is shown on any " + fleet.noun()
              : "no difference is shown on " + names(contest.undecided()));
    }
    return contest.parameter() + ": " + String.join("; ", parts) + ".";
  }

  private String share(List<FleetMachine> machines, Contest contest) {
    String all = Quantity.of(contest.machines(), fleet.noun());
    return (machines.size() == contest.machines() ? "all " : machines.size() + " of ") + all;
  }

  private String sentence(Reversal pair) {
    return String.format(
        "%s is faster than %s on %s, and slower on %s.",
        titles.label(pair.one()),
        titles.label(pair.other()),
        names(pair.faster()),
        names(pair.slower()));
  }

  private static String names(List<FleetMachine> machines) {
    return String.join(" and ", machines.stream().map(FleetMachine::name).toList());
  }
}

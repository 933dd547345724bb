package distilbench.report.text;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What the figures of one table say in words: what over-subscription cost, what sharing saved and
 * cost, what the heap alone does not show. Each only if the interval of its ratio excludes 1.
 */
final class Conclusions {
  private static final String NAIVE = "MULTIPROCESS_NAIVE";
  private static final String BUDGETED = "MULTIPROCESS_BUDGETED";
  private static final String SHARED = "SHARED_PREPACKED";
  private static final NumberFormat DIGITS = new NumberFormat(2);

  private final List<DeploymentRow> rows;
  private final Function<DeploymentRow, String> title;

  /**
   * @param title names a row among the others
   */
  Conclusions(List<DeploymentRow> rows, Function<DeploymentRow, String> title) {
    this.rows = rows;
    this.title = title;
  }

  /** At most three, without line breaks. */
  List<String> all() {
    List<String> sentences = new ArrayList<>();
    overSubscription().ifPresent(sentences::add);
    sharing().ifPresent(sentences::add);
    heap().ifPresent(sentences::add);
    return sentences;
  }

  private Optional<String> overSubscription() {
    return pair(NAIVE, BUDGETED)
        .flatMap(
            pair -> {
              Estimate time = times(pair);
              return time.excludesOne()
                  ? Optional.of(
                      "Over-subscription: "
                          + title.apply(pair.row())
                          + " took "
                          + show(time)
                          + " times as long as "
                          + title.apply(pair.base())
                          + ", which leaves each process only its share of the cores.")
                  : Optional.empty();
            });
  }

  private Optional<String> sharing() {
    return pair(SHARED, BUDGETED)
        .flatMap(
            pair -> {
              Estimate memory = pair.row().memoryRatio(pair.base());
              Estimate time = times(pair);
              return memory.excludesOne()
                  ? Optional.of(
                      "Sharing: "
                          + title.apply(pair.row())
                          + " held "
                          + show(memory)
                          + " times the memory (PSS) of "
                          + title.apply(pair.base())
                          + " and took "
                          + show(time)
                          + " times as long: "
                          + words(time)
                          + ".")
                  : Optional.empty();
            });
  }

  /** A difference that is shown, and too small to decide anything, is called that. */
  private static String words(Estimate time) {
    Difference difference = Difference.ofTimes(time);
    return difference == Difference.NO_DIFFERENCE_SHOWN && time.excludesOne()
        ? "less than 3 %"
        : difference.toString();
  }

  /** Of the row that holds most, of those whose model runs in a JVM. */
  private Optional<String> heap() {
    return rows.stream()
        .filter(row -> row.runsModel() && !row.isOfOtherEngine())
        .filter(row -> Double.isFinite(row.memory().value()))
        .max(Comparator.comparingDouble(row -> row.memory().value()))
        .flatMap(
            row -> {
              Estimate hidden =
                  Estimate.pairedRatio(row.forks(ResultRow.PSS), row.forks(ResultRow.HEAP));
              return hidden.excludesOne()
                  ? Optional.of(
                      "Heap: "
                          + title.apply(row)
                          + " held "
                          + show(hidden)
                          + " times the memory (PSS) that its Java heap shows.")
                  : Optional.empty();
            });
  }

  private Estimate times(Pair pair) {
    return pair.row().timeRatio(pair.base());
  }

  private static String show(Estimate ratio) {
    return String.format(
        "%s [%s, %s]",
        DIGITS.show(ratio.value()), DIGITS.show(ratio.low()), DIGITS.show(ratio.high()));
  }

  private record Pair(DeploymentRow row, DeploymentRow base) {}

  /**
   * Rows of two deployments that differ in nothing else. Where there are several such pairs, the
   * first with the most processes: of these the sentences tell.
   */
  private Optional<Pair> pair(String deployment, String base) {
    BinaryOperator<Pair> firstOfMost =
        (before, after) -> processes(after) > processes(before) ? after : before;
    return rows.stream()
        .filter(row -> row.deployment().equals(deployment))
        .flatMap(
            row ->
                rows.stream()
                    .filter(other -> other.deployment().equals(base))
                    .filter(row::differsOnlyInDeployment)
                    .map(other -> new Pair(row, other)))
        .reduce(firstOfMost);
  }

  private static int processes(Pair pair) {
    return Integer.parseInt(pair.row().row().parameters().getOrDefault("processes", "0"));
  }
}

package distilbench.report.text;

import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import distilbench.report.data.SmallestDifference;
import distilbench.report.data.Twins;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How small a difference a run could tell, and whether it tells one where there is none.
 *
 * @param differences of each benchmark that has any
 * @param twins rows that were measured twice
 * @param titles name the rows
 * @param several whether the rows are of several benchmarks or modes
 */
public record Resolution(
    List<SmallestDifference> differences, List<Twins> twins, RowTitles titles, boolean several) {
  private static final NumberFormat DIGITS = new NumberFormat(2);
  private static final double PERCENT = 100;

  /** Of the rows of one file. */
  public static Resolution of(List<ResultRow> rows, boolean byRound) {
    return new Resolution(
        SmallestDifference.ofEach(rows, byRound),
        Twins.among(rows, byRound),
        RowTitles.of(rows),
        rows.stream().map(row -> List.of(row.benchmark(), row.mode())).distinct().count() > 1);
  }

  /** One about differences, in every report, and one for each pair of twins. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>(List.of(smallest()));
    twins.forEach(pair -> sentences.add(inWords(pair)));
    return sentences;
  }

  private String smallest() {
    String sizes =
        differences.isEmpty()
            ? "not known, it needs two rows of " + Estimate.LEAST_FORKS + " forks each"
            : differences.stream().map(this::inWords).collect(Collectors.joining(", "))
                + ", in "
                + Math.round(PERCENT * SmallestDifference.POWER)
                + " % of such runs";
    return "Smallest difference that this run could have shown: " + sizes + ".";
  }

  private String inWords(SmallestDifference difference) {
    String size = DIGITS.show(PERCENT * (difference.ratio() - 1)) + " %";
    return several ? difference.benchmark() + " " + difference.mode() + " " + size : size;
  }

  private String inWords(Twins pair) {
    Estimate ratio = pair.ratio();
    String scores =
        String.format(
            "Twins: the scores of %s are %s times those of its twin",
            titles.label(pair.row().name()), DIGITS.show(ratio));
    if (!ratio.hasInterval()) {
      return scores + ": inconclusive, it takes " + Estimate.LEAST_FORKS + " forks.";
    } else if (!ratio.excludesOne()) {
      return scores + ": no difference shown, as it must be.";
    }
    return scores
        + ", although both are the same: do not trust differences of this size in this run.";
  }
}

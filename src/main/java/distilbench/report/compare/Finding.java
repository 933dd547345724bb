package distilbench.report.compare;

import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.ResultRow;
import java.util.List;
import java.util.Optional;

/**
 * What two files say about one row's time or memory.
 *
 * @param row as the base has it
 * @param unit of {@code base} and {@code other}
 * @param base the base's forks; times also where scores are rates
 * @param other the other file's
 * @param ratio of the other file to the base
 * @param normalised the ratio in units of each machine's own speed; there if only that is judged
 * @param verdict what may be said about it
 * @param why what makes it inconclusive; empty if it is not for such a reason
 * @param invalid the sides, {@code BASE} or {@code OTHER}, whose own verdict on the row is invalid
 */
record Finding(
    ResultRow row,
    Figure figure,
    String unit,
    Side base,
    Side other,
    Estimate ratio,
    Optional<Estimate> normalised,
    Difference verdict,
    String why,
    List<String> invalid) {

  /** What is compared of a row. */
  enum Figure {
    TIME,
    MEMORY;

    Difference judge(Estimate ratio) {
      return this == TIME ? Difference.ofTimes(ratio) : Difference.ofMemory(ratio);
    }

    /** The words for less and for more of it. */
    List<Difference> words() {
      return this == TIME
          ? List.of(Difference.FASTER, Difference.SLOWER)
          : List.of(Difference.SMALLER, Difference.LARGER);
    }

    @Override
    public String toString() {
      return this == TIME ? "time" : "memory";
    }
  }

  /**
   * One file's figures.
   *
   * @param scores one for each fork; the score as one fork if there is no raw data
   * @param forks how many were measured; 0 if the file does not tell
   */
  record Side(double[] scores, int forks) {
    double value() {
      return Estimate.overForks(scores).value();
    }
  }
}

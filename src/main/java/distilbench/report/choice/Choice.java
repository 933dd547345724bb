package distilbench.report.choice;

import distilbench.report.data.DeploymentGroup;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar;
import distilbench.report.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Which deployment to use, of those that a run measured.
 *
 * <p>Those take part that keep to the limits and whose time and memory are valid, or in a {@link
 * #provisional} choice would be if nobody had disturbed them. Among the fastest of them and those
 * beside which it is not shown to be faster, that one is chosen which holds the least memory, see
 * {@link Selection}.
 *
 * @param group the rows that were compared, and how their figures are written; empty if there is
 *     nothing to compare
 * @param candidates the same rows, the chosen one first, then by standing and time
 * @param runnerUp what would be chosen if the chosen one were not there
 * @param exact what would be chosen among rows that answer as the model in float32 does; nothing if
 *     the chosen one does
 * @param provisional whether rows take part whose times others disturbed, since without them there
 *     would be another answer or none
 * @param doubts what is to be said of all of it, in sentences
 */
public record Choice(
    Limits limits,
    DeploymentGroup group,
    List<Candidate> candidates,
    Optional<Candidate> runnerUp,
    Optional<Candidate> exact,
    boolean provisional,
    List<String> doubts) {

  public Choice {
    candidates = List.copyOf(candidates);
    doubts = List.copyOf(doubts);
  }

  /**
   * Chooses among the rows of a run: its passes over the corpus or, if it has none, its loops of
   * calls.
   *
   * @param verdict on these rows
   */
  public static Choice of(
      List<ResultRow> rows, Optional<Sidecar> sidecar, Verdict verdict, Limits limits) {
    ComparableRows comparable = ComparableRows.of(rows);
    return comparable.rows().isEmpty()
        ? new Choice(
            limits,
            DeploymentGroup.of(List.of(), sidecar),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            comparable.remarks())
        : new Chooser(rows, comparable, sidecar, verdict, limits).choice();
  }

  /** The row to use; nothing if none can be recommended. */
  public Optional<Candidate> chosen() {
    return of(Standing.CHOSEN).stream().findFirst();
  }

  /** Those of one standing. */
  public List<Candidate> of(Standing standing) {
    return candidates.stream().filter(one -> one.standing() == standing).toList();
  }
}

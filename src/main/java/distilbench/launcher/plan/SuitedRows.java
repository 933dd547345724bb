package distilbench.launcher.plan;

import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.deployment.Deployment;
import distilbench.format.RowIdentity;
import distilbench.prepare.Prepared;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that can be measured: whose batches are no larger than their calls, whose engines can do
 * what they ask for, and whose deployments suit their models. The weights of some models cannot be
 * held in every way, as is known when the models are prepared.
 *
 * @param rows in the order that was given
 * @param leftOut one line for each combination that is not measured, and why
 */
public record SuitedRows(List<PlannedRow> rows, List<String> leftOut) {
  public SuitedRows {
    rows = List.copyOf(rows);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Parts rows.
   *
   * @param prepared models with what they are measured on
   * @param inputOfRow for each row that uses one its place among these
   * @param impossible why an engine cannot do what a row asks for
   * @throws InvalidInputException if none is left
   */
  public static SuitedRows of(
      List<PlannedRow> all,
      List<Prepared> prepared,
      Map<RowIdentity, Integer> inputOfRow,
      Map<RowIdentity, String> impossible) {
    List<PlannedRow> suited = new ArrayList<>();
    Set<String> leftOut = new LinkedHashSet<>();
    for (PlannedRow row : all) {
      Optional<String> why =
          CallBounds.problem(row.row())
              .or(() -> Optional.ofNullable(impossible.get(row.row())))
              .or(
                  () ->
                      Optional.ofNullable(inputOfRow.get(row.row()))
                          .flatMap(input -> why(row.row(), prepared.get(input))));
      why.ifPresentOrElse(leftOut::add, () -> suited.add(row));
    }
    if (suited.isEmpty()) {
      throw new InvalidInputException(
          String.format(
              "nothing is left to measure: %s; name other deployments with -p deployment=",
              String.join("; ", leftOut)));
    }
    return new SuitedRows(suited, List.copyOf(leftOut));
  }

  /** Why a row cannot be measured; nothing if it can. */
  private static Optional<String> why(RowIdentity row, Prepared prepared) {
    String deployment = row.parameters().get(RowIdentity.DEPLOYMENT);
    return Optional.ofNullable(deployment)
        .map(Deployment::valueOf)
        .flatMap(Deployment::weights)
        .map(weights -> prepared.model().description().unsuited().get(weights))
        .map(why -> String.format("%s of %s (%s)", deployment, prepared.input().model(), why))
        .map(TerminalText::oneLine);
  }

  /**
   * Refuses what cannot be done if rows are to be left out: JMH's own order measures all that were
   * asked for.
   *
   * @param order why JMH's own order is measured
   * @throws InvalidInputException if some were left out
   */
  public void requireAll(String order) {
    if (!leftOut.isEmpty()) {
      throw new InvalidInputException(
          String.format(
              "%s: JMH cannot leave out %s; ask for the others alone with -p",
              order, String.join("; ", leftOut)));
    }
  }
}

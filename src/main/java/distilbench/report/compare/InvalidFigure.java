package distilbench.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.TerminalText;
import distilbench.report.compare.Finding.Figure;
import distilbench.report.data.RunFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A figure that a run itself calls invalid in its sidecar.
 *
 * @param reasons in words; empty if it gave none
 */
record InvalidFigure(Figure figure, List<String> reasons) {
  /** Kinds of reasons, as a verdict in a sidecar names them. */
  private static final List<String> OF_ALL_TIMES =
      List.of("drift", "speedUnknown", "noiseNotRecorded");

  /** None if a run trusts its figures, or did not judge them. */
  static List<InvalidFigure> of(RunFile run) {
    JsonNode verdict = run.facts().path("verdict");
    return Arrays.stream(Figure.values())
        .map(figure -> in(verdict, figure))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * A figure that a verdict calls invalid; nothing if it does not.
   *
   * @param verdict of a run or of one of its rows
   */
  static Optional<InvalidFigure> in(JsonNode verdict, Figure figure) {
    JsonNode judgement = verdict.path(figure.toString());
    if (!judgement.path("status").asText().equals("invalid")) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    for (JsonNode reason : judgement.path("reasons")) {
      String text = reason.path("text").asText(reason.path("kind").asText());
      reasons.add(TerminalText.oneLine(text));
    }
    return Optional.of(new InvalidFigure(figure, reasons));
  }

  /**
   * What makes every time of a run invalid, whatever its row; nothing if nothing does. Rows that
   * are missing make no other one wrong.
   */
  static Optional<InvalidFigure> ofAllTimes(RunFile run) {
    JsonNode judgement = run.facts().path("verdict").path(Figure.TIME.toString());
    List<String> reasons = new ArrayList<>();
    for (JsonNode reason : judgement.path("reasons")) {
      if (OF_ALL_TIMES.contains(reason.path("kind").asText())) {
        reasons.add(TerminalText.oneLine(reason.path("text").asText()));
      }
    }
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(new InvalidFigure(Figure.TIME, reasons));
  }

  /** The reasons in one line. */
  String why() {
    return reasons.isEmpty() ? "no reason given" : String.join("; ", reasons);
  }

  @Override
  public String toString() {
    return figure + " (" + why() + ")";
  }
}

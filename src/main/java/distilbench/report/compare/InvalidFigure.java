package distilbench.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.TerminalText;
import distilbench.report.compare.Finding.Figure;
import distilbench.report.data.RunFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure that a run itself calls invalid in its sidecar.
 *
 * @param reasons in words; empty if it gave none
 */
record InvalidFigure(Figure figure, List<String> reasons) {

  /** None if a run trusts its figures, or did not judge them. */
  static List<InvalidFigure> of(RunFile run) {
    List<InvalidFigure> invalid = new ArrayList<>();
    for (Figure figure : Figure.values()) {
      JsonNode verdict = run.facts().path("verdict").path(figure.toString());
      if (verdict.path("status").asText().equals("invalid")) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode reason : verdict.path("reasons")) {
          String text = reason.path("text").asText(reason.path("kind").asText());
          reasons.add(TerminalText.oneLine(text));
        }
        invalid.add(new InvalidFigure(figure, reasons));
      }
    }
    return invalid;
  }

  @Override
  public String toString() {
    String why = reasons.isEmpty() ? "no reason given" : String.join("; ", reasons);
    return figure + " (" + why + ")";
  }
}

package distilbench.report.compare;

import distilbench.format.RowIdentity;
import distilbench.report.compare.Finding.Figure;
import distilbench.report.text.MarkdownText;
import distilbench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A comparison as people read it: in a terminal, or as a comment on a change. */
public final class ComparisonText {
  private final Comparison comparison;
  private final ComparisonSummary summary;

  public ComparisonText(Comparison comparison) {
    this.comparison = comparison;
    this.summary = new ComparisonSummary(comparison);
  }

  /** Plain text, at most 120 columns wide, lines ended by a newline. */
  public String text() {
    List<String> lines = hanging(summary.head());
    for (FindingTable table : tables()) {
      lines.add("");
      lines.addAll(table.text());
      lines.addAll(hanging(table.footnotes()));
    }
    lines.add("");
    lines.addAll(hanging(summary.foot()));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> hanging(List<String> texts) {
    List<String> lines = new ArrayList<>();
    texts.forEach(text -> lines.addAll(Words.hanging(text)));
    return lines;
  }

  /** Lists and tables in markdown. */
  public String markdown() {
    List<String> lines = new ArrayList<>(MarkdownText.list(summary.head()));
    for (FindingTable table : tables()) {
      lines.add("");
      lines.addAll(table.markdown());
      if (!table.footnotes().isEmpty()) {
        lines.add("");
        lines.addAll(MarkdownText.list(table.footnotes()));
      }
    }
    lines.add("");
    lines.addAll(MarkdownText.list(summary.foot()));
    return String.join("\n", lines) + "\n";
  }

  private List<FindingTable> tables() {
    Map<RowIdentity, String> names = comparison.names();
    List<FindingTable> tables = new ArrayList<>();
    for (Figure figure : Figure.values()) {
      List<Finding> findings = comparison.of(figure);
      if (!findings.isEmpty()) {
        tables.add(new FindingTable(findings, names));
      }
    }
    return tables;
  }
}

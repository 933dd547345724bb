package distilbench.report.compare;

import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.text.MarkdownText;
import distilbench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table of what was found of all rows' times, or of their memory. */
final class FindingTable {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;
  private static final String GAP = "  ";

  private final List<Finding> findings;
  private final List<Column> columns;

  /**
   * @param findings of one figure, at least one
   * @param names what rows are called
   */
  FindingTable(List<Finding> findings, Map<RowIdentity, String> names) {
    this.findings = findings;
    this.columns = columns(names);
  }

  private record Column(String head, List<String> cells, boolean right, int width) {
    Column(String head, List<String> cells, boolean right) {
      this(head, cells, right, longest(Stream.concat(Stream.of(head), cells.stream())));
    }

    private static int longest(Stream<String> texts) {
      return texts.mapToInt(Words::length).max().orElseThrow();
    }

    String aligned(String text) {
      String spaces = " ".repeat(width - Words.length(text));
      return right ? spaces + text : text + spaces;
    }
  }

  /** A unit in which a figure has few digits, and what turns the figure into it. */
  private record Scale(String unit, double factor) {
    static Scale of(Finding finding) {
      if (!finding.unit().equals("s/op")) {
        return new Scale(finding.unit(), 1);
      }
      double size =
          Stream.of(finding.base().value(), finding.other().value())
              .filter(Double::isFinite)
              .findFirst()
              .orElse(1.0);
      if (size >= 1) {
        return new Scale("s/op", 1);
      } else if (size >= 1e-3) {
        return new Scale("ms/op", 1 / 1e-3);
      } else if (size >= 1e-6) {
        return new Scale("us/op", 1 / 1e-6);
      }
      return new Scale("ns/op", 1 / 1e-9);
    }
  }

  private List<Column> columns(Map<RowIdentity, String> names) {
    List<Scale> scales = findings.stream().map(Scale::of).toList();
    List<String> units = scales.stream().map(Scale::unit).toList();
    boolean oneUnit = units.stream().distinct().count() == 1;
    String figure = findings.get(0).figure().toString();
    List<Column> all = new ArrayList<>();
    all.add(
        new Column(
            oneUnit ? figure + ", " + units.get(0) : figure,
            cells(finding -> names.get(finding.row().identity())),
            false));
    all.add(new Column("BASE", figures(scales, Finding::base), true));
    all.add(new Column("OTHER", figures(scales, Finding::other), true));
    if (!oneUnit) {
      all.add(new Column("unit", units, false));
    }
    List<Estimate> ratios = findings.stream().map(Finding::ratio).toList();
    all.add(new Column("OTHER / BASE", RatioFormat.showAll(ratios), false));
    if (findings.stream().anyMatch(finding -> finding.normalised().isPresent())) {
      all.add(new Column("normalised", normalised(), false));
    }
    all.add(new Column("verdict", cells(this::verdict), false));
    return all;
  }

  private List<String> figures(List<Scale> scales, Function<Finding, Finding.Side> side) {
    return IntStream.range(0, findings.size())
        .mapToObj(i -> DIGITS.show(side.apply(findings.get(i)).value() * scales.get(i).factor()))
        .toList();
  }

  private List<String> normalised() {
    List<String> texts =
        RatioFormat.showAll(
            findings.stream()
                .map(finding -> finding.normalised().orElse(Estimate.UNKNOWN))
                .toList());
    return IntStream.range(0, findings.size())
        .mapToObj(i -> findings.get(i).normalised().isPresent() ? texts.get(i) : "")
        .toList();
  }

  private String verdict(Finding finding) {
    String why = finding.why().isEmpty() ? "" : " (" + (whys().indexOf(finding.why()) + 1) + ")";
    return finding.verdict() + why + (finding.invalid().isEmpty() ? "" : " !");
  }

  private List<String> whys() {
    return findings.stream().map(Finding::why).filter(why -> !why.isEmpty()).distinct().toList();
  }

  private List<String> cells(Function<Finding, String> cell) {
    return findings.stream().map(cell).toList();
  }

  /** What makes findings inconclusive, each reason once. */
  List<String> footnotes() {
    List<String> whys = whys();
    return IntStream.range(0, whys.size())
        .mapToObj(i -> "(" + (i + 1) + ") " + whys.get(i) + ".")
        .toList();
  }

  /** Plain text; where names are too long, with a number for each row, explained below it. */
  List<String> text() {
    List<Column> shown = new ArrayList<>(columns);
    List<String> explained = new ArrayList<>();
    if (width(shown) > Words.WIDTH) {
      Column names = columns.get(0);
      List<String> numbers =
          IntStream.rangeClosed(1, findings.size()).mapToObj(i -> "#" + i).toList();
      shown.set(0, new Column(names.head(), numbers, false));
      for (int i = 0; i < numbers.size(); i++) {
        explained.addAll(Words.hanging(numbers.get(i) + " " + names.cells().get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(shown, Column::head));
    for (int i = 0; i < findings.size(); i++) {
      int row = i;
      lines.add(line(shown, column -> column.cells().get(row)));
    }
    lines.addAll(explained);
    return lines;
  }

  private static int width(List<Column> columns) {
    return columns.stream().mapToInt(Column::width).sum() + GAP.length() * (columns.size() - 1);
  }

  private static String line(List<Column> columns, Function<Column, String> cell) {
    return columns.stream()
        .map(column -> column.aligned(cell.apply(column)))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  /** A table in markdown. */
  List<String> markdown() {
    return MarkdownText.table(
        columns.stream().map(Column::head).toList(),
        columns.stream().map(Column::right).toList(),
        IntStream.range(0, findings.size()).mapToObj(this::cells).toList());
  }

  private List<String> cells(int row) {
    return columns.stream().map(column -> column.cells().get(row).strip()).toList();
  }
}

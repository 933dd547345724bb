package distilbench.report.compare;

import com.fasterxml.jackson.core.io.NumberOutput;
import distilbench.report.data.Estimate;
import distilbench.report.data.ResultRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Comparisons as CSV: a line for each figure of each row, with all digits. */
public final class ComparisonCsv {
  private static final List<String> FIGURES =
      List.of(
          "figure",
          "unit",
          "base",
          "other",
          "base forks",
          "other forks",
          "ratio",
          "low",
          "high",
          "normalised ratio",
          "normalised low",
          "normalised high",
          "verdict",
          "why",
          "invalid");

  /** What is smaller or larger is written with an exponent. */
  private static final double LEAST_PLAIN = 1e-4;

  private static final double MOST_PLAIN = 1e16;

  private final List<Comparison> comparisons;
  private final List<String> parameters;

  public ComparisonCsv(List<Comparison> comparisons) {
    this.comparisons = List.copyOf(comparisons);
    TreeSet<String> names = new TreeSet<>();
    comparisons.forEach(one -> one.rows().forEach(row -> names.addAll(row.parameters().keySet())));
    this.parameters = List.copyOf(names);
  }

  /** All lines, the head first; parameters are named as in JMH's own CSV. */
  public String text() {
    StringWriter text = new StringWriter();
    try (CSVPrinter lines =
        CSVFormat.RFC4180.builder().setRecordSeparator('\n').get().print(text)) {
      lines.printRecord(head());
      for (Comparison one : comparisons) {
        for (Finding finding : one.findings()) {
          lines.printRecord(line(one, finding));
        }
        for (ResultRow row : one.onlyBase()) {
          lines.printRecord(alone(one, row, "only in base"));
        }
        for (ResultRow row : one.onlyOther()) {
          lines.printRecord(alone(one, row, "only in other"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be written", e);
    }
    return text.toString();
  }

  private List<String> head() {
    List<String> head =
        new ArrayList<>(List.of("base file", "other file", "benchmark", "mode", "threads"));
    parameters.forEach(name -> head.add("Param: " + name));
    head.addAll(FIGURES);
    return head;
  }

  private List<String> name(Comparison comparison, ResultRow row) {
    List<String> name = new ArrayList<>();
    name.add(comparison.base().path().toString());
    name.add(comparison.other().path().toString());
    name.add(row.benchmark());
    name.add(row.mode());
    name.add(Integer.toString(row.threads()));
    parameters.forEach(parameter -> name.add(row.parameters().getOrDefault(parameter, "")));
    return name;
  }

  private List<String> line(Comparison comparison, Finding finding) {
    List<String> line = name(comparison, finding.row());
    line.add(finding.figure().toString());
    line.add(finding.unit());
    line.add(number(finding.base().value()));
    line.add(number(finding.other().value()));
    line.add(Integer.toString(finding.base().forks()));
    line.add(Integer.toString(finding.other().forks()));
    line.addAll(estimate(finding.ratio()));
    line.addAll(
        finding.normalised().map(ComparisonCsv::estimate).orElse(Collections.nCopies(3, "")));
    line.add(finding.verdict().toString());
    line.add(finding.why());
    line.add(String.join(" ", finding.invalid()));
    return line;
  }

  private static List<String> estimate(Estimate estimate) {
    return List.of(number(estimate.value()), number(estimate.low()), number(estimate.high()));
  }

  /**
   * The fewest digits that mean this number and no other; {@code Double.toString} may write more
   * before JDK 19.
   */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal digits = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
    if (value != 0 && (Math.abs(value) < LEAST_PLAIN || Math.abs(value) >= MOST_PLAIN)) {
      return digits.toString();
    }
    return digits.scale() > 0 ? digits.toPlainString() : digits.toPlainString() + ".0";
  }

  private List<String> alone(Comparison comparison, ResultRow row, String where) {
    List<String> line = name(comparison, row);
    line.addAll(Collections.nCopies(FIGURES.indexOf("verdict"), ""));
    line.addAll(List.of(where, "", ""));
    return line;
  }
}

package distilbench.report.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Two numbers that describe the memory of N workers better than one total: PSS(N) = S + N U, what
 * they share and what each has to itself, by least squares.
 *
 * @param shared S in MiB
 * @param each U in MiB
 * @param residual how far the worst of the measured figures is from the line, in MiB
 * @param processes the values of N
 */
public record MemoryModel(double shared, double each, double residual, List<Integer> processes) {
  private static final String PROCESSES = "processes";

  /** A line goes through any two points: only from three on does it say something. */
  private static final int LEAST_POINTS = 3;

  private static final NumberFormat DIGITS = new NumberFormat(1);

  /**
   * One line for each deployment that was measured with three numbers of processes, all else being
   * equal.
   *
   * @param titles names a row among the others
   */
  public static List<String> lines(List<DeploymentRow> rows, RowTitles titles) {
    Map<Map<String, String>, List<DeploymentRow>> groups = new LinkedHashMap<>();
    for (DeploymentRow row : rows) {
      Map<String, String> others = new HashMap<>(row.row().parameters());
      if (others.remove(PROCESSES) != null && pss(row) > 0) {
        groups.computeIfAbsent(others, any -> new ArrayList<>()).add(row);
      }
    }
    return groups.values().stream()
        .filter(group -> group.size() >= LEAST_POINTS)
        .map(group -> titles.name(group.get(0).row().name(), PROCESSES) + ": " + of(group))
        .toList();
  }

  /**
   * The line of rows that differ only in the number of processes.
   *
   * @return none if too few of them tell what their workers hold
   */
  static Optional<MemoryModel> over(List<DeploymentRow> rows) {
    List<DeploymentRow> known =
        rows.stream()
            .filter(row -> row.row().parameters().getOrDefault(PROCESSES, "").matches("\\d{1,9}"))
            .filter(row -> pss(row) > 0)
            .toList();
    boolean line = known.stream().mapToInt(MemoryModel::processes).distinct().count() > 1;
    return known.size() < LEAST_POINTS || !line ? Optional.empty() : Optional.of(of(known));
  }

  /**
   * @param rows that differ only in the number of processes
   */
  public static MemoryModel of(List<DeploymentRow> rows) {
    SimpleRegression line = new SimpleRegression();
    rows.forEach(row -> line.addData(processes(row), pss(row)));
    double worst =
        rows.stream()
            .mapToDouble(row -> Math.abs(line.predict(processes(row)) - pss(row)))
            .max()
            .orElse(Double.NaN);
    return new MemoryModel(
        line.getIntercept(),
        line.getSlope(),
        worst,
        rows.stream().map(MemoryModel::processes).sorted().toList());
  }

  private static double pss(DeploymentRow row) {
    return row.figure(ResultRow.WORKERS_PSS);
  }

  private static int processes(DeploymentRow row) {
    return Integer.parseInt(row.row().parameters().get(PROCESSES));
  }

  /** The line, such as {@code 260 + 34.0 N MiB}. */
  public String formula() {
    String sign = each < 0 ? "-" : "+";
    return DIGITS.show(shared) + " " + sign + " " + DIGITS.show(Math.abs(each)) + " N MiB";
  }

  /** How far the worst figure is from the line, in MiB. */
  public String residualInWords() {
    return DIGITS.show(residual);
  }

  @Override
  public String toString() {
    return String.format(
        "workers' PSS(N) = %s, at most %s MiB off at N = %s",
        formula(),
        residualInWords(),
        processes.stream().map(Object::toString).collect(Collectors.joining(", ")));
  }
}

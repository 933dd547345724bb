package distilbench.report.data;

import distilbench.console.TerminalText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of one benchmark and mode over a number that a run was repeated with, one series for those
 * that agree in everything else. Rows that run no model are left out.
 *
 * @param series those with several numbers; none if no two rows differ in the parameter alone
 * @param problem why there are none although some would
 */
public record Scaling(List<Series> series, Optional<String> problem) {
  /** JMH's {@code -t}, which is no parameter. */
  public static final String THREADS = "threads";

  /** The parameter of how many worker processes there are. */
  public static final String PROCESSES = "processes";

  /**
   * Rows that differ in one number alone.
   *
   * @param name what it is called among the others
   * @param numbers ascending
   * @param rows one for each
   */
  public record Series(String name, List<Integer> numbers, List<DeploymentRow> rows) {
    /** What workers share and what each has, if the rows are over processes and tell that. */
    public Optional<MemoryModel> memoryModel() {
      return MemoryModel.over(rows);
    }
  }

  /**
   * Finds the series among rows.
   *
   * @param parameter its name, or {@link #THREADS}
   */
  public static Scaling over(String parameter, List<ResultRow> rows) {
    List<RowNames.Name> names = new RowNames(rows).brief(parameter);
    Map<Map<String, String>, List<DeploymentRow>> groups = new LinkedHashMap<>();
    Map<Map<String, String>, String> named = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      DeploymentRow row = DeploymentRow.of(rows.get(i));
      if (number(row, parameter).isPresent() && row.isTimed() && row.runsModel()) {
        Map<String, String> others = new HashMap<>(rows.get(i).parameters());
        others.remove(parameter);
        // A blank, which no parameter's name is.
        others.put(" ", parameter.equals(THREADS) ? "" : "" + rows.get(i).threads());
        groups.computeIfAbsent(others, any -> new ArrayList<>()).add(row);
        named.put(others, names.get(i).inWords());
      }
    }
    List<Series> series = new ArrayList<>();
    for (Map.Entry<Map<String, String>, List<DeploymentRow>> group : groups.entrySet()) {
      List<DeploymentRow> members =
          group.getValue().stream()
              .sorted(Comparator.comparing(row -> number(row, parameter).orElseThrow()))
              .toList();
      List<Integer> numbers =
          members.stream().map(row -> number(row, parameter).orElseThrow()).toList();
      long distinct = numbers.stream().distinct().count();
      String name = named.get(group.getKey());
      if (distinct > 1 && distinct < numbers.size()) {
        return new Scaling(
            List.of(),
            Optional.of(
                TerminalText.oneLine(
                    name + " was measured twice with the same number of " + parameter)));
      } else if (distinct > 1) {
        series.add(new Series(name, numbers, members));
      }
    }
    return new Scaling(series, Optional.empty());
  }

  private static Optional<Integer> number(DeploymentRow row, String parameter) {
    if (parameter.equals(THREADS)) {
      return Optional.of(row.row().threads());
    }
    return Optional.ofNullable(row.row().parameters().get(parameter))
        .filter(value -> value.matches("\\d{1,9}"))
        .map(Integer::valueOf);
  }
}

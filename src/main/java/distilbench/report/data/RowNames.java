package distilbench.report.data;

import distilbench.console.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What rows are called among those beside which they stand. */
public final class RowNames {
  /** What is clear without its name; the most telling first. */
  private static final List<String> BARE = List.of("benchmark", "deployment", "mode");

  /** Of a value where there is little room, in letters. */
  private static final int LONGEST = 24;

  private static final String BENCHMARK = "benchmark";

  private final List<ResultRow> rows;
  private final RowTitles titles;

  /**
   * @param rows that stand beside each other, at least one
   */
  public RowNames(List<ResultRow> rows) {
    this.rows = List.copyOf(rows);
    this.titles = RowTitles.of(rows);
  }

  /**
   * A row's name.
   *
   * @param head what is most telling
   * @param rest what else tells it apart, or nothing
   */
  public record Name(String head, String rest) {
    /** In one text. */
    public String inWords() {
      return rest.isEmpty() ? head : head + " (" + rest + ")";
    }
  }

  /**
   * The names for where there is little room: with shortened values, if that still tells the rows
   * apart.
   *
   * @param unsaid parameters not to name
   */
  public List<Name> brief(String... unsaid) {
    List<Name> brief = all(Set.of(unsaid), LONGEST);
    List<Name> whole = all(Set.of(unsaid), Integer.MAX_VALUE);
    return brief.stream().distinct().count() == whole.stream().distinct().count() ? brief : whole;
  }

  /** The names with whole values. */
  public List<Name> all() {
    return all(Set.of(), Integer.MAX_VALUE);
  }

  /**
   * For each row its name: what varies among the rows of its benchmark.
   *
   * @param unsaid parameters not to name
   * @param longest letters of a value; of longer ones the end is told
   */
  public List<Name> all(Set<String> unsaid, int longest) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      groups.computeIfAbsent(rows.get(i).benchmark(), any -> new ArrayList<>()).add(i);
    }
    List<String> benchmarks = titles.benchmarks();
    List<Name> names = new ArrayList<>(Collections.nCopies(rows.size(), new Name("", "")));
    for (List<Integer> group : groups.values()) {
      Map<String, List<String>> columns =
          columns(RowTitles.of(group.stream().map(rows::get).toList()));
      columns.keySet().removeAll(unsaid);
      for (int place = 0; place < group.size(); place++) {
        int row = group.get(place);
        Map<String, String> told = new LinkedHashMap<>();
        if (groups.size() > 1 || columns.containsKey(BENCHMARK)) {
          told.put(BENCHMARK, benchmarks.get(row));
        }
        for (Map.Entry<String, List<String>> column : columns.entrySet()) {
          told.putIfAbsent(column.getKey(), column.getValue().get(place));
        }
        Name name = name(told, longest);
        // What lacks all that the others have is told by its benchmark.
        names.set(row, name.head().isEmpty() ? new Name(benchmarks.get(row), "") : name);
      }
    }
    return names;
  }

  private static Name name(Map<String, String> told, int longest) {
    List<String> parts = new ArrayList<>();
    BARE.stream().map(told::get).filter(RowNames::isSaid).forEach(parts::add);
    told.forEach(
        (head, value) -> {
          if (!BARE.contains(head) && isSaid(value)) {
            parts.add(head + "=" + shortened(value, longest));
          }
        });
    return parts.isEmpty()
        ? new Name("", "")
        : new Name(parts.get(0), String.join(", ", parts.subList(1, parts.size())));
  }

  private static boolean isSaid(String value) {
    return value != null && !value.isEmpty();
  }

  /** The end of a text that is too long, as in paths. */
  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : "..." + text.substring(text.length() - (longest - 3));
  }

  private static Map<String, List<String>> columns(RowTitles titles) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    titles.parts().forEach(part -> columns.put(part.head(), part.values()));
    return columns;
  }

  /** The benchmark, or how many there are, and the mode if there is one. */
  public String title() {
    long benchmarks = distinct(ResultRow::benchmark);
    ResultRow first = rows.get(0);
    String name = benchmarks == 1 ? first.name().shortName() : benchmarks + " benchmarks";
    String mode = several(ResultRow::mode) ? "" : first.name().mode();
    return mode.isEmpty() ? name : name + " (" + mode + ")";
  }

  /** What the figures of the rows are about, without what tells the rows apart. */
  public String subject() {
    int forks = rows.get(0).forks();
    List<String> parts = new ArrayList<>(List.of(title()));
    if (forks > 0 && !several(ResultRow::forks)) {
      parts.add(Quantity.of(forks, "fork"));
    }
    parts.addAll(common());
    return String.join(", ", parts);
  }

  /** What is the same in all rows: threads if they are not one, and parameters. */
  public List<String> common() {
    List<String> common = new ArrayList<>();
    ResultRow first = rows.get(0);
    if (first.threads() != 1 && !several(ResultRow::threads)) {
      common.add(first.threads() + " threads");
    }
    common.addAll(titles.common());
    return common;
  }

  private boolean several(Function<ResultRow, ?> property) {
    return distinct(property) > 1;
  }

  private long distinct(Function<ResultRow, ?> property) {
    return rows.stream().map(property).distinct().count();
  }
}

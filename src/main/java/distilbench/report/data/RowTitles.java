package distilbench.report.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What tells the rows of a table apart: benchmark and mode if there are several, and the parameters
 * that vary. {@code deployment} is always said: it is what the figures are about.
 */
public final class RowTitles {
  private static final String DEPLOYMENT = "deployment";

  private final List<RowName> rows;
  private final List<Integer> threads;

  public RowTitles(List<RowName> rows) {
    this(rows, List.of());
  }

  /**
   * @param threads of each row; none if they are not known
   */
  private RowTitles(List<RowName> rows, List<Integer> threads) {
    this.rows = rows;
    this.threads = threads;
  }

  /** The titles of measured rows. */
  public static RowTitles of(List<ResultRow> rows) {
    return new RowTitles(
        rows.stream().map(ResultRow::name).toList(),
        rows.stream().map(ResultRow::threads).toList());
  }

  /**
   * One of the things that tell rows apart.
   *
   * @param head the parameter's name, or {@code benchmark}, {@code mode} or {@code threads}
   * @param values one for each row; empty where a row lacks the parameter
   */
  public record Part(String head, List<String> values) {
    /** Whether every value is a whole number. */
    public boolean numeric() {
      return values.stream().allMatch(value -> value.matches("\\d*"));
    }
  }

  /** The benchmark, the mode, the threads and the parameters, as far as they tell rows apart. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    Function<RowName, String> benchmark = shortNames() ? RowTitles::shortName : RowName::benchmark;
    if (several(RowName::benchmark) || parameters(true).isEmpty()) {
      parts.add(new Part("benchmark", values(benchmark)));
    }
    if (several(RowName::mode)) {
      parts.add(new Part("mode", values(RowName::mode)));
    }
    if (threads.stream().distinct().count() > 1) {
      parts.add(new Part("threads", threads.stream().map(Object::toString).toList()));
    }
    for (String name : parameters(true)) {
      parts.add(new Part(name, values(row -> row.parameters().getOrDefault(name, ""))));
    }
    return parts;
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /**
   * A name for use in a sentence: the deployment, and the other parameters that vary.
   *
   * @param unsaid parameters not to name
   */
  public String name(RowName row, String... unsaid) {
    String others =
        parameters(true).stream()
            .filter(name -> !name.equals(DEPLOYMENT) && !List.of(unsaid).contains(name))
            .filter(row.parameters()::containsKey)
            .map(name -> name + "=" + row.parameters().get(name))
            .collect(Collectors.joining(", "));
    return row.parameters().get(DEPLOYMENT) + (others.isEmpty() ? "" : " (" + others + ")");
  }

  /**
   * A name for use in a list of rows of several benchmarks: as little of it as tells them apart.
   */
  public String label(RowName row) {
    List<String> parts = new ArrayList<>();
    boolean deployment = row.parameters().containsKey(DEPLOYMENT);
    List<String> varying = parameters(true);
    if (several(RowName::benchmark) || varying.isEmpty()) {
      parts.add(shortNames() ? shortName(row) : row.benchmark());
    }
    if (several(RowName::mode)) {
      parts.add(row.mode());
    }
    if (deployment) {
      parts.add(row.parameters().get(DEPLOYMENT));
    }
    varying.stream()
        .filter(name -> !name.equals(DEPLOYMENT))
        .filter(row.parameters()::containsKey)
        .forEach(name -> parts.add(name + "=" + row.parameters().get(name)));
    parts.removeIf(String::isEmpty);
    return String.join(" ", parts);
  }

  /** The parameters that are the same in all rows. */
  public List<String> common() {
    return parameters(false).stream()
        .map(name -> name + "=" + rows.get(0).parameters().get(name))
        .toList();
  }

  /** Class and method. */
  public static String shortName(RowName row) {
    List<String> parts = List.of(row.benchmark().split("\\."));
    return String.join(".", parts.subList(Math.max(0, parts.size() - 2), parts.size()));
  }

  /** Whether class and method still tell the benchmarks apart. */
  private boolean shortNames() {
    return distinct(RowTitles::shortName) == distinct(RowName::benchmark);
  }

  private boolean several(Function<RowName, String> property) {
    return distinct(property) > 1;
  }

  private long distinct(Function<RowName, String> property) {
    return rows.stream().map(property).distinct().count();
  }

  private List<String> parameters(boolean inColumns) {
    Set<String> names = new LinkedHashSet<>();
    if (rows.stream().map(RowName::parameters).anyMatch(values -> values.containsKey(DEPLOYMENT))) {
      names.add(DEPLOYMENT);
    }
    rows.stream().map(RowName::parameters).map(Map::keySet).forEach(names::addAll);
    names.removeIf(name -> inColumns != (name.equals(DEPLOYMENT) || varies(name)));
    return new ArrayList<>(names);
  }

  private boolean varies(String name) {
    return several(row -> String.valueOf(row.parameters().get(name)));
  }

  private List<String> values(Function<RowName, String> property) {
    return rows.stream().map(property).toList();
  }
}

package distilbench.report.data;

import distilbench.format.RowIdentity;
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
  private static final String DEPLOYMENT = RowIdentity.DEPLOYMENT;

  private final List<RowIdentity> rows;

  /**
   * @param rows as a line of output can show them
   */
  public RowTitles(List<RowIdentity> rows) {
    this.rows = List.copyOf(rows);
  }

  /** The titles of measured rows. */
  public static RowTitles of(List<ResultRow> rows) {
    return new RowTitles(rows.stream().map(ResultRow::name).toList());
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
    if (several(RowIdentity::benchmark) || parameters(true).isEmpty()) {
      parts.add(new Part("benchmark", benchmarks()));
    }
    if (several(RowIdentity::mode)) {
      parts.add(new Part("mode", values(RowIdentity::mode)));
    }
    if (distinct(RowIdentity::threads) > 1) {
      parts.add(new Part("threads", values(row -> Integer.toString(row.threads()))));
    }
    for (String name : parameters(true)) {
      parts.add(new Part(name, values(row -> row.parameters().getOrDefault(name, ""))));
    }
    return parts;
  }

  /** For each row class and method of its benchmark, if that still tells the benchmarks apart. */
  List<String> benchmarks() {
    return values(shortNames() ? RowIdentity::shortName : RowIdentity::benchmark);
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
  public String name(RowIdentity row, String... unsaid) {
    String others =
        parameters(true).stream()
            .filter(name -> !name.equals(DEPLOYMENT) && !List.of(unsaid).contains(name))
            .filter(row.parameters()::containsKey)
            .map(row::told)
            .collect(Collectors.joining(", "));
    return row.told(DEPLOYMENT) + (others.isEmpty() ? "" : " (" + others + ")");
  }

  /**
   * A name for use in a list of rows of several benchmarks: as little of it as tells them apart.
   */
  public String label(RowIdentity row) {
    List<String> parts = new ArrayList<>();
    boolean deployment = row.parameters().containsKey(DEPLOYMENT);
    List<String> varying = parameters(true);
    if (several(RowIdentity::benchmark) || varying.isEmpty()) {
      parts.add(shortNames() ? row.shortName() : row.benchmark());
    }
    if (several(RowIdentity::mode)) {
      parts.add(row.mode());
    }
    if (deployment) {
      parts.add(row.told(DEPLOYMENT));
    }
    varying.stream()
        .filter(name -> !name.equals(DEPLOYMENT))
        .filter(row.parameters()::containsKey)
        .forEach(name -> parts.add(row.told(name)));
    parts.removeIf(String::isEmpty);
    return String.join(" ", parts);
  }

  /** The parameters that are the same in all rows. */
  public List<String> common() {
    return parameters(false).stream().map(rows.get(0)::told).toList();
  }

  /** Whether class and method still tell the benchmarks apart. */
  private boolean shortNames() {
    return distinct(RowIdentity::shortName) == distinct(RowIdentity::benchmark);
  }

  private boolean several(Function<RowIdentity, String> property) {
    return distinct(property) > 1;
  }

  private long distinct(Function<RowIdentity, ?> property) {
    return rows.stream().map(property).distinct().count();
  }

  private List<String> parameters(boolean inColumns) {
    Set<String> names = new LinkedHashSet<>();
    if (rows.stream()
        .map(RowIdentity::parameters)
        .anyMatch(values -> values.containsKey(DEPLOYMENT))) {
      names.add(DEPLOYMENT);
    }
    rows.stream().map(RowIdentity::parameters).map(Map::keySet).forEach(names::addAll);
    names.removeIf(name -> inColumns != (name.equals(DEPLOYMENT) || varies(name)));
    return new ArrayList<>(names);
  }

  private boolean varies(String name) {
    return several(row -> String.valueOf(row.parameters().get(name)));
  }

  private List<String> values(Function<RowIdentity, String> property) {
    return rows.stream().map(property).toList();
  }
}

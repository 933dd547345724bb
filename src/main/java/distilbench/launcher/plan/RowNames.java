package distilbench.launcher.plan;

import distilbench.console.TerminalText;
import distilbench.format.RowIdentity;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Short names for the rows of one run: the benchmark and only what differs between them. */
public final class RowNames {
  private final boolean severalBenchmarks;
  private final boolean severalModes;
  private final Set<String> varying;

  private RowNames(boolean severalBenchmarks, boolean severalModes, Set<String> varying) {
    this.severalBenchmarks = severalBenchmarks;
    this.severalModes = severalModes;
    this.varying = varying;
  }

  /** Names for these rows. */
  public static RowNames of(Collection<RowIdentity> rows) {
    Map<String, Set<String>> values = new TreeMap<>();
    rows.forEach(
        row ->
            row.parameters()
                .forEach(
                    (name, value) ->
                        values.computeIfAbsent(name, any -> new TreeSet<>()).add(value)));
    // What one row alone has tells it apart, whatever the value.
    values
        .entrySet()
        .removeIf(
            parameter ->
                parameter.getValue().size() < 2 && !parameter.getKey().equals(RowIdentity.TWIN));
    return new RowNames(
        rows.stream().map(RowIdentity::benchmark).distinct().count() > 1,
        rows.stream().map(RowIdentity::mode).distinct().count() > 1,
        values.keySet());
  }

  /** Benchmark, mode if there are several, and the parameters that vary. */
  public String name(RowIdentity row) {
    String mode = severalModes ? " " + row.mode() : "";
    return (row.shortName() + mode + " " + parameters(row)).stripTrailing();
  }

  /** The same, without the benchmark if there is only one and parameters tell the rows apart. */
  public String shortName(RowIdentity row) {
    return severalBenchmarks || severalModes || varying.isEmpty() ? name(row) : parameters(row);
  }

  /** The parameters that vary. */
  String parameters(RowIdentity row) {
    return varying.stream()
        .filter(row.parameters()::containsKey)
        .map(name -> TerminalText.ofOutput().line(row.told(name)))
        .collect(Collectors.joining(" "));
  }
}

package distilbench.format;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What makes rows of different files the same row: what was measured, and how.
 *
 * @param benchmark qualified name of the method
 * @param mode as JMH abbreviates it: thrpt, avgt, sample, ss
 * @param threads JMH's {@code -t}
 * @param parameters values by name, those that are absent as {@link ParameterDefaults} says
 */
public record RowIdentity(
    String benchmark, String mode, int threads, Map<String, String> parameters) {

  public RowIdentity {
    Map<String, String> all = new TreeMap<>(ParameterDefaults.of(benchmark));
    all.putAll(parameters);
    parameters = all;
  }

  /** Class and method of a qualified name. */
  public static String shortName(String benchmark) {
    List<String> parts = List.of(benchmark.split("\\."));
    return String.join(".", parts.subList(Math.max(0, parts.size() - 2), parts.size()));
  }

  /** All of it, in one line. */
  @Override
  public String toString() {
    String values =
        parameters.entrySet().stream()
            .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining());
    return benchmark + " " + mode + " threads=" + threads + values;
  }
}

package distilbench.format;

import distilbench.console.TerminalText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What tells one row from all others: what was measured, and how.
 *
 * @param benchmark qualified name of the method
 * @param mode as JMH abbreviates it: thrpt, avgt, sample, ss
 * @param threads how many at once, JMH's {@code -t}
 * @param parameters values by name, in the order given
 */
public record RowIdentity(
    String benchmark, String mode, int threads, Map<String, String> parameters) {
  /** The parameter that figures are about: its values are clear without its name. */
  public static final String DEPLOYMENT = "deployment";

  /** The parameter that says what runs the model. */
  public static final String ENGINE = "engine";

  /** The parameter that says in which numbers a row multiplies. */
  public static final String PRECISION = "precision";

  /** The parameter with which a row limits the CPU time of its own processes. */
  public static final String QUOTA = "quota";

  /**
   * The parameter that only a twin has: a row that measures the same as another one of its run,
   * under a name of its own.
   */
  public static final String TWIN = "twin";

  public RowIdentity {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * What makes it the same row as one of another file: parameters that are absent have the values
   * that {@link ParameterDefaults} says.
   */
  public RowIdentity key() {
    Map<String, String> all = new TreeMap<>(ParameterDefaults.of(benchmark));
    all.putAll(parameters);
    return new RowIdentity(benchmark, mode, threads, all);
  }

  /** Whether all parameters that both rows have are the same. */
  public boolean agreesWith(RowIdentity other) {
    return parameters.entrySet().stream()
        .allMatch(
            entry ->
                entry
                    .getValue()
                    .equals(other.parameters.getOrDefault(entry.getKey(), entry.getValue())));
  }

  /** The same as a line of output can show it, see {@link TerminalText#oneLine}. */
  public RowIdentity printable() {
    Map<String, String> plain = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> plain.put(TerminalText.oneLine(name), TerminalText.oneLine(value)));
    return new RowIdentity(
        TerminalText.oneLine(benchmark), TerminalText.oneLine(mode), threads, plain);
  }

  /** Whether it measures what another row of its run measures. */
  public boolean isTwin() {
    return parameters.containsKey(TWIN);
  }

  /** The row whose twin it is; a row that is none is its own. */
  public RowIdentity withoutTwin() {
    Map<String, String> others = new LinkedHashMap<>(parameters);
    others.remove(TWIN);
    return new RowIdentity(benchmark, mode, threads, others);
  }

  /** Class and method of the benchmark. */
  public String shortName() {
    return shortName(benchmark);
  }

  /** Class and method of a qualified name. */
  public static String shortName(String benchmark) {
    List<String> parts = List.of(benchmark.split("\\."));
    return String.join(".", parts.subList(Math.max(0, parts.size() - 2), parts.size()));
  }

  /** A parameter in a name: {@code SINGLE}, but {@code batchSize=8}. */
  public String told(String parameter) {
    String value = parameters.get(parameter);
    return parameter.equals(DEPLOYMENT) ? value : parameter + "=" + value;
  }

  /** All of it, in one line. */
  @Override
  public String toString() {
    String values =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining());
    return benchmark + " " + mode + " threads=" + threads + values;
  }
}

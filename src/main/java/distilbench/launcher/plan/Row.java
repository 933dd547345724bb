package distilbench.launcher.plan;

import distilbench.console.TerminalText;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * One line of a result: a benchmark method in one mode with one value for each of its parameters.
 *
 * @param benchmark qualified name of the method
 * @param parameters values by name
 */
public record Row(String benchmark, Mode mode, Map<String, String> parameters) {

  /** The row that a result belongs to. */
  public static Row of(BenchmarkParams params) {
    Map<String, String> values = new TreeMap<>();
    for (String name : params.getParamsKeys()) {
      values.put(name, params.getParam(name));
    }
    return new Row(params.getBenchmark(), params.getMode(), values);
  }

  @Override
  public String toString() {
    String values =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + TerminalText.ofOutput().line(entry.getValue()))
            .collect(Collectors.joining(" "));
    return benchmark + " (" + mode.shortLabel() + ") " + values;
  }
}

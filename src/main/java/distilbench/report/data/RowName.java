package distilbench.report.data;

import distilbench.format.PlainText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What tells one row of a run from the others, as a line of output can show it.
 *
 * @param benchmark qualified name of the method
 * @param mode as JMH abbreviates it: thrpt, avgt, sample, ss
 * @param parameters values by name
 */
public record RowName(String benchmark, String mode, Map<String, String> parameters) {
  /** What stands for something personal, see {@code jmh-results/README.md}. */
  private static final Pattern LEFT_OUT = Pattern.compile("~|\\.\\.\\.|<user>|<host>");

  public RowName {
    benchmark = PlainText.oneLine(benchmark);
    mode = PlainText.oneLine(mode);
    Map<String, String> plain = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> plain.put(PlainText.oneLine(name), PlainText.oneLine(value)));
    parameters = plain;
  }

  /**
   * Whether this name, in which what is personal may be left out, can be that of a measured row.
   */
  boolean canMean(RowName measured) {
    return benchmark.equals(measured.benchmark)
        && mode.equals(measured.mode)
        && parameters.keySet().equals(measured.parameters.keySet())
        && parameters.entrySet().stream()
            .allMatch(entry -> canMean(entry.getValue(), measured.parameters.get(entry.getKey())));
  }

  private static boolean canMean(String discreet, String value) {
    String form =
        Arrays.stream(LEFT_OUT.split(discreet, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return value.matches("(?s)" + form);
  }
}

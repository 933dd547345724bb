package distilbench.report.data;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What tells one row of a run from the others.
 *
 * @param benchmark qualified name of the method
 * @param mode as JMH abbreviates it: thrpt, avgt, sample, ss
 * @param parameters values by name
 */
public record RowName(String benchmark, String mode, Map<String, String> parameters) {
  /** What stands for something personal, see {@code src/site/markdown/result-files.md}. */
  private static final Pattern LEFT_OUT = Pattern.compile("~|\\.\\.\\.|<user>|<host>");

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

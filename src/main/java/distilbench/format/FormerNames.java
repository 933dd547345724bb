package distilbench.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What parameters and metrics of this suite were called before: texts were reviews. Command lines
 * and files of then are understood.
 */
public final class FormerNames {
  private static final Map<String, String> PARAMETERS = Map.of("reviews", "texts");

  private static final Map<String, String> METRICS =
      Map.of("work.reviews", MetricLabel.WORK_TEXTS.label());

  private FormerNames() {}

  /** A parameter's name today. */
  public static String parameter(String name) {
    return PARAMETERS.getOrDefault(name, name);
  }

  /** A secondary metric's label today. */
  public static String metric(String label) {
    return METRICS.getOrDefault(label, label);
  }

  /** A row's parameters by their names of today, in the same order. */
  public static Map<String, String> parameters(Map<String, String> values) {
    Map<String, String> today = new LinkedHashMap<>();
    values.forEach((name, value) -> today.put(parameter(name), value));
    return today;
  }

  /**
   * A command line with today's names in its {@code -p NAME=VALUES} and {@code -pNAME=VALUES}.
   *
   * @param arguments are left as they are
   */
  public static String[] commandLine(String... arguments) {
    String[] today = arguments.clone();
    for (int i = 0; i < today.length; i++) {
      boolean value = i > 0 && arguments[i - 1].equals("-p");
      String option = value || !today[i].startsWith("-p") ? "" : "-p";
      int end = today[i].indexOf('=');
      if (end >= 0 && (value || !option.isEmpty())) {
        String name = today[i].substring(option.length(), end).strip();
        today[i] = option + parameter(name) + today[i].substring(end);
      }
    }
    return today;
  }
}

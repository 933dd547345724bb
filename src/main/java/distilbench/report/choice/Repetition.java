package distilbench.report.choice;

import distilbench.console.Quantity;
import distilbench.format.ParameterDefaults;
import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
import distilbench.report.data.ResultRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands that measure rows again.
 *
 * @param commands for a POSIX shell, one for each benchmark or row
 * @param remarks what they measure besides, or why a row cannot be typed, in sentences
 */
public record Repetition(List<String> commands, List<String> remarks) {
  private static final String JAR = "java -jar target/benchmarks.jar";
  private static final String SINGLE_SHOT = "ss";

  /** A command that measures more rows besides than it is to repeat costs more than it tells. */
  private static final int MOST_TIMES = 2;

  /** What a shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+-]+");

  /** JMH takes what follows for another value. */
  private static final String SEPARATOR = ",";

  private static final Pattern UNTYPABLE = Pattern.compile("[," + "\\p{Cntrl}]");

  /** What one command can measure together: its parameters have the same names. */
  private record Kind(String benchmark, String mode, int threads, Set<String> parameters) {
    static Kind of(RowIdentity row) {
      return new Kind(row.benchmark(), row.mode(), row.threads(), row.parameters().keySet());
    }
  }

  /** For these rows, each once. */
  public static Repetition of(List<ResultRow> rows) {
    List<String> commands = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    Map<Kind, List<ResultRow>> kinds = new LinkedHashMap<>();
    for (ResultRow row : new LinkedHashSet<>(rows)) {
      String untypable = untypable(row);
      if (untypable.isEmpty()) {
        kinds.computeIfAbsent(Kind.of(row.measured()), any -> new ArrayList<>()).add(row);
      } else {
        remarks.add(untypable);
      }
    }
    for (List<ResultRow> alike : kinds.values()) {
      add(alike, commands, remarks);
    }
    return new Repetition(commands, remarks.stream().distinct().toList());
  }

  private static String untypable(ResultRow row) {
    return row.parameters().entrySet().stream()
        .filter(entry -> UNTYPABLE.matcher(entry.getValue()).find())
        .map(Map.Entry::getKey)
        .findFirst()
        .map(
            name ->
                "No command can be typed for "
                    + row.name().told(name)
                    + ": JMH separates values by commas; rename it.")
        .orElse("");
  }

  /** One command if it measures little besides; else one for each row. */
  private static void add(List<ResultRow> rows, List<String> commands, List<String> remarks) {
    Map<String, Set<String>> values = values(rows);
    long measured = values.values().stream().mapToLong(Set::size).reduce(1, (a, b) -> a * b);
    if (measured > (long) MOST_TIMES * rows.size()) {
      rows.forEach(row -> commands.add(command(List.of(row), values(List.of(row)))));
      remarks.add(
          "Rows of several commands are not paired by round: one command for them would measure "
              + measured
              + " rows.");
      return;
    }
    commands.add(command(rows, values));
    if (measured > rows.size()) {
      remarks.add(
          "The command also measures up to "
              + Quantity.of(measured - rows.size(), "other row")
              + ", since JMH combines all values.");
    }
  }

  private static Map<String, Set<String>> values(List<ResultRow> rows) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      row.parameters()
          .forEach(
              (name, value) ->
                  values.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(value));
    }
    return values;
  }

  private static String command(List<ResultRow> rows, Map<String, Set<String>> values) {
    ResultRow first = rows.get(0);
    Map<String, String> defaults = ParameterDefaults.of(first.benchmark());
    String[] name = first.benchmark().split("\\.");
    List<String> words = new ArrayList<>(List.of(JAR, name[Math.max(0, name.length - 2)]));
    values.forEach(
        (parameter, told) -> {
          if (!told.equals(Set.of(defaults.getOrDefault(parameter, "")))) {
            words.add("-p " + quoted(parameter + "=" + String.join(SEPARATOR, told)));
          }
        });
    if (!first.mode().equals(SINGLE_SHOT)) {
      words.add("-bm " + first.mode());
    }
    if (first.threads() != 1) {
      words.add("-t " + first.threads());
    }
    int forks = rows.stream().mapToInt(ResultRow::forks).max().orElseThrow();
    words.add("-f " + Math.max(Estimate.LEAST_FORKS, forks));
    return words.stream().collect(Collectors.joining(" "));
  }

  /** As one word of a POSIX shell, in which nothing within single quotes means anything. */
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

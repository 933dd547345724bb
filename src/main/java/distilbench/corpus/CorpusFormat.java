package distilbench.corpus;

import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the texts of a corpus stand in its file. The end of the file's name tells, upper or lower
 * case, followed by {@code .gz} or not.
 */
public enum CorpusFormat {
  CSV("CSV", ".csv"),
  TSV("TSV", ".tsv"),
  JSON_LINES("JSON Lines", ".jsonl", ".ndjson", ".json"),
  PLAIN_LINES("lines of text", ".txt");

  private static final String GZIP = ".gz";

  private final String title;
  private final List<String> endings;

  CorpusFormat(String title, String... endings) {
    this.title = title;
    this.endings = List.of(endings);
  }

  /**
   * The format of what the parameter {@code corpus} names; CSV if its ending is none of those
   * known.
   */
  public static CorpusFormat of(String parameter) {
    return Arrays.stream(values())
        .filter(format -> format.isNamedIn(parameter))
        .findFirst()
        .orElse(CSV);
  }

  /** Whether the file is compressed. */
  static boolean isGzip(String parameter) {
    return parameter.toLowerCase(Locale.ROOT).endsWith(GZIP);
  }

  private boolean isNamedIn(String parameter) {
    String name = parameter.toLowerCase(Locale.ROOT);
    String inflated = isGzip(name) ? name.substring(0, name.length() - GZIP.length()) : name;
    return endings.stream().anyMatch(inflated::endsWith);
  }

  /**
   * Refuses a column where there are none: the rows of a result would differ in what nobody used.
   *
   * @param parameter what the parameter {@code corpus} names, a file of this format
   * @throws InvalidInputException if it has no columns and {@code column} is not the usual one
   */
  public void requireColumn(String parameter, String column) {
    if (this == PLAIN_LINES && !column.equals(Corpus.USUAL_COLUMN)) {
      throw new InvalidInputException(
          String.format(
              "column=%s means nothing in %s, where every line is a text; leave -p column out",
              TerminalText.oneLine(column), parameter));
    }
  }

  /** What a file is read as, and why if its name does not say it. */
  String title(String parameter) {
    return parameter.equals(Corpus.BUILT_IN) || isNamedIn(parameter)
        ? title
        : String.format("%s (its name ends in none of %s)", title, allEndings());
  }

  private static String allEndings() {
    return Arrays.stream(values())
        .flatMap(format -> format.endings.stream())
        .collect(Collectors.joining(" "));
  }

  TextFormat reader(String column) {
    return switch (this) {
      case CSV -> CsvRecords.commaSeparated(column);
      case TSV -> CsvRecords.tabSeparated(column);
      case JSON_LINES -> new JsonLines(column);
      case PLAIN_LINES -> new PlainLines();
    };
  }
}

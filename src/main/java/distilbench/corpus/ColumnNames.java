package distilbench.corpus;

import distilbench.console.TerminalText;
import java.util.List;
import java.util.stream.Collectors;

/** Names of columns or fields as a message can carry them: the file may be anything. */
final class ColumnNames {
  private static final int LONGEST_LIST = 300;

  private ColumnNames() {}

  /** In quotes, because a blank before or after a name is part of it; shortened. */
  static String quoted(List<String> names) {
    String line = names.stream().map(ColumnNames::quoted).collect(Collectors.joining(", "));
    return line.length() <= LONGEST_LIST ? line : line.substring(0, LONGEST_LIST) + "...";
  }

  private static String quoted(String name) {
    return "'" + TerminalText.ofOutput().line(name) + "'";
  }
}

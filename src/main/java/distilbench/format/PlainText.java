package distilbench.format;

import java.util.stream.Collectors;

/** Texts out of files, made fit for a line of output. */
public final class PlainText {
  private PlainText() {}

  /**
   * A text in one line, without what only a terminal understands: control and format characters,
   * line breaks and unassigned code points become spaces, and spaces in a row become one.
   */
  public static String oneLine(String text) {
    String printable =
        text.codePoints()
            .map(c -> isPrintable(c) ? c : ' ')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return printable.strip().lines().collect(Collectors.joining(" ")).replaceAll(" +", " ");
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

package distilbench.console;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Text as a terminal may show it: what would command the terminal, and what its encoding has no
 * letter for, is written as Java and JSON write it: {@code \}{@code u001b}. Texts that differ stay
 * different, and nothing is wider or narrower than it looks.
 */
public final class TerminalText {
  private static final TerminalText OF_OUTPUT = new TerminalText(charsetOf("stdout"));
  private static final TerminalText OF_ERRORS = new TerminalText(charsetOf("stderr"));
  private static final TerminalText OF_ANY_LETTER = new TerminalText(StandardCharsets.UTF_8);

  private final Charset charset;
  private final CharsetEncoder encoder;

  /**
   * @param charset what the terminal, or whatever reads the text, understands
   */
  public TerminalText(Charset charset) {
    this.charset = charset;
    this.encoder = charset.newEncoder();
  }

  /** For this process's standard output. */
  public static TerminalText ofOutput() {
    return OF_OUTPUT;
  }

  /** For its standard error. */
  public static TerminalText ofErrors() {
    return OF_ERRORS;
  }

  /** What JDKs say from 18 on and before, where a terminal is meant; else the locale's. */
  private static Charset charsetOf(String stream) {
    return Stream.of(stream + ".encoding", "sun." + stream + ".encoding", "native.encoding")
        .map(System::getProperty)
        .filter(name -> name != null && Charset.isSupported(name))
        .findFirst()
        .map(Charset::forName)
        .orElse(Charset.defaultCharset());
  }

  /**
   * A text out of a file, made fit for one line of whatever is written: only letters that a
   * terminal's encoding may lack are left to be escaped where it is printed.
   */
  public static String oneLine(String text) {
    return OF_ANY_LETTER.line(text);
  }

  Charset charset() {
    return charset;
  }

  /** Text that stands in one line: line ends and tabs are escaped too. */
  public String line(String text) {
    return escaped(text, "");
  }

  /** Text of any number of lines, whose line ends and tabs are its layout. */
  public String lines(String text) {
    return escaped(text, "\n\t");
  }

  private synchronized String escaped(String text, String allowed) {
    if (text.chars().allMatch(letter -> ' ' <= letter && letter <= '~')) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int letter = text.codePointAt(i);
      int next = i + Character.charCount(letter);
      String whole = text.substring(i, next);
      boolean lineEnd = whole.equals("\r") && text.startsWith("\n", next) && !allowed.isEmpty();
      if (allowed.contains(whole) || lineEnd || isHarmless(letter) && encoder.canEncode(whole)) {
        safe.append(whole);
      } else {
        whole.chars().forEach(unit -> safe.append(String.format("\\u%04x", unit)));
      }
      i = next;
    }
    return safe.toString();
  }

  /** Neither a control character, nor one that only changes the order or the look of others. */
  private static boolean isHarmless(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

package distilbench.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Standard output of a command that prints a whole text at its end. {@code System.out} would take
 * what cannot be written for written, and write "?" for every letter that the terminal's encoding
 * lacks.
 */
public final class StandardOutput {
  /** Who says which encoding standard output has, from JDK 18 on and before; else the locale's. */
  private static final String[] ENCODINGS = {
    "stdout.encoding", "sun.stdout.encoding", "native.encoding"
  };

  private StandardOutput() {}

  /**
   * Prints a text, as far as somebody reads it: {@code head} has soon read enough. Letters that the
   * encoding lacks, and control characters other than line breaks and tabs, are written as {@code
   * \xf6} or {@code \u2192}: different texts stay different, and none gives orders to a terminal.
   *
   * @throws InvalidInputException if it cannot be written, as on a full disk
   */
  public static void print(String text) {
    // Not closed: whatever is printed afterwards would be lost.
    print(text, new FileOutputStream(FileDescriptor.out), charset());
  }

  static void print(String text, OutputStream out, Charset charset) {
    try {
      out.write(escaped(text, charset).getBytes(charset));
      out.flush();
    } catch (IOException e) {
      String why = FileProblem.of(e);
      // In all languages that the C library speaks.
      if (!why.toLowerCase(Locale.ROOT).contains("pipe")) {
        throw new InvalidInputException("nothing can be printed: " + why, e);
      }
    }
  }

  private static Charset charset() {
    return Stream.of(ENCODINGS)
        .map(System::getProperty)
        .filter(name -> name != null && Charset.isSupported(name))
        .findFirst()
        .map(Charset::forName)
        .orElse(Charset.defaultCharset());
  }

  private static String escaped(String text, Charset charset) {
    CharsetEncoder encoder = charset.newEncoder();
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              String letter = Character.toString(point);
              boolean shown = !Character.isISOControl(point) || point == '\n' || point == '\t';
              escaped.append(shown && encoder.canEncode(letter) ? letter : escape(point));
            });
    return escaped.toString();
  }

  private static String escape(int point) {
    if (point < 0x100) {
      return String.format("\\x%02x", point);
    }
    return String.format(point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
  }
}

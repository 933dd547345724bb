package distilbench.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * Standard output and standard error of a command that says all it has to say at its end. Java's
 * own streams would take what cannot be written for written, and write "?" for every letter that
 * the terminal's encoding lacks.
 *
 * <p>Here a text arrives as {@link TerminalText}.
 */
public final class StandardStreams {
  private StandardStreams() {}

  /**
   * Prints a text, as far as somebody reads it: {@code head} has soon read enough.
   *
   * @throws InvalidInputException if it cannot be written, as on a full disk
   */
  public static void print(String text) {
    // Not closed: whatever is printed afterwards would be lost.
    print(text, new FileOutputStream(FileDescriptor.out), TerminalText.ofOutput().charset());
  }

  /** Prints a line of error; if that cannot be written, there is nobody to tell. */
  public static void printError(String line) {
    byte[] bytes = encoded(line + System.lineSeparator(), TerminalText.ofErrors().charset());
    try {
      new FileOutputStream(FileDescriptor.err).write(bytes);
    } catch (IOException e) {
      // The exit code says the rest.
    }
  }

  static void print(String text, OutputStream out, Charset charset) {
    try {
      out.write(encoded(text, charset));
      out.flush();
    } catch (IOException e) {
      String why = FileProblem.of(e);
      // In all languages that the C library speaks.
      if (!why.toLowerCase(Locale.ROOT).contains("pipe")) {
        throw new InvalidInputException("nothing can be printed: " + why, e);
      }
    }
  }

  private static byte[] encoded(String text, Charset charset) {
    return new TerminalText(charset).lines(text).getBytes(charset);
  }
}

package distilbench.corpus;

import java.io.IOException;
import java.io.Reader;

/**
 * The lines of a text, one at a time. A line ends with LF or CR LF; the last one need not. Unlike
 * the JDK's readers, it gives up on a line that does not end.
 */
final class LineReader {
  private static final int BUFFER_CHARACTERS = 1 << 16;

  private final Reader in;
  private final int longest;
  private final char[] buffer = new char[BUFFER_CHARACTERS];
  private int at;
  private int end;
  private long number;

  /**
   * @param longest characters that a line may have
   */
  LineReader(Reader in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Which line was read last, counted from 1. */
  long number() {
    return number;
  }

  /**
   * The next line without its end; null if there is none.
   *
   * @throws UnreadableException if it is too long
   */
  String next() throws IOException {
    if (at == end && !fill()) {
      return null;
    }
    number++;
    int found = lineEnd();
    return found < end ? whole(found) : longer();
  }

  /** A line that ends within the buffer. */
  private String whole(int lineEnd) {
    String line = new String(buffer, at, lineEnd - at);
    at = lineEnd + 1;
    return withoutReturn(line);
  }

  /** A line that goes on beyond the buffer, or to the end of the text. */
  private String longer() throws IOException {
    StringBuilder line = new StringBuilder();
    do {
      int found = lineEnd();
      line.append(buffer, at, found - at);
      at = found;
      if (line.length() > longest) {
        throw new UnreadableException(
            String.format("line %d has more than %d characters", number, longest),
            "give a file with shorter texts, one a line");
      }
    } while (at == end && fill());
    if (at < end) {
      at++;
    }
    return withoutReturn(line.toString());
  }

  /** Where the next LF is in the buffer; its end if there is none. */
  private int lineEnd() {
    int found = at;
    while (found < end && buffer[found] != '\n') {
      found++;
    }
    return found;
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }
}

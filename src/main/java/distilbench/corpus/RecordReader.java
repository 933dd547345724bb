package distilbench.corpus;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Gives up on a record that does not end: the parser collects all of it, up to the end of the file
 * where a quote is not closed.
 */
final class RecordReader extends FilterReader {
  private final int longest;
  private final boolean quotes;
  private long number = 1;
  private long characters;

  /**
   * @param longest characters that a record may have
   * @param quotes whether quotes may hold several lines together
   */
  RecordReader(Reader in, int longest, boolean quotes) {
    super(in);
    this.longest = longest;
    this.quotes = quotes;
  }

  /** The parser has found the end of a record. */
  void recordEnded(long ended) {
    number = ended + 1;
    characters = 0;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] buffer, int from, int length) throws IOException {
    int read = super.read(buffer, from, length);
    characters += Math.max(0, read);
    if (characters > longest) {
      throw new UnreadableException(
          String.format("record %d has more than %d characters", number, longest)
              + (quotes ? ", as if a quote in it were not closed" : ""),
          "mend it or give another file");
    }
    return read;
  }
}

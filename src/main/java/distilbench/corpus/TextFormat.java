package distilbench.corpus;

import java.io.IOException;
import java.io.Reader;

/** How texts stand in a file. */
interface TextFormat {
  /**
   * Characters that a record may have. No text has that many; what follows a quote that nobody
   * closed has, and a file that is one line.
   */
  int LONGEST_RECORD = 8 << 20;

  /**
   * Reads all records, holding one of them at a time.
   *
   * @param in is read to its end, and not closed
   * @throws UnreadableException if something in it is not of this format
   */
  void read(Reader in, Records records) throws IOException;
}

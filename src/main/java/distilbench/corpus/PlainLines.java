package distilbench.corpus;

import java.io.IOException;
import java.io.Reader;

/** Every line is a text, and its number the line's; a blank line is a record without text. */
final class PlainLines implements TextFormat {
  @Override
  public void read(Reader in, Records records) throws IOException {
    LineReader lines = new LineReader(in, LONGEST_RECORD);
    for (String line = lines.next(); line != null; line = lines.next()) {
      records.record(lines.number(), line);
    }
  }
}

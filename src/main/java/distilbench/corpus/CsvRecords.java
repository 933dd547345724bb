package distilbench.corpus;

import distilbench.console.FileProblem;
import distilbench.console.TerminalText;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * A table with a header, whose columns are found by name: CSV (RFC 4180) or TSV. In TSV, as its <a
 * href="https://www.iana.org/assignments/media-types/text/tab-separated-values">registration</a>
 * has it, a quote is a character like any other, and no field holds a tab or a line end. Lines
 * without anything are no records; a record may be shorter or longer than the header.
 */
final class CsvRecords implements TextFormat {
  private final CSVFormat format;
  private final String column;

  private CsvRecords(CSVFormat.Builder format, String column) {
    this.format =
        format
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL)
            .get();
    this.column = column;
  }

  static CsvRecords commaSeparated(String column) {
    return new CsvRecords(CSVFormat.RFC4180.builder(), column);
  }

  static CsvRecords tabSeparated(String column) {
    return new CsvRecords(CSVFormat.RFC4180.builder().setDelimiter('\t').setQuote(null), column);
  }

  @Override
  public void read(Reader in, Records records) throws IOException {
    try {
      RecordReader text = new RecordReader(in, LONGEST_RECORD, format.isQuoteCharacterSet());
      // Whoever opened the stream closes it.
      CSVParser parser = format.parse(text);
      requireColumn(parser);
      for (CSVRecord record : parser) {
        text.recordEnded(record.getRecordNumber());
        records.record(record.getRecordNumber(), record.isSet(column) ? record.get(column) : null);
      }
    } catch (CSVException e) {
      throw inWords(e);
    } catch (UncheckedIOException e) {
      // The parser's iterator wraps what is said about the file further down.
      throw e.getCause() instanceof CSVException damage ? inWords(damage) : e.getCause();
    }
  }

  /** It names the line. */
  private static UnreadableException inWords(CSVException damage) {
    return new UnreadableException(FileProblem.of(damage), "mend it or give another file");
  }

  private void requireColumn(CSVParser parser) throws UnreadableException {
    if (parser.getHeaderNames().isEmpty()) {
      throw new UnreadableException(
          "it is empty", "give a file with a column '" + TerminalText.oneLine(column) + "'");
    }
    if (!parser.getHeaderMap().containsKey(column)) {
      throw new UnreadableException(
          String.format(
              "it has no column '%s'; its columns are %s",
              TerminalText.oneLine(column), ColumnNames.quoted(parser.getHeaderNames())),
          "name one with -p column=NAME");
    }
  }
}

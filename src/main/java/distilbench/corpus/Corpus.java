package distilbench.corpus;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * The texts of one CSV file, read by column name. The file is read piece by piece, and never held:
 * it may be far larger than memory.
 */
public final class Corpus {
  /** What users write for the corpus inside the jar. */
  public static final String BUILT_IN = "builtin";

  private static final String BUILT_IN_RESOURCE = "/distilbench/data/reviews.csv";
  private static final String COLUMN = "description";
  private static final int LONGEST_LIST = 300;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** No text has that many characters; what follows a quote that nobody closed has. */
  private static final int LONGEST_RECORD = 8 << 20;

  /**
   * What chosen texts may take: about half of a fork's heap. Beside its text, with a byte for each
   * character if all of them are Latin-1 and two if not, a text takes the fork some 300 bytes with
   * its expected answer and its part in calls.
   */
  private static final long MOST_CHOSEN_BYTES = 32 << 20;

  private static final int BYTES_BESIDE_TEXT = 300;

  private final String parameter;

  private Corpus(String parameter) {
    this.parameter = parameter;
  }

  /**
   * Some texts of a corpus.
   *
   * @param corpusSha256 digest of the corpus's file, 64 hexadecimal digits
   * @param withoutText how many of its records have no description
   * @param texts in file order
   */
  public record Selection(String corpusSha256, long withoutText, List<NumberedText> texts) {
    public Selection {
      texts = List.copyOf(texts);
    }
  }

  /**
   * The corpus that the parameter {@code corpus} names: {@link #BUILT_IN}, or a UTF-8 CSV file (RFC
   * 4180, with or without byte order mark) with a column {@code description}. Nothing is read yet.
   */
  public static Corpus of(String parameter) {
    return new Corpus(parameter);
  }

  /**
   * SHA-256 of the corpus's file, 64 hexadecimal digits.
   *
   * @throws InvalidInputException if there is no such file
   */
  public String sha256() {
    Sha256 digest = new Sha256();
    try (InputStream in = digest.reading(open())) {
      in.transferTo(OutputStream.nullOutputStream());
      return digest.hex();
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + parameter + ": " + FileProblem.of(e), e);
    }
  }

  /**
   * Chooses an even spread of {@code count} texts over the file, so that a part has the same mix of
   * lengths as the whole. Records without a description are left out, and counted. Reads the file
   * twice: to count, then to choose.
   *
   * @throws InvalidInputException if there is no such file, it is not such a CSV, has fewer texts,
   *     changes meanwhile, or these texts are more than a fork can hold
   */
  public Selection spread(int count) {
    Counter counter = new Counter();
    String sha256 = read(counter);
    if (counter.texts == 0) {
      throw new InvalidInputException(
          "the corpus has no record with a " + COLUMN + "; give another");
    }
    if (count > counter.texts) {
      throw new InvalidInputException(
          String.format(
              "texts=%d, but the corpus has only %d; ask for at most that many",
              count, counter.texts));
    }
    Chooser chooser = new Chooser(count, counter.texts);
    if (!read(chooser).equals(sha256)) {
      throw new InvalidInputException(
          parameter + " changed while it was read; run again when it is whole");
    }
    return new Selection(sha256, counter.withoutText, chooser.chosen);
  }

  /** Told of every record, in file order. */
  private interface Records {
    void text(long number, String text);

    default void withoutText() {}
  }

  private static final class Counter implements Records {
    private long texts;
    private long withoutText;

    @Override
    public void text(long number, String text) {
      texts++;
    }

    @Override
    public void withoutText() {
      withoutText++;
    }
  }

  /** Takes, of {@code total} texts, those at i * total / count for i from 0 to count - 1. */
  private static final class Chooser implements Records {
    private final List<NumberedText> chosen = new ArrayList<>();
    private final int count;
    private final long total;
    private long at;
    private long bytes;

    private Chooser(int count, long total) {
      this.count = count;
      this.total = total;
    }

    @Override
    public void text(long number, String text) {
      if (chosen.size() < count && at == chosen.size() * total / count) {
        bytes += BYTES_BESIDE_TEXT + bytesOf(text);
        if (bytes > MOST_CHOSEN_BYTES) {
          throw new InvalidInputException(
              String.format(
                  "texts=%d are more text than a fork's memory holds, which is full after %d of"
                      + " them; ask for fewer",
                  count, chosen.size()));
        }
        chosen.add(new NumberedText(Math.toIntExact(number), text));
      }
      at++;
    }

    /** As the JVM holds it. */
    private static long bytesOf(String text) {
      boolean latin1 = text.chars().allMatch(character -> character < 256);
      return latin1 ? text.length() : 2L * text.length();
    }
  }

  /** Reads all records; returns the file's SHA-256. */
  private String read(Records records) {
    Sha256 digest = new Sha256();
    try (InputStream in = digest.reading(open())) {
      parse(in, records);
      return digest.hex();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(parameter + " is not UTF-8 text; give a CSV file", e);
    } catch (IllegalArgumentException e) {
      throw notCsv(e.getMessage(), e);
    } catch (IOException e) {
      throw notCsv(FileProblem.of(e), e);
    }
  }

  private InvalidInputException notCsv(String why, Exception cause) {
    return new InvalidInputException(
        "cannot read " + parameter + " as CSV: " + why + "; give a CSV file", cause);
  }

  private InputStream open() throws IOException {
    if (parameter.equals(BUILT_IN)) {
      return Corpus.class.getResourceAsStream(BUILT_IN_RESOURCE);
    }
    Path file = Path.of(parameter);
    if (!Files.exists(file)) {
      throw new InvalidInputException("there is no corpus file " + parameter);
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(parameter + " is no regular file; give a CSV file");
    }
    return Files.newInputStream(file);
  }

  private void parse(InputStream in, Records records) throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL)
            .get();
    try {
      RecordReader text = new RecordReader(strictUtf8(skipByteOrderMark(in)), LONGEST_RECORD);
      // Whoever opened the stream closes it: its digest is still wanted.
      CSVParser parser = format.parse(text);
      if (parser.getHeaderNames().isEmpty()) {
        throw new InvalidInputException(
            parameter + " is empty; give a CSV file with a column '" + COLUMN + "'");
      }
      if (!parser.getHeaderMap().containsKey(COLUMN)) {
        throw new InvalidInputException(
            String.format(
                "%s has no column '%s'; its columns are %s",
                parameter, COLUMN, shortened(parser.getHeaderNames())));
      }
      for (CSVRecord record : parser) {
        text.recordEnded(record.getRecordNumber());
        if (record.isSet(COLUMN) && !record.get(COLUMN).isBlank()) {
          records.text(record.getRecordNumber(), record.get(COLUMN));
        } else {
          records.withoutText();
        }
      }
    } catch (UncheckedIOException e) {
      // The parser's iterator wraps what the decoder says about bytes further down in the file.
      throw e.getCause();
    }
  }

  /** Shortened to what a message can carry: the file may be anything. */
  private static String shortened(List<String> names) {
    // In quotes, because a blank before or after a name is part of it.
    String line =
        names.stream()
            .map(name -> "'" + TerminalText.ofOutput().line(name) + "'")
            .collect(Collectors.joining(", "));
    return line.length() <= LONGEST_LIST ? line : line.substring(0, LONGEST_LIST) + "...";
  }

  private static InputStream skipByteOrderMark(InputStream in) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, BYTE_ORDER_MARK.length);
    byte[] start = bytes.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
      bytes.unread(start);
    }
    return bytes;
  }

  /** A decoder that reports malformed input, where the usual one would replace it. */
  private static Reader strictUtf8(InputStream in) {
    return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
  }
}

package distilbench.corpus;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.storage.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
 * The reviews of one CSV file. It is read as a stream, once to count and once to choose, so that
 * its size does not matter: nobody holds more than the reviews that were chosen.
 *
 * @param parameter value of the parameter {@code corpus}
 * @param size how many records have a description
 * @param withoutText how many have none
 * @param sha256 of the file, 64 hexadecimal digits
 */
public record Corpus(String parameter, int size, int withoutText, String sha256) {
  /** What users write for the corpus inside the jar. */
  public static final String BUILT_IN = "builtin";

  private static final String BUILT_IN_RESOURCE = "/distilbench/data/reviews.csv";
  private static final String COLUMN = "description";
  private static final int LONGEST_LIST = 300;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /**
   * Reads the corpus that the parameter {@code corpus} names: {@link #BUILT_IN}, or a UTF-8 CSV
   * file (RFC 4180, with or without byte order mark) with a column {@code description}. Records
   * without a description are left out, and counted.
   *
   * @throws InvalidInputException if there is no such file or it is not such a CSV
   */
  public static Corpus read(String parameter) {
    int[] counts = new int[2];
    String sha256 = eachRecord(parameter, (review, hasText) -> counts[hasText ? 0 : 1]++);
    return new Corpus(parameter, counts[0], counts[1], sha256);
  }

  /**
   * Something that changes when the corpus does, without reading a file of the user's: its path,
   * its size and when it was written.
   *
   * @throws InvalidInputException if there is no such file
   */
  public static String fingerprint(String parameter) {
    try (InputStream in = open(parameter)) {
      if (parameter.equals(BUILT_IN)) {
        return Sha256.of(in.readAllBytes());
      }
      Path file = Path.of(parameter).toRealPath();
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + parameter + ": " + FileProblem.of(e), e);
    }
  }

  /** What is done with each record, whether it has a description or not. */
  private interface Visitor {
    void visit(Review review, boolean hasText);
  }

  /**
   * Reads a corpus from its beginning to its end.
   *
   * @return SHA-256 of all its bytes
   */
  private static String eachRecord(String parameter, Visitor visitor) {
    Sha256 sha = new Sha256();
    try (InputStream in = open(parameter)) {
      parse(new DigestedInput(in, sha), parameter, visitor);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(parameter + " is not UTF-8 text; give a CSV file", e);
    } catch (IllegalArgumentException e) {
      throw notCsv(parameter, e.getMessage(), e);
    } catch (IOException e) {
      throw notCsv(parameter, FileProblem.of(e), e);
    }
    return sha.hex();
  }

  private static InvalidInputException notCsv(String parameter, String why, Exception cause) {
    return new InvalidInputException(
        "cannot read " + parameter + " as CSV: " + why + "; give a CSV file", cause);
  }

  private static InputStream open(String parameter) throws IOException {
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

  private static void parse(InputStream in, String source, Visitor visitor) throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL)
            .get();
    try (Reader text = strictUtf8(skipByteOrderMark(in));
        CSVParser records = format.parse(text)) {
      if (records.getHeaderNames().isEmpty()) {
        throw new InvalidInputException(
            source + " is empty; give a CSV file with a column '" + COLUMN + "'");
      }
      if (!records.getHeaderMap().containsKey(COLUMN)) {
        throw new InvalidInputException(
            String.format(
                "%s has no column '%s'; its columns are %s",
                source, COLUMN, shortened(records.getHeaderNames())));
      }
      for (CSVRecord record : records) {
        String description = record.isSet(COLUMN) ? record.get(COLUMN) : "";
        visitor.visit(
            new Review((int) record.getRecordNumber(), description), !description.isBlank());
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

  /**
   * An even spread of {@code count} reviews over the file, in file order, so that a part has the
   * same mix of lengths as the whole.
   *
   * @throws InvalidInputException if there are fewer, or the file is not what it was
   */
  public List<Review> spread(int count) {
    if (size == 0) {
      throw new InvalidInputException(
          "the corpus has no record with a " + COLUMN + "; give another");
    }
    if (count > size) {
      throw new InvalidInputException(
          String.format(
              "reviews=%d, but the corpus has only %d; ask for at most that many", count, size));
    }
    List<Review> chosen = new ArrayList<>(count);
    int[] seen = new int[1];
    String sha =
        eachRecord(
            parameter,
            (review, hasText) -> {
              if (hasText) {
                if (chosen.size() < count
                    && seen[0] == (int) ((long) chosen.size() * size / count)) {
                  chosen.add(review);
                }
                seen[0]++;
              }
            });
    if (!sha.equals(sha256)) {
      throw new InvalidInputException(parameter + " changed while it was read; start again");
    }
    return chosen;
  }

  /** Digests what is read from a stream. */
  private static final class DigestedInput extends FilterInputStream {
    private final Sha256 sha;

    private DigestedInput(InputStream in, Sha256 sha) {
      super(in);
      this.sha = sha;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = super.read(bytes, from, length);
      if (count > 0) {
        sha.update(ByteBuffer.wrap(bytes, from, count));
      }
      return count;
    }
  }
}

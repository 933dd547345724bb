package distilbench.corpus;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * The reviews of one CSV file, read by column name.
 *
 * @param reviews those with a description, in file order
 * @param withoutText how many records had none
 */
public record Corpus(List<Review> reviews, int withoutText) {
  /** What users write for the corpus inside the jar. */
  public static final String BUILT_IN = "builtin";

  private static final String BUILT_IN_RESOURCE = "/distilbench/data/reviews.csv";
  private static final String COLUMN = "description";
  private static final int LONGEST_LIST = 300;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  public Corpus {
    reviews = List.copyOf(reviews);
  }

  /**
   * Reads the corpus that the parameter {@code corpus} names: {@link #BUILT_IN}, or a UTF-8 CSV
   * file (RFC 4180, with or without byte order mark) with a column {@code description}. Records
   * without a description are left out, and counted.
   *
   * @throws InvalidInputException if there is no such file or it is not such a CSV
   */
  public static Corpus read(String parameter) {
    try (InputStream in = open(parameter)) {
      return parse(in, parameter);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(parameter + " is not UTF-8 text; give a CSV file", e);
    } catch (IllegalArgumentException e) {
      throw notCsv(parameter, e.getMessage(), e);
    } catch (IOException e) {
      throw notCsv(parameter, FileProblem.of(e), e);
    }
  }

  /**
   * SHA-256 of the corpus's file, 64 hexadecimal digits.
   *
   * @param parameter value of the parameter {@code corpus}
   * @throws InvalidInputException if there is no such file
   */
  public static String sha256(String parameter) {
    try (InputStream in = open(parameter)) {
      return Sha256.of(in.readAllBytes());
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + parameter + ": " + FileProblem.of(e), e);
    }
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

  private static Corpus parse(InputStream in, String source) throws IOException {
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
      List<Review> reviews = new ArrayList<>();
      int withoutText = 0;
      for (CSVRecord record : records) {
        if (record.isSet(COLUMN) && !record.get(COLUMN).isBlank()) {
          reviews.add(new Review((int) record.getRecordNumber(), record.get(COLUMN)));
        } else {
          withoutText++;
        }
      }
      return new Corpus(reviews, withoutText);
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
   * @throws InvalidInputException if there are fewer
   */
  public List<Review> spread(int count) {
    if (reviews.isEmpty()) {
      throw new InvalidInputException(
          "the corpus has no record with a " + COLUMN + "; give another");
    }
    if (count > reviews.size()) {
      throw new InvalidInputException(
          String.format(
              "reviews=%d, but the corpus has only %d; ask for at most that many",
              count, reviews.size()));
    }
    return IntStream.range(0, count)
        .mapToObj(i -> reviews.get((int) ((long) i * reviews.size() / count)))
        .toList();
  }
}

package distilbench.corpus;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The texts of one file. It is read piece by piece, and never held: it may be far larger than
 * memory.
 */
public final class Corpus {
  /** What users write for the corpus inside the jar. */
  public static final String BUILT_IN = "builtin";

  /** The column that the built-in corpus has its texts in, and Kaggle's wine reviews. */
  public static final String USUAL_COLUMN = "description";

  private static final String BUILT_IN_RESOURCE = "/distilbench/data/reviews.csv";

  /** To count, then to choose. */
  private static final int READINGS = 2;

  private final String parameter;
  private final String column;

  private Corpus(String parameter, String column) {
    this.parameter = parameter;
    this.column = column;
  }

  /**
   * Some texts of a corpus.
   *
   * @param corpusSha256 digest of the corpus's file, 64 hexadecimal digits
   * @param key names the corpus's texts, see {@link Corpus#key}
   * @param withoutText how many of its records have no text
   * @param texts in file order
   */
  public record Selection(
      String corpusSha256, String key, long withoutText, List<NumberedText> texts) {
    public Selection {
      texts = List.copyOf(texts);
    }
  }

  /** The corpus that the parameter {@code corpus} names, with its texts in the usual column. */
  public static Corpus of(String parameter) {
    return of(parameter, USUAL_COLUMN);
  }

  /**
   * The corpus that the parameter {@code corpus} names: {@link #BUILT_IN}, or a file in UTF-8 (with
   * or without byte order mark), in the {@link CorpusFormat} that its name tells. Nothing is read
   * yet.
   *
   * @param column where a record has its text, by name
   */
  public static Corpus of(String parameter, String column) {
    return new Corpus(parameter, column);
  }

  /**
   * SHA-256 of the corpus's file as it lies there, 64 hexadecimal digits.
   *
   * @throws InvalidInputException if there is no such file
   */
  public String sha256() {
    Sha256 digest = new Sha256();
    try (InputStream in = digest.reading(open())) {
      in.transferTo(OutputStream.nullOutputStream());
      return digest.hex();
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /**
   * Names the texts that the corpus has while its file has this digest. Its other columns are other
   * texts, and so are the same bytes under a name that tells another format.
   *
   * @return 64 hexadecimal digits
   */
  public String key(String sha256) {
    String texts = String.join("\n", sha256, CorpusFormat.of(parameter).name(), column);
    return Sha256.of(texts.getBytes(StandardCharsets.UTF_8));
  }

  /** The same as {@link #spread(int, PrintStream)}, without a word. */
  public Selection spread(int count) {
    return spread(count, new PrintStream(OutputStream.nullOutputStream()));
  }

  /**
   * Chooses an even spread of {@code count} texts over the file, so that a part has the same mix of
   * lengths as the whole. Records without a text are left out, and counted. Reads the file twice:
   * to count, then to choose.
   *
   * @param log gets lines about progress, if reading takes long
   * @throws InvalidInputException if there is no such file, it is not of the format that its name
   *     tells, has fewer texts, changes meanwhile, or these texts are more than a fork can hold
   */
  public Selection spread(int count, PrintStream log) {
    Progress progress = ReadingStream.progress(log, parameter, READINGS * size());
    Counter counter = new Counter();
    String sha256 = read(counter, progress);
    if (counter.texts == 0) {
      throw new InvalidInputException(parameter + " has no record with a text; give another file");
    }
    if (count > counter.texts) {
      throw new InvalidInputException(
          String.format(
              "texts=%d, but the corpus has only %d; ask for at most that many",
              count, counter.texts));
    }
    Spread spread = new Spread(count, counter.texts);
    if (!read(spread, progress).equals(sha256)) {
      throw new InvalidInputException(
          parameter + " changed while it was read; run again when it is whole");
    }
    return new Selection(sha256, key(sha256), counter.withoutText, spread.chosen());
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

  /** Reads all records; returns the file's SHA-256. */
  private String read(Records records, Progress progress) {
    Sha256 digest = new Sha256();
    try (InputStream file = digest.reading(new ReadingStream(open(), progress));
        InputStream bytes = CorpusFormat.isGzip(parameter) ? new GzipContent(file) : file) {
      CorpusFormat.of(parameter).reader(column).read(new Utf8Reader(bytes), records);
      return digest.hex();
    } catch (UnreadableException e) {
      throw new InvalidInputException(
          String.format(
              "cannot read %s as %s: %s",
              parameter, CorpusFormat.of(parameter).title(parameter), e.getMessage()),
          e);
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private InvalidInputException cannotRead(IOException e) {
    return new InvalidInputException(
        "cannot read " + parameter + " (" + FileProblem.of(e) + "); mend that or give another file",
        e);
  }

  private InputStream open() throws IOException {
    return parameter.equals(BUILT_IN)
        ? Corpus.class.getResourceAsStream(BUILT_IN_RESOURCE)
        : Files.newInputStream(file());
  }

  /** Bytes of the file; 0 if it is the built-in one, which is read in no time. */
  private long size() {
    try {
      return parameter.equals(BUILT_IN) ? 0 : Files.size(file());
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private Path file() {
    Path file = Path.of(parameter);
    if (!Files.exists(file)) {
      throw new InvalidInputException("there is no corpus file " + parameter);
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(parameter + " is no regular file; give a file with texts");
    }
    return file;
  }
}

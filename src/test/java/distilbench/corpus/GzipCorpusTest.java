package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.storage.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gzip file is read as what it holds; one that holds more, or less, than it says is refused. */
class GzipCorpusTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Up to the compressed bytes, without a flag. */
  private static final int HEADER_BYTES = 10;

  private static final int FLAGS_AT = 3;

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c.csv.gz   | n,body~1,Plum~2,Pear",
        "c.tsv.gz   | n\tbody~1\tPlum~2\tPear",
        "c.jsonl.gz | {\"body\":\"Plum\"}~{\"body\":\"Pear\"}",
        "c.gz       | body~Plum~Pear"
      })
  void everyFormatMayBeCompressed(String name, String content) throws IOException {
    Path file = write(name, gzip(content.replace('~', '\n')));

    Corpus.Selection corpus = Corpus.of(file.toString(), "body").spread(2);

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(1, "Plum"), new NumberedText(2, "Pear"));
    assertThat(corpus.corpusSha256())
        .isEqualTo(Sha256.of(file))
        .isEqualTo(Corpus.of(file.toString()).sha256());
  }

  @Test
  void membersAreReadOneAfterTheOther() throws IOException {
    byte[] members =
        joined(gzip("Pl"), gzip("um\n\u00e8"), gzip(""), gzip("Pear\n".repeat(100_000)), gzip(""));

    Corpus.Selection corpus = Corpus.of(write("c.txt.gz", members).toString()).spread(100_001);

    assertThat(corpus.texts())
        .startsWith(new NumberedText(1, "Plum"), new NumberedText(2, "\u00e8Pear"))
        .endsWith(new NumberedText(100_001, "Pear"));
  }

  /** As other programs write it: an extra field, a name, a comment, a checksum of the header. */
  @ParameterizedTest
  @CsvSource({
    "04, 0300010203",
    "08, 632e74787400",
    "10, 00",
    "02, abcd",
    "1e, 0100ff 632e74787400 4100 abcd",
    "01, ''"
  })
  void headersMayHaveMoreInThem(String flags, String more) throws IOException {
    byte[] plain = gzip("Plum\nPear\n");
    plain[FLAGS_AT] = HEX.parseHex(flags)[0];
    byte[] file =
        joined(
            Arrays.copyOf(plain, HEADER_BYTES),
            HEX.parseHex(more.replace(" ", "")),
            Arrays.copyOfRange(plain, HEADER_BYTES, plain.length));

    assertThat(Corpus.of(write("c.txt.gz", file).toString()).spread(2).texts()).hasSize(2);
  }

  @Test
  void whereverItIsCutOffItIsRefused() throws IOException {
    byte[] whole = gzip("Plum\nPear\n");
    for (int length = 1; length < whole.length; length++) {
      assertRefused(
          Arrays.copyOf(whole, length), "it is damaged: it is cut off; compress it again");
    }
  }

  @Test
  void aLargeOneThatIsCutOffIsRefusedToo() throws IOException {
    byte[] whole = gzip(letters(1_000_000));

    assertRefused(Arrays.copyOf(whole, whole.length / 2), "it is damaged: it is cut off");
  }

  /** Whatever its length, also where the rest of the file is not in memory yet. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 18, 40, 100_000})
  void whatFollowsIsRefused(int garbage) throws IOException {
    byte[] whole = gzip("Plum\nPear\n");

    assertRefused(
        Arrays.copyOf(whole, whole.length + garbage),
        "it is damaged: something else follows the compressed text");
    for (int letters = 65_000; letters < 65_600; letters += 50) {
      byte[] stored = stored(letters(letters));
      assertRefused(Arrays.copyOf(stored, stored.length + garbage), "something else follows");
    }
  }

  @Test
  void aSecondMemberThatIsCutOffIsRefused() throws IOException {
    byte[] whole = gzip("Plum\nPear\n");
    byte[] two = joined(whole, whole);

    for (int length : new int[] {whole.length + 2, whole.length + 5, two.length - 1}) {
      assertRefused(Arrays.copyOf(two, length), "it is damaged: it is cut off");
    }
  }

  @Test
  void damageIsFoundByTheChecksumOrBefore() throws IOException {
    byte[] whole = gzip(letters(5_000));
    for (int at = HEADER_BYTES; at < whole.length; at += 97) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      assertRefused(damaged, "");
    }
    byte[] wrong = whole.clone();
    wrong[whole.length - 1] ^= 1;
    assertRefused(wrong, "it is damaged: its checksum is not that of its text; compress it again");
  }

  @Test
  void whatIsNotCompressedIsRefused() throws IOException {
    assertRefused("Plum\nPear\n".getBytes(StandardCharsets.UTF_8), "it is not compressed by gzip");
    assertRefused(new byte[0], "it is empty; give a file with texts");
    byte[] method = gzip("Plum\nPear\n");
    method[2] = 7;
    assertRefused(method, "its method of compression is unknown");
  }

  @Test
  void aFileThatInflatesWithoutEndIsRefused() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      byte[] lines = "Plum\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 70; i++) {
        out.write(lines);
      }
    }

    assertRefused(
        bomb.toByteArray(),
        "it inflates to more than 100 times its size, which no real texts do; if it is what you"
            + " want, give it without .gz");
  }

  @Test
  void aLineThatInflatesWithoutEndIsRefused() throws IOException {
    assertRefused(gzip("x".repeat(9 << 20)), "line 1 has more than 8388608 characters");
  }

  @Test
  void linesOfTheTextAreNamedNotThoseOfTheFile() throws IOException {
    byte[] latin = "Plum\nCrème".getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(file)) {
      out.write(latin);
    }

    assertRefused(file.toByteArray(), "line 2 is not UTF-8 text (byte 0xe8)");
  }

  private void assertRefused(byte[] content, String message) throws IOException {
    Path file = write("c.txt.gz", content);
    assertThatThrownBy(() -> Corpus.of(file.toString()).spread(2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cannot read %s as lines of text: ", file)
        .hasMessageContaining(message)
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasLineCount(1).contains("; "));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(temp.resolve(name), content);
  }

  /** Lines that hardly compress. */
  private static String letters(int count) {
    Random random = new Random(count);
    StringBuilder letters = new StringBuilder();
    while (letters.length() < count) {
      letters.append(random.nextInt(60) == 0 ? '\n' : (char) ('a' + random.nextInt(26)));
    }
    return letters.toString();
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(file)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return file.toByteArray();
  }

  /** Not compressed, so that its length is known. */
  private static byte[] stored(String content) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (GZIPOutputStream out =
        new GZIPOutputStream(file) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        }) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return file.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}

package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The name tells the format; the encoding is UTF-8 in all of them. */
class CorpusFormatTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "builtin, CSV",
    "a.csv, CSV",
    "a.tsv, TSV",
    "a.jsonl, JSON_LINES",
    "a.ndjson, JSON_LINES",
    "a.json, JSON_LINES",
    "a.txt, PLAIN_LINES",
    "a.csv.gz, CSV",
    "a.tsv.gz, TSV",
    "a.jsonl.gz, JSON_LINES",
    "a.txt.gz, PLAIN_LINES",
    "A.JsonL.GZ, JSON_LINES",
    "a.txt.csv, CSV",
    "a.txt/data, CSV",
    "data, CSV",
    "data.gz, CSV",
    "a.txt.bak, CSV"
  })
  void theEndOfTheNameTellsTheFormat(String name, CorpusFormat format) {
    assertThat(CorpusFormat.of(name)).isEqualTo(format);
  }

  @Test
  void whatHasNoKnownEndingIsCsvOrRefusedSayingSo() throws IOException {
    Path file = Files.writeString(temp.resolve("data"), "description\nPlum\n");
    assertThat(Corpus.of(file.toString()).spread(1).texts())
        .containsExactly(new NumberedText(1, "Plum"));
    Files.writeString(file, "{\"text\": \"Plum\"}\n");

    assertThatThrownBy(() -> Corpus.of(file.toString()).spread(1))
        .hasMessageStartingWith(
            "cannot read %s as CSV (its name ends in none of .csv .tsv .jsonl .ndjson .json .txt):"
                + " it has no column",
            file);
  }

  @Test
  void aColumnOfAFileWithoutColumnsIsRefused() {
    for (CorpusFormat format : CorpusFormat.values()) {
      assertThatCode(() -> format.requireColumn("a", "description")).doesNotThrowAnyException();
    }
    assertThatCode(() -> CorpusFormat.TSV.requireColumn("a.tsv", "body"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> CorpusFormat.PLAIN_LINES.requireColumn("a.txt", "body"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "column=body means nothing in a.txt, where every line is a text; leave -p column out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.csv", "c.tsv", "c.jsonl", "c.txt"})
  void aByteOrderMarkIsNotPartOfTheText(String name) throws IOException {
    Path file = temp.resolve(name);
    Files.writeString(file, "\uFEFF" + content(name, List.of("Crème \uFEFF🍷")));

    assertThat(Corpus.of(file.toString()).spread(1).texts().get(0).text())
        .isEqualTo("Crème \uFEFF🍷");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.csv", "c.tsv", "c.jsonl", "c.txt"})
  void whatIsNotUtf8IsRefusedWithItsLine(String name) throws IOException {
    List<String> texts = new ArrayList<>(Collections.nCopies(30_000, "Plum"));
    texts.add("Crème");
    String content = content(name, texts);
    Path file = Files.write(temp.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Corpus.of(file.toString()).spread(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            ": line %d is not UTF-8 text (byte 0xe8); convert the file to UTF-8",
            content.lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
  void otherUnicodeIsRefused(String charset) throws IOException {
    Path file = temp.resolve("c.txt");
    String mark = charset.equals("UTF-16") ? "" : "\uFEFF";
    Files.write(file, (mark + "Plum\nCrème\u0100").getBytes(Charset.forName(charset)));

    assertThatThrownBy(() -> Corpus.of(file.toString()).spread(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(" is not UTF-8 text")
        .hasMessageEndingWith("; convert the file to UTF-8");
  }

  /** Half a character at the end, a surrogate, an overlong form, a letter beyond Unicode. */
  @ParameterizedTest
  @ValueSource(strings = {"c3", "eda081", "c0af", "f4908080", "ff"})
  void whatOnlyLooksLikeUtf8IsRefused(String bytes) throws IOException {
    byte[] text = HexFormat.of().parseHex("50650a50" + bytes);
    Path file = Files.write(temp.resolve("c.txt"), text);

    assertThatThrownBy(() -> Corpus.of(file.toString()).spread(1))
        .hasMessageContaining(": line 2 is not UTF-8 text (byte 0x" + bytes.substring(0, 2));
  }

  private static String content(String name, List<String> texts) {
    String lines = String.join("\n", texts);
    return switch (CorpusFormat.of(name)) {
      case CSV, TSV -> "description\n" + lines;
      case JSON_LINES -> lines.replaceAll("(?m)^.*$", "{\"description\":\"$0\"}");
      case PLAIN_LINES -> lines;
    };
  }
}

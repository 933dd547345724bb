package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An object a line with a text in a field, or a text a line; what is neither names its line. */
class JsonLinesCorpusTest {
  @TempDir Path temp;

  @Test
  void theTextStandsInAFieldOfAnyPlace() throws IOException {
    Corpus.Selection corpus =
        read("{\"body\":\"Plum\",\"n\":1}\r\n{\"n\":{\"body\":2,\"a\":[{}]},\"body\":\"Pear\"}\n");

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(1, "Plum"), new NumberedText(2, "Pear"));
    assertThat(corpus.withoutText()).isZero();
  }

  @Test
  void escapesAreDecoded() throws IOException {
    assertThat(
            read("{\"b\\u006fdy\":\"a\\n\\u0000\\\"\\ud83c\\udf77\"}\n{\"body\":\"🍷\"}").texts())
        .extracting(NumberedText::text)
        .containsExactly("a\n\u0000\"🍷", "🍷");
  }

  @Test
  void recordsWithoutATextAreCountedAndBlankLinesAreNoRecords() throws IOException {
    Corpus.Selection corpus =
        read(
            "{\"body\":null}\n\n{\"body\":\"Plum\"}\n{}\n{\"body\":\" \"}\n \t\r\n"
                + "{\"other\":1}\n{\"body\":\"Pear\"}\n\n");

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(3, "Plum"), new NumberedText(8, "Pear"));
    assertThat(corpus.withoutText()).isEqualTo(4);
  }

  @Test
  void aLineMayBeTheTextItself() throws IOException {
    Path file = write("\"Plum, \\\"ripe\\\"\"\n\"\"\n \"Pear\" \n");

    Corpus.Selection corpus = Corpus.of(file.toString()).spread(2);

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(1, "Plum, \"ripe\""), new NumberedText(3, "Pear"));
    assertThat(corpus.withoutText()).isEqualTo(1);
  }

  @Test
  void aFieldThatNobodyReadsIsRefused() {
    assertRefused("\"Plum\"\n\"Pear\"", "line 1 is a text and has no field 'body'; leave -p");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"body\":17}                | line 2 has in its field 'body' no text but a number; ",
        "{\"body\":{\"a\":\"b\"}}     | line 2 has in its field 'body' no text but an object; ",
        "{\"body\":[\"a\"]}           | line 2 has in its field 'body' no text but an array; ",
        "{\"body\":true}              | line 2 has in its field 'body' no text but a truth value; ",
        "[{\"body\":\"Pear\"}]        | line 2 is neither an object nor a text in quotes; ",
        "null                         | line 2 is neither an object nor a text in quotes; ",
        "17                           | line 2 is neither an object nor a text in quotes; ",
        "{\"body\":\"Pear\"           | line 2 is no JSON from character 15 on (",
        "{\"body\":\"Pear             | line 2 is no JSON from character ",
        "{\"n\":{\"body\":[1,]}}      | line 2 is no JSON from character 17 on (",
        "{body:\"Pear\"}              | line 2 is no JSON from character 2 on (",
        "{'body':'Pear'}              | line 2 is no JSON from character 2 on (",
        "Pear                         | line 2 is no JSON from character ",
        "{\"body\":\"Pear\"}{}        | line 2 goes on after its first value; ",
        "{\"body\":\"Pear\"},         | line 2 is no JSON from character 16 on (",
        "{\"body\":\"Pe\tar\"}        | line 2 is no JSON from character ",
        "{\"body\":\"\\ud83c\"}       | line 2 has a surrogate escape (\\ud800 to \\udfff) alone; ",
        "{\"body\":\"a\\udf77\\ud83c\"} | line 2 has a surrogate escape (",
        "{\"body\":\"\\u12\"}         | line 2 is no JSON from character ",
      })
  void damageNamesTheLine(String line, String message) {
    assertRefused("{\"body\":\"Plum\"}\n" + line + "\n{\"body\":\"Cherry\"}", message);
  }

  @Test
  void nestingWithoutEndIsDamage() {
    assertRefused(
        "{\"n\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", "line 1 is no JSON from ");
  }

  @Test
  void aFileWhoseObjectsAllLackTheFieldNamesTheirs() {
    assertRefused(
        "{\"te\\u001bxt\":\"Plum\",\"n\":1}\n{\"Body\":\"Pear\"}",
        "no line has a field 'body'; the fields of the first are 'te\\u001bxt', 'n'; name one");
    StringBuilder wide = new StringBuilder("{\"n\":1");
    for (int i = 0; i < 10_000; i++) {
      wide.append(",\"").append("x".repeat(100)).append(i).append("\":null");
    }
    assertThatThrownBy(() -> read(wide + "}"))
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(600));
  }

  @Test
  void aLineWithoutEndIsRefused() {
    assertRefused("{\"body\":\"" + "x".repeat(9 << 20), "line 1 has more than 8388608 characters");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> read("\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("c.jsonl has no record with a text; give another file");
  }

  private Corpus.Selection read(String content) throws IOException {
    return Corpus.of(write(content).toString(), "body").spread(2);
  }

  private void assertRefused(String content, String message) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cannot read %s as JSON Lines: ", temp.resolve("c.jsonl"))
        .hasMessageContaining(message)
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasLineCount(1).contains("; "));
  }

  private Path write(String content) throws IOException {
    return Files.writeString(temp.resolve("c.jsonl"), content);
  }
}

package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a file of lines each line is a text, whatever stands in it. */
class PlainLinesCorpusTest {
  @TempDir Path temp;

  @Test
  void everyLineIsATextWithItsNumber() throws IOException {
    Corpus.Selection corpus = read(3, "Plum, \"ripe\"\r\n  Pear\t\ndescription");

    assertThat(corpus.texts())
        .containsExactly(
            new NumberedText(1, "Plum, \"ripe\""),
            new NumberedText(2, "  Pear\t"),
            new NumberedText(3, "description"));
    assertThat(corpus.withoutText()).isZero();
  }

  @Test
  void blankLinesAreLeftOutAndCounted() throws IOException {
    Corpus.Selection corpus = read(2, "\nPlum\n \t\n\r\nPear\n");

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(2, "Plum"), new NumberedText(5, "Pear"));
    assertThat(corpus.withoutText()).isEqualTo(3);
  }

  @Test
  void controlCharactersAreCharacters() throws IOException {
    assertThat(read(2, "a\u0000b\rc\u001b[31m\u2028d\n\u0000\n").texts())
        .extracting(NumberedText::text)
        .containsExactly("a\u0000b\rc\u001b[31m\u2028d", "\u0000");
  }

  @Test
  void aFileWithoutTextsIsRefused() {
    for (String content : new String[] {"", "\n", " \n\t\n"}) {
      assertThatThrownBy(() -> read(1, content))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(temp.resolve("c.txt") + " has no record with a text; give another file");
    }
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeMemoryIsFull() {
    assertThatThrownBy(() -> read(1, "Plum\n" + "x".repeat(9 << 20)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "cannot read %s as lines of text: line 2 has more than 8388608 characters; give a"
                + " file with shorter texts, one a line",
            temp.resolve("c.txt"));
  }

  @Test
  void linesMayBeLongerThanAnyBuffer() throws IOException {
    String[] lines = {"a".repeat(65_536), "b".repeat(65_535), "c".repeat(200_000), "d"};

    assertThat(read(4, String.join("\r\n", lines)).texts())
        .extracting(NumberedText::text)
        .containsExactly(lines);
  }

  private Corpus.Selection read(int texts, String content) throws IOException {
    return Corpus.of(Files.writeString(temp.resolve("c.txt"), content).toString()).spread(texts);
  }
}

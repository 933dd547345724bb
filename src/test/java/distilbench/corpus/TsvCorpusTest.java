package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tab-separated file has columns as a CSV has, but no quotes. */
class TsvCorpusTest {
  @TempDir Path temp;

  @Test
  void columnsEndAtTabsOnly() throws IOException {
    Corpus.Selection corpus = read(2, "id\tsentence\n1\tPlum, ripe.\n2\t\n3\tCherry\textra\n");

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(1, "Plum, ripe."), new NumberedText(3, "Cherry"));
    assertThat(corpus.withoutText()).isEqualTo(1);
  }

  @Test
  void aQuoteIsACharacterLikeAnyOther() throws IOException {
    assertThat(read(3, "sentence\tid\n\"Plum\t1\n\"Pear\"\"\t2\nsaid \"so\t3\n").texts())
        .extracting(NumberedText::text)
        .containsExactly("\"Plum", "\"Pear\"\"", "said \"so");
  }

  @Test
  void withoutTheColumnItIsRefused() throws IOException {
    assertThatThrownBy(() -> read(1, "id\tlabel\n1\tgood\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "as TSV: it has no column 'sentence'; its columns are 'id', 'label'; name one with -p"
                + " column=NAME");
  }

  @Test
  void aLineWithoutEndIsNotAQuoteThatIsNotClosed() {
    assertThatThrownBy(() -> read(1, "sentence\n" + "x".repeat(9 << 20)))
        .hasMessageContaining("record 1 has more than 8388608 characters; mend it");
  }

  private Corpus.Selection read(int texts, String content) throws IOException {
    Path file = Files.writeString(temp.resolve("corpus.tsv"), content);
    return Corpus.of(file.toString(), "sentence").spread(texts);
  }
}

package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.reference.ReferenceSet.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What measured processes read is what was prepared, to the last bit, or is refused. */
class ReferenceSetTest {
  private static final int WIDTH = 2;

  private static final ReferenceSet SET =
      new ReferenceSet(
          3,
          List.of(
              new Entry(
                  4,
                  "“Plum”,\r\nand crème",
                  7,
                  false,
                  new float[] {-0.123456789f, 1.17549435e-38f}),
              new Entry(130_000, "pear\u2028 \\ \" 🍷", 9, true, new float[] {1, 2})));

  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = temp.resolve("set.ndjson");
    SET.write(file, WIDTH, TinyModel.NOWHERE);
  }

  @Test
  void whatIsWrittenIsRead() {
    ReferenceSet read = ReferenceSet.read(file, WIDTH);

    assertThat(read.withoutText()).isEqualTo(3);
    assertThat(read.texts()).isEqualTo(SET.texts());
    assertThat(read.entries()).extracting(Entry::tokens).containsExactly(7, 9);
    assertThat(read.entries()).extracting(Entry::truncated).containsExactly(false, true);
    for (int i = 0; i < 2; i++) {
      assertThat(read.entries().get(i).logits()).containsExactly(SET.entries().get(i).logits());
    }
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgain() throws IOException {
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(file, longAgo);

    SET.write(file, WIDTH, TinyModel.NOWHERE);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
  }

  @Test
  void everyDamageIsRefused() throws IOException {
    String whole = Files.readString(file);
    for (String damaged :
        List.of(
            "",
            "null\n",
            whole.substring(0, whole.length() - 20),
            whole.substring(0, whole.indexOf('\n') + 1),
            whole.replace("pear", "peer"),
            whole.replace("\"tokens\":9", "\"tokens\":8"),
            whole.replace(",\"truncated\":true", ""),
            whole.replace("\"texts\":2", "\"texts\":3"),
            whole.replace("\"withoutText\":3", "\"withoutText\":2"),
            whole + "\n",
            whole + "null\n")) {
      Files.writeString(file, damaged);

      assertThatThrownBy(() -> ReferenceSet.read(file, WIDTH))
          .as(damaged)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(file + " is missing or damaged; run again, which makes it anew");
    }
    Files.write(file, new byte[] {(byte) 0xC3});
    assertThatThrownBy(() -> ReferenceSet.read(file, WIDTH)).hasMessageContaining("damaged");
  }

  @Test
  void answersOfAnotherWidthAreRefused() {
    assertThatThrownBy(() -> ReferenceSet.read(file, 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void anEarlierSelectionIsThatOfTheSameCorpusAndCount() throws IOException {
    Corpus builtIn = Corpus.of(Corpus.BUILT_IN);
    Corpus.Selection chosen = builtIn.spread(4);
    ModelFolder model = TinyModel.copyTo(temp.resolve("model"));
    ReferenceBuilder.build(model, chosen, 1, TinyModel.NOWHERE);

    assertThat(ReferenceSet.earlierSelection(model, builtIn, 4)).contains(chosen);
    assertThat(ReferenceSet.earlierSelection(model, builtIn, 3)).isEmpty();
    assertThat(ReferenceSet.earlierSelection(model, Corpus.of(Corpus.BUILT_IN, "title"), 4))
        .isEmpty();
  }
}

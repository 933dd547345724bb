package distilbench.model.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.model.Geometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tokenizer is taken only if every id it can give has a row in the word embedding. */
class TokenizerFileTest {
  private static final Geometry FOUR_WORDS = new Geometry(1, 2, 1, 2, 4, 8);

  @TempDir Path temp;

  @Test
  void acceptsIdsUpToTheLastRow() throws IOException {
    Path file = write("{\"model\": {\"vocab\": {\"[PAD]\": 0, \"wine\": 3}}}");

    assertThat(TokenizerFile.read(file, FOUR_WORDS).content()).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void acceptsTheBuiltInOneForTheBuiltInGeometries() throws IOException {
    Path file = Files.write(temp.resolve("builtin.json"), TokenizerFile.builtIn().content());

    assertThat(TokenizerFile.read(file, Geometry.DISTILBERT_BASE).content()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not JSON", "{\"model\": ", "\u0000\u0001\u0002"})
  void refusesWhatIsNotJson(String content) throws IOException {
    assertRefused(write(content)).hasMessageContaining("is not JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"model\": {}}",
        "{\"model\": {\"vocab\": {}}}",
        "{\"model\": {\"vocab\": [[\"wine\", -1.5]]}}"
      })
  void refusesAFileWithoutWordPieceVocabulary(String content) throws IOException {
    assertRefused(write(content)).hasMessageContaining("has no WordPiece vocabulary (model.vocab)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "-1", "3000000000", "1.5", "\"two\"", "null"})
  void refusesIdsWithoutARow(String id) throws IOException {
    assertRefused(write("{\"model\": {\"vocab\": {\"[PAD]\": 0, \"wine\": " + id + "}}}"))
        .hasMessageContaining("has token id " + id.replace("\"", ""))
        .hasMessageContaining("ends at 3");
  }

  @Test
  void refusesAnAddedTokenWithoutARow() throws IOException {
    assertRefused(
            write(
                "{\"model\": {\"vocab\": {\"[PAD]\": 0}},"
                    + " \"added_tokens\": [{\"id\": 30522, \"content\": \"[NEW]\"}]}"))
        .hasMessageContaining("has token id 30522");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertRefused(temp.resolve("nowhere.json")).hasMessageContaining("cannot read tokenizer");
  }

  private Path write(String content) throws IOException {
    return Files.writeString(temp.resolve("tokenizer.json"), content);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path file) {
    return assertThatThrownBy(() -> TokenizerFile.read(file, FOUR_WORDS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
  }
}

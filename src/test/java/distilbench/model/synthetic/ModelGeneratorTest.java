package distilbench.model.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.AwaitedLines;
import distilbench.console.InvalidInputException;
import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A generator makes new folders, and never touches what is there already. */
class ModelGeneratorTest {
  @TempDir Path temp;

  @Test
  void makesTheFoldersAboveAsWell() {
    Path directory = temp.resolve("a/b/model");

    generator().generate(directory);

    assertThat(ModelFolder.open(directory).geometry()).contains(Geometry.TINY);
  }

  @Test
  void saysWhatItMade() {
    AwaitedLines log = new AwaitedLines();

    ModelFolder made =
        ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, log.asStream())
            .generate(temp.resolve("model"));

    assertThat(log.text())
        .contains("generating weights.bin")
        .endsWith("model " + made.directory() + ", SHA-256 " + made.modelSha());
  }

  @Test
  void fillsAnEmptyFolder() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("empty"));

    generator().generate(directory);

    assertThat(directory).isDirectoryContaining("glob:**/manifest.json");
  }

  @Test
  void refusesAFolderThatHoldsAnything() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("occupied"));
    Path diary = Files.writeString(directory.resolve("diary.txt"), "dear diary");

    assertThatThrownBy(() -> generator().generate(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(directory + " exists already");
    assertThat(diary).hasContent("dear diary");
    assertThat(directory).isDirectoryNotContaining("glob:**/manifest.json");
  }

  @Test
  void refusesToReplaceAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "content");

    assertThatThrownBy(() -> generator().generate(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot use " + file)
        .hasMessageNotContaining("\n");
    assertThat(file).hasContent("content");
  }

  @Test
  void aModelThatIsThereIsNotGeneratedAgain() throws IOException {
    ModelFolder first = generator().generate(temp.resolve("model"));
    Object writtenAt = Files.getLastModifiedTime(first.graph());
    AwaitedLines log = new AwaitedLines();

    ModelFolder second =
        ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, log.asStream())
            .generateIfAbsent(first.directory());

    assertThat(log.text()).isEmpty();
    assertThat(Files.getLastModifiedTime(second.graph())).isEqualTo(writtenAt);
  }

  @Test
  void takesTheUsersTokenizerAsItIs() throws IOException {
    Path tokenizer =
        Files.writeString(
            temp.resolve("mine.json"), "{ \"model\":  {\"vocab\": {\"[PAD]\": 0, \"wine\": 1}} }");

    ModelFolder made =
        ModelGenerator.withTokenizer(tokenizer, Geometry.TINY, 1, TinyModel.NOWHERE)
            .generate(temp.resolve("model"));

    assertThat(made.tokenizer()).hasSameBinaryContentAs(tokenizer);
    assertThat(made.modelSha())
        .as("the model's identity does not depend on the tokenizer")
        .isEqualTo(TinyModel.folder().modelSha());
  }

  @Test
  void removesWhatEarlierAttemptsLeftBehindAndNothingElse() throws IOException {
    Path left = Files.createDirectory(temp.resolve(".model.partial-4711-1"));
    Files.writeString(left.resolve("weights.bin"), "half");
    Path other = Files.createDirectory(temp.resolve(".other.partial-4711-1"));

    generator().generate(temp.resolve("model"));

    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"my{model", "model[1]", "model?", "a*"})
  void aNameMayHoldCharactersThatMeanSomethingInPatterns(String name) throws IOException {
    Path left = Files.createDirectory(temp.resolve("." + name + ".partial-4711-1"));
    Path other = Files.createDirectory(temp.resolve(".another.partial-4711-1"));

    generator().generate(temp.resolve(name));

    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "inner/.."})
  void refusesAFolderWithoutANameOfItsOwn(String path) {
    Path directory = temp.resolve(path);

    assertThatThrownBy(() -> generator().generate(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot make a model in " + directory);
  }

  private static ModelGenerator generator() {
    return ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, TinyModel.NOWHERE);
  }
}

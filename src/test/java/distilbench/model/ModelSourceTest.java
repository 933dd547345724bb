package distilbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.model.synthetic.BuiltInModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameter {@code model} means the built-in model or a folder of the user's. */
class ModelSourceTest {
  @TempDir Path temp;

  @Test
  void theWordBuiltinMeansTheBuiltInModel() {
    assertThat(ModelSource.of("builtin").builtIn()).isTrue();
    assertThat(ModelSource.of("./builtin").builtIn()).isFalse();
  }

  @Test
  void aFolderIsOpenedAsItIs() {
    Path folder = TinyModel.folder().directory();

    ModelFolder opened = BuiltInModel.prepare(ModelSource.of(folder.toString()), TinyModel.NOWHERE);

    assertThat(opened.modelSha()).isEqualTo(TinyModel.folder().modelSha());
  }

  @Test
  void aFolderOfTheUsersIsNeverGenerated() {
    Path nowhere = temp.resolve("nowhere");

    assertThatThrownBy(
            () -> BuiltInModel.prepare(ModelSource.of(nowhere.toString()), TinyModel.NOWHERE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no model in " + nowhere);
    assertThat(nowhere).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"builtin", "model.onnx", "Model.ONNX", "folder"})
  void whatMayBeAModelIsLookedAtLater(String name) throws IOException {
    Files.writeString(temp.resolve("model.onnx"), "");
    Files.writeString(temp.resolve("Model.ONNX"), "");
    Files.createDirectories(temp.resolve("folder").resolve("onnx"));
    String parameter = name.equals("builtin") ? name : temp.resolve(name).toString();

    assertThatCode(ModelSource.of(parameter)::requirePossible).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, there is no model %s;",
    "nowhere.onnx, there is no model %s;",
    "empty, the folder %s is empty;",
    "model.safetensors, %s is no folder and no .onnx file;"
  })
  void whatCannotBeAModelIsRefused(String name, String message) throws IOException {
    Files.createDirectory(temp.resolve("empty"));
    Files.writeString(temp.resolve("model.safetensors"), "");
    Path given = temp.resolve(name);

    assertThatThrownBy(ModelSource.of(given.toString())::requirePossible)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            message.formatted(given)
                + " give a Hugging Face folder, an ONNX folder, an .onnx file, or a folder that 'model"
                + " generate' has made");
  }

  @Test
  void anotherModelInThePlaceOfTheBuiltInOneIsRefused() {
    ModelFolder other = TinyModel.folder();

    assertThatThrownBy(() -> new ModelSource(other.directory(), true).open())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(other.directory() + " is not this version's built-in model")
        .hasMessageContaining(other.modelSha())
        .hasMessageNotContaining("\n");
  }
}

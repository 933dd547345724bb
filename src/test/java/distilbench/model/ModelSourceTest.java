package distilbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.model.synthetic.BuiltInModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

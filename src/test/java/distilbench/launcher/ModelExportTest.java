package distilbench.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.Main;
import distilbench.jvm.ChildProgram;
import distilbench.model.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code model export} as users run it. */
class ModelExportTest {
  @TempDir Path temp;

  @Test
  void aModelFolderIsExported() throws Exception {
    Path folder = temp.resolve("exported");

    try (ChildProgram child = export(folder, TinyModel.folder().directory().toString())) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();
      assertThat(child.output().text()).isEmpty();
      assertThat(child.errors().text()).contains("written to " + folder);
    }
    assertThat(folder).isDirectoryContaining("glob:**/model.safetensors");
  }

  @Test
  void aFolderThatIsThereIsRefusedBeforeAnythingIsMade() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("exported"));
    Files.createFile(folder.resolve("file"));

    try (ChildProgram child = export(folder, "builtin")) {
      assertThat(child.exitCode()).isEqualTo(2);
      assertThat(child.output().text() + child.errors().text())
          .isEqualTo(folder + " exists already; name a new folder, or delete this one first");
    }
  }

  @Test
  void whatIsNoModelFolderIsRefused() throws Exception {
    try (ChildProgram child = export(temp.resolve("exported"), temp.toString())) {
      assertThat(child.exitCode()).isEqualTo(2);
      assertThat(child.output().text() + child.errors().text())
          .startsWith("no model in " + temp)
          .hasLineCount(1);
    }
    assertThat(temp).isEmptyDirectory();
  }

  private static ChildProgram export(Path folder, String model) throws Exception {
    return ChildProgram.start(
        Main.class, List.of("-Xmx32m"), "model", "export", folder.toString(), "--model", model);
  }
}

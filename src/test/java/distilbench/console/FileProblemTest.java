package distilbench.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with files is said in a few words, never by a class's name or the path alone. */
class FileProblemTest {
  @TempDir private Path folder;

  @Test
  void aMissingFile() {
    assertThat(said(() -> Files.size(folder.resolve("nowhere"))))
        .isEqualTo("No such file or directory");
  }

  @Test
  void aFileThatIsNoFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(said(() -> Files.newDirectoryStream(file))).isEqualTo("Not a directory");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatTheSystemSays() {
    assertThat(said(() -> Files.readAllBytes(folder))).isEqualTo("Is a directory");
  }

  @Test
  void aForbiddenFile() {
    assertThat(FileProblem.of(new AccessDeniedException("x"))).isEqualTo("Permission denied");
  }

  @Test
  void anythingElse() {
    assertThat(said(() -> new FileInputStream(folder.resolve("nowhere").toFile()).close()))
        .contains("nowhere");
    assertThat(FileProblem.of(new IOException("first\nsecond"))).isEqualTo("first");
    assertThat(FileProblem.of(new IOException())).isEqualTo("IOException");
    assertThat(FileProblem.of(new DirectoryNotEmptyException("x")))
        .isEqualTo("DirectoryNotEmptyException");
  }

  private static String said(ThrowingCallable deed) {
    return FileProblem.of(catchThrowableOfType(IOException.class, deed));
  }
}

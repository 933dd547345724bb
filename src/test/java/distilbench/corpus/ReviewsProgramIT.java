package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import distilbench.Project;
import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that wrote the built-in texts writes them again, byte for byte. */
@Tag("thorough")
class ReviewsProgramIT {
  /** Where Maven says that the project is; other runners start in it. */
  private static final Path DATA = Project.FOLDER.resolve("data");

  private static final long LONG_ENOUGH_SECONDS = 600;

  @TempDir Path temp;

  @Test
  void reproducesTheFileInTheRepository() throws Exception {
    assumeTrue(isPythonThere(), "python3 is not installed");
    Path output = temp.resolve("reviews.csv");
    ProcessBuilder program =
        new ProcessBuilder(
            "python3", DATA.resolve("make_reviews.py").toString(), "--output", output.toString());
    program.environment().put("PYTHONDONTWRITEBYTECODE", "1");

    try (ChildProgram child = ChildProgram.start(program)) {
      assertThat(child.exitCode(LONG_ENOUGH_SECONDS)).as(child.errors().text()).isZero();
    }

    assertThat(Files.mismatch(output, DATA.resolve("reviews.csv")))
        .as("first byte that differs")
        .isEqualTo(-1);
  }

  private static boolean isPythonThere() throws InterruptedException {
    try (ChildProgram python = ChildProgram.start(new ProcessBuilder("python3", "--version"))) {
      return python.exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

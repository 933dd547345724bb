package distilbench.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that JMH left go; what anybody uses, or is no such file, stays. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class JmhLeftoversTest {
  private static final Instant HOUR_AGO = Instant.now().minusSeconds(3600);

  @TempDir private Path temporary;

  @Test
  void whatNobodyUsesGoes() throws Exception {
    Path left = old("jmh123stdout");
    Path hints = old("jmh456compilecommand");
    Path open = old("jmh789stderr");
    Path named = old("jmh12compilecommand");
    Path young = Files.createFile(temporary.resolve("jmh34stdout"));
    Path lock = old("jmh.lock");
    Path other = old("jmh-notes.txt");
    Path link = Files.createSymbolicLink(temporary.resolve("jmh56stdout"), other);

    try (InputStream reader = Files.newInputStream(open);
        ChildProgram fork =
            ChildProgram.start(
                new ProcessBuilder(
                    "sh", "-c", "echo up; read end", "-XX:CompileCommandFile=" + named))) {
      fork.output().await("up");
      JmhLeftovers.delete(
          temporary, FileTime.from(HOUR_AGO.plusSeconds(60)), Files.getOwner(temporary));
      assertThat(reader.read()).isEqualTo(-1);
    }

    assertThat(List.of(left, hints)).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(List.of(open, named, young, lock, other))
        .allSatisfy(file -> assertThat(file).exists());
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  @Test
  void aFolderThatIsNotThereIsNoMatter() throws IOException {
    JmhLeftovers.delete(
        temporary.resolve("nowhere"), FileTime.from(HOUR_AGO), Files.getOwner(temporary));
  }

  private Path old(String name) throws IOException {
    Path file = Files.createFile(temporary.resolve(name));
    return Files.setLastModifiedTime(file, FileTime.from(HOUR_AGO));
  }
}

package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.console.AwaitedLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of classes is mapped as code is: only as it was written. */
class ClassArchiveTest {
  private static final String CLASS_PATH = "java.class.path";

  @TempDir Path cache;
  private final AwaitedLines log = new AwaitedLines();
  private final AtomicInteger built = new AtomicInteger();
  private String classPath;
  private ClassArchive archive;

  /** Tests run from folders, of which no archive is possible. */
  @BeforeEach
  void runFromAJar() throws IOException {
    classPath = System.getProperty(CLASS_PATH);
    System.setProperty(CLASS_PATH, Files.createFile(cache.resolve("a.jar")).toString());
    archive = ClassArchive.of(JavaRuntime.ofThisJvm(), cache);
  }

  @AfterEach
  void runFromFolders() {
    System.setProperty(CLASS_PATH, classPath);
  }

  @Test
  void isBuiltOnce() throws IOException {
    assertThat(archive.flags()).isEmpty();

    build();
    build();

    assertThat(built).hasValue(1);
    assertThat(file()).hasContent("classes");
    assertThat(log.text()).isEmpty();
  }

  @Test
  void isBuiltAnewWhenItIsNotAsItWasWritten() throws IOException {
    build();
    Files.writeString(file(), "glasses");

    build();

    assertThat(file()).hasContent("classes");
    assertThat(log.text())
        .isEqualToIgnoringNewLines(file() + " is damaged; archiving the workers' classes anew");
  }

  @Test
  void isBuiltAnewWhenNothingSaysHowItWasWritten() throws IOException {
    build();
    Files.delete(Path.of(file() + ".sha256"));

    build();

    assertThat(built).hasValue(2);
  }

  /** Workers rather do without. */
  @Test
  void isNotUsedWhenItCannotBeBuiltAnew() throws IOException {
    build();
    Files.writeString(file(), "glasses");

    archive.build(
        flags -> {
          throw new IOException("no room");
        },
        log.asStream());

    assertThat(archive.flags()).isEmpty();
    assertThat(log.text()).contains("no archive of the workers' classes");
  }

  private void build() {
    archive.build(
        flags -> {
          built.incrementAndGet();
          Files.writeString(Path.of(flags.get(0).split("=")[1]), "classes");
        },
        log.asStream());
  }

  private Path file() {
    assertThat(archive.flags()).hasSize(1);
    return Path.of(archive.flags().get(0).split("=")[1]);
  }
}

package distilbench.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One process has a name; what it kept is nobody else's, what it did not keep is free. */
@Timeout(60)
class ClaimedFileTest {
  static final byte[] BLANK = "[]".getBytes(UTF_8);

  @TempDir private Path folder;

  static ClaimedFile claim(Path path) throws IOException {
    return ClaimedFile.claim(path, BLANK, content -> Arrays.equals(content, BLANK));
  }

  @Test
  void whatIsWrittenReplacesTheWholeFile() throws IOException {
    try (ClaimedFile file = claim(folder.resolve("file"))) {
      assertThat(file.path()).hasContent("[]");
      file.write("[1]".getBytes(UTF_8));
      file.write("[1, 2]".getBytes(UTF_8));
    }

    assertThat(folder.resolve("file")).hasContent("[1, 2]");
    assertThat(entries()).hasSize(1);
  }

  @Test
  void whatIsThereStays() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

    assertTaken(file);
    assertTaken(link);
    assertTaken(folder);

    assertThat(file).hasContent("precious");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void aLivingProcessKeepsItsName() throws Exception {
    Path file = folder.resolve("file");
    try (ChildProgram other = start(file)) {
      other.output().await("claimed");

      assertTaken(file);
      assertThat(file).hasContent("[]");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theBlankFileOfAKilledProcessIsTakenOver() throws Exception {
    Path file = folder.resolve("file");
    try (ChildProgram other = start(file)) {
      other.output().await("claimed");
      other.kill();
    }

    Files.writeString(folder.resolve(".file.partial-1-2"), "[1");

    try (ClaimedFile claimed = claim(file)) {
      claimed.write("[2]".getBytes(UTF_8));
    }
    assertThat(file).hasContent("[2]");
    assertThat(entries()).as("nor is anything left aside").containsExactly(file);
  }

  /** The lock goes along with the name when the file behind it is replaced. */
  @Test
  void evenAfterItHasWrittenBlankContentAgain() throws Exception {
    Path file = folder.resolve("file");
    try (ChildProgram other = start(file, "[]")) {
      other.output().await("claimed");

      assertTaken(file);
    }
  }

  @Test
  void whatAKilledProcessKeptStays() throws Exception {
    Path file = folder.resolve("file");
    try (ChildProgram other = start(file, "[1]")) {
      other.output().await("claimed");
      other.kill();
    }

    assertTaken(file);
    assertThat(file).hasContent("[1]");
  }

  @Test
  void ofManyProcessesOneGetsAnAbandonedName() throws Exception {
    Path file = Files.write(folder.resolve("file"), BLANK);
    List<ChildProgram> all =
        List.of(start(file), start(file), start(file), start(file), start(file));
    try {
      for (ChildProgram one : all) {
        one.output().await("claimed");
      }
      assertThat(all).filteredOn(one -> one.output().text().equals("claimed")).hasSize(1);
    } finally {
      all.forEach(ChildProgram::close);
    }
  }

  @Test
  void aNameThatIsGivenUpIsFree() throws IOException {
    Path file = folder.resolve("file");
    claim(file).delete();

    assertThat(entries()).isEmpty();
    claim(file).close();
    assertThat(file).hasContent("[]");
  }

  private static void assertTaken(Path file) {
    assertThatThrownBy(() -> claim(file)).isInstanceOf(FileAlreadyExistsException.class);
  }

  private static ChildProgram start(Path file, String... contents) throws IOException {
    return ChildProgram.start(
        FileClaimer.class,
        List.of(),
        Stream.concat(Stream.of(file.toString()), Stream.of(contents)).toArray(String[]::new));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}

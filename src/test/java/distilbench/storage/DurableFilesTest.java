package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file is written whole or not at all, and nothing stays aside. */
class DurableFilesTest {
  @TempDir Path temp;

  @Test
  void createsAFile() throws IOException {
    Path file = temp.resolve("file");

    DurableFiles.write(file, bytes("new"));

    assertThat(file).hasContent("new");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void replacesAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "old and longer");

    DurableFiles.write(file, bytes("new"));

    assertThat(file).hasContent("new");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "open files cannot be replaced there")
  void whoeverIsReadingTheOldFileSeesAllOfIt() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "old");
    try (InputStream reader = Files.newInputStream(file)) {

      DurableFiles.write(file, bytes("new"));

      assertThat(reader.readAllBytes()).asString().isEqualTo("old");
    }
  }

  @Test
  void writesLargeAndEmptyContent() throws IOException {
    byte[] large = new byte[3 << 20];
    large[large.length - 1] = 1;

    DurableFiles.write(temp.resolve("large"), large);
    DurableFiles.write(temp.resolve("empty"), new byte[0]);

    assertThat(temp.resolve("large")).hasBinaryContent(large);
    assertThat(temp.resolve("empty")).isEmptyFile();
  }

  @Test
  void aFolderIsWholeOrNotThere() throws IOException {
    Path folder = temp.resolve("folder");
    Path left = Files.createDirectory(temp.resolve(".folder.partial-1-2"));
    Files.writeString(left.resolve("file"), "of a killed process");

    assertThatThrownBy(
            () ->
                DurableFiles.writeFolder(
                    folder,
                    inside -> {
                      Files.writeString(inside.resolve("file"), "a part");
                      throw new IOException("No space left on device");
                    }))
        .hasMessage("No space left on device");
    assertThat(temp).isEmptyDirectory();

    DurableFiles.writeFolder(folder, inside -> Files.writeString(inside.resolve("file"), "all"));
    assertThat(entries()).containsExactly(folder);
    assertThat(folder.resolve("file")).hasContent("all");
  }

  @Test
  void writingIntoAMissingFolderFails() {
    Path file = temp.resolve("nowhere/file");

    assertThatThrownBy(() -> DurableFiles.write(file, bytes("new")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aWriteThatFailsAtTheLastStepLeavesNothingAside() throws IOException {
    Path occupied = Files.createDirectories(temp.resolve("occupied/inner")).getParent();

    assertThatThrownBy(() -> DurableFiles.write(occupied, bytes("new")))
        .isInstanceOf(IOException.class);

    assertThat(occupied.resolve("inner")).isDirectory();
    assertThat(entries()).containsExactly(occupied);
  }

  @Test
  void movesAFolderInPlace() throws IOException {
    Path target = temp.resolve("folder");
    Path aside = Files.createDirectory(DurableFiles.aside(target));
    Files.writeString(aside.resolve("file"), "content");

    DurableFiles.moveInPlace(aside, target);

    assertThat(target.resolve("file")).hasContent("content");
    assertThat(entries()).containsExactly(target);
  }

  @Test
  void whatKilledProcessesLeftAsideIsDeletedAndNothingElse() throws IOException {
    Path target = Files.createDirectory(temp.resolve("folder"));
    Files.writeString(Files.createDirectory(DurableFiles.aside(target)).resolve("half"), "ha");
    Files.writeString(DurableFiles.aside(target), "half a file");
    Path others = Files.writeString(DurableFiles.aside(temp.resolve("other")), "somebody else's");

    DurableFiles.deleteLeftovers(target);

    assertThat(entries()).containsExactlyInAnyOrder(target, others);
  }

  @Test
  void deletesAFolderWithEverythingInIt() throws IOException {
    Path folder = temp.resolve("folder");
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/file"), "content");

    DurableFiles.deleteFolder(folder);
    DurableFiles.deleteFolder(temp.resolve("was never there"));

    assertThat(temp).isEmptyDirectory();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need privileges there")
  void deletingAFolderDoesNotFollowLinksOutOfIt() throws IOException {
    Path precious = Files.createDirectory(temp.resolve("precious"));
    Files.writeString(precious.resolve("file"), "content");
    Path folder = Files.createDirectory(temp.resolve("folder"));
    Files.createSymbolicLink(folder.resolve("link"), precious);

    DurableFiles.deleteFolder(folder);

    assertThat(precious.resolve("file")).hasContent("content");
    assertThat(folder).doesNotExist();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(temp)) {
      return entries.toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

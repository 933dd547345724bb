package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What dead runs left goes; what lives, belongs to others, or only looks alike stays. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class RunFolderTest {
  /** The user that every Linux has for those who own nothing. */
  private static final int STRANGER = 65534;

  @TempDir private Path temporary;

  @Test
  void itIsForItsUserAloneAndGoesWithTheRun() throws IOException {
    try (RunFolder folder = RunFolder.make(temporary)) {
      assertThat(folder.path()).isDirectory().hasParent(temporary);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
          .isEqualTo("rwx------");
      Files.createDirectories(folder.path().resolve("a/b"));
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void whatAKilledRunLeftGoesWithTheNext() throws Exception {
    try (ChildProgram killed = ChildProgram.start(FolderHolder.class, List.of(), where())) {
      killed.output().await("folder ");
      killed.kill();
    }
    assertThat(temporary).isNotEmptyDirectory();

    try (RunFolder next = RunFolder.make(temporary)) {
      assertOnlyHolds(next.path());
    }
  }

  @Test
  void whatALivingRunHasStays() throws Exception {
    try (ChildProgram living = ChildProgram.start(FolderHolder.class, List.of(), where())) {
      living.output().await("folder ");
      Path folder = Path.of(living.output().text().strip().replaceFirst(".*folder ", ""));
      FileTime began = Files.getLastModifiedTime(folder.resolve(".lock"));

      try (RunFolder next = RunFolder.make(temporary)) {
        assertThat(folder.resolve("onnxruntime-java1/library.so")).exists();
        assertThat(next.livingSince()).isEqualTo(began);
      }
      assertThat(folder).exists();
    }
  }

  /** A run can be killed at once. */
  @Test
  void aFolderWithoutALockGoesToo() throws IOException {
    Files.createDirectory(temporary.resolve("distilbench-run-1-2"));

    try (RunFolder next = RunFolder.make(temporary)) {
      assertOnlyHolds(next.path());
    }
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path precious = Files.createDirectory(temporary.resolve("precious"));
    Files.writeString(precious.resolve("file"), "mine");
    Path link = temporary.resolve("distilbench-run-1-2");
    Files.createSymbolicLink(link, precious);
    Path dead = Files.createDirectory(temporary.resolve("distilbench-run-3-4"));
    Files.createSymbolicLink(dead.resolve("inside"), precious);
    Path trap = Files.createDirectory(temporary.resolve("distilbench-run-5-6"));
    Files.createSymbolicLink(trap.resolve(".lock"), precious.resolve("made"));

    RunFolder.make(temporary).close();

    assertThat(precious.resolve("file")).hasContent("mine");
    assertThat(precious.resolve("made")).doesNotExist();
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(dead).doesNotExist();
  }

  @Test
  void whatBelongsToAnotherUserStays() throws IOException {
    Path theirs = Files.createDirectory(temporary.resolve("distilbench-run-1-2"));
    boolean given = true;
    try {
      Files.setAttribute(theirs, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException e) {
      given = false;
    }
    assumeThat(given).as("tests run as root").isTrue();

    RunFolder.make(temporary).close();

    assertThat(theirs).isEmptyDirectory();
  }

  private String where() {
    return temporary.toString();
  }

  private void assertOnlyHolds(Path folder) {
    assertThat(temporary).isDirectoryNotContaining(entry -> !entry.equals(folder));
  }
}

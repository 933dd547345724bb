package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import distilbench.console.AwaitedLines;
import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One process at a time builds; the others wait until it is done or dead. */
@Timeout(60)
@SuppressWarnings("try") // a lock is held, not used
class BuildLockTest {
  @TempDir Path temp;

  @Test
  void whoeverIsAloneDoesNotWait() throws IOException {
    AwaitedLines log = new AwaitedLines();

    try (BuildLock first = BuildLock.acquire(temp.resolve("new/target"), log.asStream())) {
      assertThat(temp.resolve("new")).isDirectory();
      assertThat(temp.resolve("new/target")).doesNotExist();
    }
    try (BuildLock again = BuildLock.acquire(temp.resolve("new/target"), log.asStream())) {
      assertThat(log.text()).isEmpty();
    }
  }

  @Test
  void anotherProcessWaitsUntilTheLockIsReleased() throws Exception {
    Path target = temp.resolve("target");
    BuildLock held = BuildLock.acquire(target, new AwaitedLines().asStream());

    try (ChildProgram other = startHolder(target)) {
      String line = other.errors().await("waiting for another process that is building " + target);
      if (Files.isReadable(Path.of("/proc/locks"))) {
        assertThat(line).contains(": process " + ProcessHandle.current().pid() + " of user ");
      }
      assertThat(other.output().text()).isEmpty();

      held.close();

      other.output().await("holding");
    } finally {
      held.close();
    }
  }

  @Test
  void theLockOfAKilledProcessIsFree() throws Exception {
    Path target = temp.resolve("target");

    try (ChildProgram other = startHolder(target)) {
      other.output().await("holding");
      other.kill();

      AwaitedLines log = new AwaitedLines();
      try (BuildLock free = BuildLock.acquire(target, log.asStream())) {
        assertThat(log.text()).isEmpty();
      }
    }
  }

  @Test
  void differentTargetsHaveDifferentLocks() throws Exception {
    try (BuildLock held = BuildLock.acquire(temp.resolve("one"), new AwaitedLines().asStream());
        ChildProgram other = startHolder(temp.resolve("other"))) {
      other.output().await("holding");

      assertThat(other.errors().text()).isEmpty();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLockIsNoLinkAndSaysWhatToDo() throws Exception {
    Path elsewhere = Files.createFile(temp.resolve("elsewhere"));
    Files.createSymbolicLink(temp.resolve(".target.lock"), elsewhere);

    assertThatThrownBy(
            () -> BuildLock.acquire(temp.resolve("target"), new AwaitedLines().asStream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".target.lock of user ")
        .hasMessageContaining("nobody holds it: delete it when nobody builds there");
  }

  /** To read is to be able to lock; a stranger who could would keep its owner from building. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whoeverMayWriteIntoTheFolderMayReadItAndNobodyElseMayWriteToIt() throws Exception {
    assertThat(permissionsIn("rwxr-xr-x")).isEqualTo("rw-------");
    assertThat(permissionsIn("rwxrwxr-x")).isEqualTo("rw-r-----");
    assertThat(permissionsIn("rwxrwxrwx")).isEqualTo("rw-r--r--");
  }

  /** Neither may write to the lock, so that each could lock it for reading beside the other. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void twoUsersWhoDidNotMakeTheLockWaitForEachOther() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root is everybody").isEqualTo("root");
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path folder = Files.createDirectory(temp.resolve("for all"));
    Files.setAttribute(folder, "unix:mode", 01777);
    Path target = folder.resolve("target");
    BuildLock.acquire(target, new AwaitedLines().asStream()).close();

    try (ChildProgram one = startHolderAs("65534", target)) {
      one.output().await("holding");
      try (ChildProgram other = startHolderAs("65533", target)) {
        assertThat(other.errors().await("waiting for another process that is building"))
            .contains("process " + one.pid());
        one.kill();
        other.output().await("holding");

        AwaitedLines log = new AwaitedLines();
        CompletableFuture<Void> owner =
            CompletableFuture.runAsync(() -> acquireAndRelease(target, log));
        log.await("waiting for another process that is building");
        other.kill();
        owner.get();
      }
    }
  }

  private static ChildProgram startHolderAs(String user, Path target) throws IOException {
    List<String> command =
        List.of(
            "setpriv",
            "--reuid",
            user,
            "--clear-groups",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Path.of("target/classes") + ":" + Path.of("target/test-classes"),
            LockHolder.class.getName(),
            target.toString());
    return ChildProgram.start(new ProcessBuilder(command));
  }

  private static void acquireAndRelease(Path target, AwaitedLines log) {
    try {
      BuildLock.acquire(target, log.asStream()).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String permissionsIn(String folderPermissions) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(folderPermissions));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(folderPermissions));
    BuildLock.acquire(folder.resolve("target"), new AwaitedLines().asStream()).close();
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(folder.resolve(".target.lock")));
  }

  private static ChildProgram startHolder(Path target) throws IOException {
    return ChildProgram.start(LockHolder.class, List.of(), target.toString());
  }
}

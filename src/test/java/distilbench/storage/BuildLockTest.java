package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.console.AwaitedLines;
import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
      other.errors().await("waiting for another process that is building " + target);
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

  private static ChildProgram startHolder(Path target) throws IOException {
    return ChildProgram.start(LockHolder.class, List.of(), target.toString());
  }
}

package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that watches its parent does not outlive it, even if the parent had no last words. */
@Timeout(60)
class ParentWatchTest {
  @TempDir Path temp;

  @Test
  void aChildWhoseParentIsKilledIsGoneWithinTwoSeconds() throws Exception {
    Path file = temp.resolve("locked by the grandchild");

    try (ChildProgram parent =
            ChildProgram.start(
                GrandchildStarter.class,
                List.of(),
                WatchingGrandchild.class.getName(),
                file.toString());
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long pid = Long.parseLong(parent.output().await("watching as ").split(" as ")[1]);
      try {
        assertThat(channel.tryLock()).as("lock while the grandchild lives").isNull();

        parent.kill();

        // The lock is free when the process is gone. Its pid may stay for longer: where nobody
        // adopts orphans, as in many containers, the dead are never buried.
        assertThat(whenFree(channel)).succeedsWithin(Duration.ofSeconds(2));
      } finally {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aChildWhoseParentIsKilledLeavesNoStoppedProcessBehind() throws Exception {
    try (ChildProgram parent =
        ChildProgram.start(GrandchildStarter.class, List.of(), StoppedChildOwner.class.getName())) {
      ProcessHandle stopped =
          ProcessHandle.of(Long.parseLong(parent.output().await("stopped ").split(" ")[1]))
              .orElseThrow();
      try {
        parent.kill();

        Polling.until(() -> !LivingProcess.runs(stopped));
      } finally {
        stopped.destroyForcibly();
      }
    }
  }

  private static CompletableFuture<FileLock> whenFree(FileChannel channel) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return channel.lock();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}

package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.inference.InferenceException;
import distilbench.inference.SessionSettings;
import distilbench.jvm.ChildProgram;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.LivingProcess;
import distilbench.jvm.Polling;
import distilbench.jvm.WorkerFlags;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.AnsweredTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Workers start together, and fail together for the first one's reason. */
@Timeout(120)
class WorkerPoolTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final AnswerSource MODEL =
      new AnswerSource.Model(Weights.PRIVATE, new SessionSettings(1, false, 1));
  private static final WorkerProgram OWN = new OwnProgram(WorkerFlags.of(JvmFlags.ALL));
  private static final WorkerOptions OPTIONS =
      new WorkerOptions(TinyModel.folder().directory(), AnsweredTexts.file(), MODEL, 1);

  @TempDir Path temp;

  @Test
  void everyWorkerIsReadyAndEndsWhenThePoolIsClosed() {
    List<ProcessHandle> processes;
    try (WorkerPool pool = WorkerPool.start(3, OPTIONS, OWN, LONG_ENOUGH)) {
      pool.awaitReady();
      processes = processes(pool);

      assertThat(processes).hasSize(3).allMatch(ProcessHandle::isAlive).doesNotHaveDuplicates();
    }

    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void workersRunWithTheFlagsOfTheirForkInItsOrder() {
    List<String> fork = List.of("-Xmx99m", "-Dfirst=1", "-Xlog:gc", "-XX:+UseSerialGC", "-Xmx48m");
    try (WorkerPool pool =
        WorkerPool.start(2, OPTIONS, new OwnProgram(WorkerFlags.of(fork)), LONG_ENOUGH)) {
      pool.awaitReady();

      assertThat(pool.workers())
          .allSatisfy(
              worker ->
                  assertThat(worker.ready().join().get("jvmFlags"))
                      .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                      .containsSubsequence("-Xmx99m", "-Dfirst=1", "-XX:+UseSerialGC", "-Xmx48m")
                      .doesNotContain("-Xlog:gc", JvmFlags.HEAP_MAX));
    }
  }

  @Test
  void closingIsNoFailure() {
    WorkerPool pool = WorkerPool.start(2, OPTIONS, OWN, LONG_ENOUGH);
    pool.awaitReady();

    pool.close();

    assertThat(pool.workers()).noneMatch(worker -> worker.failure().isDone());
  }

  @Test
  void whenOneIsKilledCallsToAllFailForItsReasonAndAllEnd() throws Exception {
    try (WorkerPool pool = WorkerPool.start(3, OPTIONS, OWN, LONG_ENOUGH)) {
      pool.awaitReady();
      List<ProcessHandle> processes = processes(pool);
      // Workers that stand still cannot answer before the second one is killed.
      for (ProcessHandle process : processes) {
        signal("-STOP", process);
      }
      List<CompletableFuture<float[][]>> calls =
          pool.workers().stream()
              .map(
                  worker ->
                      CompletableFuture.supplyAsync(
                          () -> worker.classify(AnsweredTexts.texts()),
                          work -> new Thread(work).start()))
              .toList();

      signal("-KILL", processes.get(1));

      for (CompletableFuture<float[][]> call : calls) {
        assertThat(call)
            .failsWithin(Duration.ofSeconds(2))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(InferenceException.class)
            .withMessageContaining("worker 2 ended by signal 9");
      }
      for (ProcessHandle process : processes) {
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(2));
      }
    }
  }

  @Test
  void aModelThatCannotBeOpenedFailsTheStartAtOnce() {
    WorkerOptions nowhere =
        new WorkerOptions(temp.resolve("nowhere"), AnsweredTexts.file(), MODEL, 1);

    try (WorkerPool pool = WorkerPool.start(2, nowhere, OWN, LONG_ENOUGH)) {
      assertThatThrownBy(() -> pool.awaitReady())
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("ended with exit code")
          .hasMessageContaining("no model in");
    }
  }

  @Test
  void onesThatAreNotReadyInTimeAreNamedAndEnded() throws Exception {
    try (WorkerPool pool = WorkerPool.start(2, OPTIONS, OWN, Duration.ofSeconds(1))) {
      List<ProcessHandle> processes = processes(pool);
      signal("-STOP", processes.get(1));
      pool.workers().get(0).ready().get();

      assertThatThrownBy(pool::awaitReady)
          .isInstanceOf(InferenceException.class)
          .hasMessage(
              "not ready after 1.0 s: worker 2 (pid %d, stopped by a signal)",
              processes.get(1).pid());

      for (ProcessHandle process : processes) {
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(2));
      }
    }
  }

  /** Ends without closing its pool, whose worker is stopped. */
  static final class Leaver {
    public static void main(String[] arguments) throws Exception {
      WorkerPool pool = WorkerPool.start(1, OPTIONS, OWN, LONG_ENOUGH);
      pool.awaitReady();
      signal("-STOP", processes(pool).get(0));
      System.out.println("stopped " + pool.workers().get(0).pid());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aStoppedWorkerDoesNotOutliveAParentThatEnds() throws Exception {
    try (ChildProgram parent = ChildProgram.start(Leaver.class, List.of())) {
      long pid = Long.parseLong(parent.output().await("stopped ").split(" ")[1]);

      assertThat(parent.exitCode()).as(parent.errors().text()).isZero();

      Optional<ProcessHandle> worker = ProcessHandle.of(pid);
      try {
        Polling.until(() -> worker.filter(LivingProcess::runs).isEmpty());
      } finally {
        worker.ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void startingAndStoppingLeavesNoProcessAndNoDescriptor() throws IOException {
    startAndStop();
    long descriptors = openDescriptors();
    long children = ProcessHandle.current().children().count();

    for (int round = 0; round < 5; round++) {
      startAndStop();
    }

    assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors);
    assertThat(ProcessHandle.current().children().count()).isLessThanOrEqualTo(children);
  }

  private static void startAndStop() {
    try (WorkerPool pool =
        WorkerPool.start(
            2,
            new WorkerOptions(
                TinyModel.folder().directory(),
                AnsweredTexts.file(),
                new AnswerSource.Reference(),
                1),
            OWN,
            LONG_ENOUGH)) {
      pool.awaitReady();
    }
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  private static List<ProcessHandle> processes(WorkerPool pool) {
    return pool.workers().stream()
        .map(worker -> ProcessHandle.of(worker.pid()).orElseThrow())
        .toList();
  }

  private static void signal(String signal, ProcessHandle process) throws Exception {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}

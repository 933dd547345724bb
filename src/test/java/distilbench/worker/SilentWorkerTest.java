package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.corpus.Call;
import distilbench.inference.InferenceException;
import distilbench.inference.SessionSettings;
import distilbench.jvm.ChildJvm;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.Polling;
import distilbench.jvm.ProcessState;
import distilbench.jvm.WorkerFlags;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.AnsweredTexts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A worker that does not answer fails the call in time and is ended; what its JVM says is told. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class SilentWorkerTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final List<Call> CALLS = Call.cut(AnsweredTexts.numbered(), 5);
  private static final List<String> TWO_TEXTS = List.of("plum", "fig");

  @TempDir Path temp;

  /** Gets ready, then computes for ever. */
  static final class Looper {
    public static void main(String[] arguments) {
      System.out.println("{\"ready\":{}}");
      while (true) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aStoppedWorkerIsNamedAndEnded() throws Exception {
    try (WorkerProcess worker = start(List.of(), SHORT)) {
      signal("STOP", worker);

      assertThatThrownBy(() -> worker.classify(TWO_TEXTS))
          .isInstanceOf(InferenceException.class)
          .hasMessageMatching(
              "worker 7 \\(pid "
                  + worker.pid()
                  + ", stopped by a signal\\) has not answered a call of 2 texts for \\d+\\.\\d s");
      assertEnded(worker);
      assertThatThrownBy(() -> worker.classify(TWO_TEXTS))
          .hasMessageContaining("has not answered a call of 2 texts");
    }
  }

  /** More than the pipe to it holds. */
  @Test
  void aWorkerThatDoesNotEvenReadIsEnded() throws Exception {
    try (WorkerProcess worker = start(List.of(), SHORT)) {
      signal("STOP", worker);

      assertThatThrownBy(() -> worker.classify(Collections.nCopies(1000, "plum ".repeat(1000))))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("has not answered a call of 1000 texts");
      assertEnded(worker);
    }
  }

  @Test
  void aWorkerInAnEndlessLoopIsEnded() throws Exception {
    ProcessBuilder looper = ChildJvm.describe(Looper.class, List.of(), List.of());
    try (WorkerProcess worker = WorkerProcess.start(7, looper, SHORT)) {
      worker.ready().get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);

      assertThatThrownBy(() -> worker.classify(TWO_TEXTS))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("worker 7 (pid " + worker.pid() + ") has not answered");
      assertEnded(worker);
    }
  }

  @Test
  void whoGivesUpSaysWhoDidNotAnswer() throws Exception {
    try (WorkerProcess worker = start(List.of(), LONG_ENOUGH)) {
      signal("STOP", worker);
      // All threads of a process stop, one after the other.
      Polling.until(() -> ProcessState.describe(worker.pid()).endsWith(", stopped by a signal"));
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> worker.classify(TWO_TEXTS))
          .isInstanceOf(InferenceException.class)
          .hasMessageMatching(
              "interrupted: worker 7 \\(pid \\d+, stopped by a signal\\) has not answered .*");

      assertThat(Thread.interrupted()).isTrue();
      signal("CONT", worker);
    }
  }

  @Test
  void askedForItsStacksItPrintsThemAndGoesOn() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream usual = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (WorkerProcess worker = start(List.of(), LONG_ENOUGH)) {
      AnsweredTexts.check().check(CALLS.get(0), worker.classify(CALLS.get(0).texts()));

      signal("QUIT", worker);
      for (Call call : CALLS) {
        AnsweredTexts.check().check(call, worker.classify(call.texts()));
      }

      Polling.until(() -> printed.toString(StandardCharsets.UTF_8).contains(" Metaspace "));
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .contains("Full thread dump", "\"parent-watch\"", "\tat ")
          .doesNotContain("a worker printed");
      assertThat(worker.describe()).as("they are not its last words").doesNotContain("said");
    } finally {
      System.setErr(usual);
    }
  }

  @Test
  void aCrashIsToldWithSignalFrameAndReport() throws Exception {
    Path report = temp.resolve("report.log");
    List<String> flags =
        List.of("-XX:ErrorFile=" + report, "-XX:-CreateCoredumpOnCrash", "-Dsome=flag");
    try (WorkerProcess worker = start(flags, LONG_ENOUGH)) {
      signal("SEGV", worker);

      assertThat(worker.failure().get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS).getMessage())
          .contains(
              "worker 7 ended ",
              "its JVM crashed: ",
              "SIGSEGV (0xb) at pc=0x",
              " | Problematic frame: C",
              "saved as: " + report)
          .hasLineCount(1);
      assertThat(Files.exists(report)).isTrue();
    }
  }

  private static WorkerProcess start(List<String> moreFlags, Duration limit) throws Exception {
    WorkerOptions options =
        new WorkerOptions(
            TinyModel.folder().directory(),
            AnsweredTexts.file(),
            new AnswerSource.Model(Weights.PRIVATE, new SessionSettings(1, false, 3)),
            1);
    List<String> flags = new ArrayList<>(JvmFlags.ALL);
    flags.addAll(moreFlags);
    WorkerProcess worker =
        WorkerProcess.start(7, options, new OwnProgram(WorkerFlags.of(flags)), limit);
    worker.ready().get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
    return worker;
  }

  private static void assertEnded(WorkerProcess worker) {
    ProcessHandle.of(worker.pid())
        .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(5)));
  }

  private static void signal(String name, WorkerProcess worker) throws Exception {
    ProcessBuilder kill = new ProcessBuilder("kill", "-" + name, Long.toString(worker.pid()));
    assertThat(kill.start().waitFor()).isZero();
  }
}

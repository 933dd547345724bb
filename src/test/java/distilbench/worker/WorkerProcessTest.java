package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import distilbench.corpus.Call;
import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.MeasuredEnvironment;
import distilbench.jvm.Polling;
import distilbench.jvm.WorkerFlags;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.AnswerCheck;
import distilbench.reference.AnsweredTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker answers from a process of its own, and its death is reported at once. */
@Timeout(60)
class WorkerProcessTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
  private static final WorkerProgram OWN = new OwnProgram(WorkerFlags.of(JvmFlags.ALL));
  private static final List<Call> CALLS = Call.cut(AnsweredTexts.numbered(), 5);

  @TempDir Path temp;

  @Test
  void answersAsTheReference() {
    AnswerCheck check = AnsweredTexts.check();

    try (WorkerProcess worker =
        WorkerProcess.start(1, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH)) {
      for (Call call : CALLS) {
        check.check(call, worker.classify(call.texts()));
      }
    }
  }

  @Test
  void aWorkerWithoutModelAnswersFromTheReference() {
    AnswerCheck check = AnsweredTexts.check();
    WorkerOptions options =
        new WorkerOptions(
            TinyModel.folder().directory(), AnsweredTexts.file(), new AnswerSource.Reference(), 1);

    try (WorkerProcess worker = WorkerProcess.start(1, options, OWN, LONG_ENOUGH)) {
      check.check(CALLS.get(0), worker.classify(CALLS.get(0).texts()));

      assertThatThrownBy(() -> worker.classify(List.of("a text that nobody asked about")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("worker 1")
          .hasMessageContaining("a text that nobody asked about");
      check.check(CALLS.get(1), worker.classify(CALLS.get(1).texts()));
    }
  }

  @Test
  void callersAtOnceEachGetTheirOwnAnswers() throws Exception {
    AnswerCheck check = AnsweredTexts.check();
    ExecutorService callers = Executors.newFixedThreadPool(4);

    try (WorkerProcess worker =
        WorkerProcess.start(1, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH)) {
      Callable<Void> caller =
          () -> {
            for (int round = 0; round < 10; round++) {
              for (Call call : CALLS) {
                check.check(call, worker.classify(call.texts()));
              }
            }
            return null;
          };

      for (Future<Void> done : callers.invokeAll(Collections.nCopies(4, caller))) {
        done.get();
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void textsReachTheWorkerUnchanged() {
    List<String> texts =
        List.of("", "crème\n“brûlée”\t\u0000\\ \"葡萄\" 🍷\u2028", "plum ".repeat(600));
    try (WorkerProcess worker =
            WorkerProcess.start(1, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH);
        Classifier here =
            OnnxClassifier.open(
                TinyModel.folder(), Weights.PRIVATE, new SessionSettings(1, false, 3))) {
      assertThat(worker.classify(texts)).isDeepEqualTo(here.classify(texts));
    }
  }

  @Test
  void saysAboutItselfWhatItRunsOn() {
    try (WorkerProcess worker =
        WorkerProcess.start(1, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH)) {
      Map<String, Object> facts = facts(worker);

      assertThat(facts)
          .containsEntry("java", Runtime.version().toString())
          .containsKeys("pid", "onnxruntime");
      assertThat(facts.get("jvmFlags")).asInstanceOf(LIST).containsAll(JvmFlags.ALL);
      assertThat(facts).containsEntry("environment", MeasuredEnvironment.variables());
    }
  }

  @Test
  void closingEndsTheProcess() {
    ProcessHandle process;

    try (WorkerProcess worker =
        WorkerProcess.start(1, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH)) {
      process = process(worker);
      assertThat(process.isAlive()).isTrue();
    }

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void closingBeforeItIsReadyEndsTheProcessToo() {
    List<ProcessHandle> before = children();
    WorkerProcess worker =
        WorkerProcess.start(1, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH);
    List<ProcessHandle> started =
        children().stream().filter(child -> !before.contains(child)).toList();

    worker.close();

    assertThat(started).hasSize(1).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void closingLetsTheCallUnderWayFinish() throws Exception {
    Call call = CALLS.get(0);
    CompletableFuture<float[][]> answer = new CompletableFuture<>();
    WorkerProcess worker =
        WorkerProcess.start(1, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH);
    Thread caller = new Thread(() -> answer.complete(worker.classify(call.texts())));
    Thread closer = new Thread(worker::close);

    ProcessHandle process = process(worker);
    signal("STOP", process);
    caller.start();
    Polling.until(() -> caller.getState() == Thread.State.WAITING);
    closer.start();
    Polling.until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    signal("CONT", process);

    assertThat(answer).succeedsWithin(Duration.ofSeconds(10));
    AnsweredTexts.check().check(call, answer.join());
    closer.join();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void whenTheWorkerIsKilledEveryCallUnderWayFailsWithinTwoSeconds() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(3);

    try (WorkerProcess worker =
        WorkerProcess.start(7, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH)) {
      ProcessHandle process = process(worker);
      // A worker that stands still cannot answer before it is killed.
      signal("STOP", process);
      List<CompletableFuture<float[][]>> calls =
          Stream.generate(
                  () ->
                      CompletableFuture.supplyAsync(
                          () -> worker.classify(CALLS.get(0).texts()), callers))
              .limit(3)
              .toList();

      process.destroyForcibly();

      for (CompletableFuture<float[][]> call : calls) {
        assertThat(call)
            .failsWithin(Duration.ofSeconds(2))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(InferenceException.class)
            .withMessageContaining("worker 7 ended by signal 9");
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void aCallToADeadWorkerFailsAtOnce() {
    try (WorkerProcess worker =
        WorkerProcess.start(7, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH)) {
      ProcessHandle process = process(worker);
      process.destroyForcibly();
      assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10));

      for (int attempt = 0; attempt < 2; attempt++) {
        assertThat(CompletableFuture.supplyAsync(() -> worker.classify(CALLS.get(0).texts())))
            .failsWithin(Duration.ofSeconds(2))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(InferenceException.class)
            .withMessageContaining("worker 7 ended by signal 9");
      }
    }
  }

  @Test
  void aModelThatIsNotThereIsReportedInTheWorkersOwnWords() {
    Path nowhere = temp.resolve("nowhere");

    try (WorkerProcess worker = WorkerProcess.start(3, options(nowhere), OWN, LONG_ENOUGH)) {
      assertThatThrownBy(() -> facts(worker))
          .cause()
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("worker 3 ended with exit code")
          .hasMessageContaining("no model in " + nowhere);
    }
  }

  @Test
  void aDamagedModelIsReportedHoweverLongTheStackTrace() throws IOException {
    Path damaged = temp.resolve("model");
    TinyModel.copyTo(damaged);
    Files.writeString(damaged.resolve("manifest.json"), "{ not JSON");

    try (WorkerProcess worker = WorkerProcess.start(3, options(damaged), OWN, LONG_ENOUGH)) {
      assertThatThrownBy(() -> facts(worker))
          .cause()
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("manifest.json is not readable as a manifest");
    }
  }

  @Test
  void aCallerThatGivesUpDoesNotDisturbTheOthers() throws Exception {
    AnswerCheck check = AnsweredTexts.check();
    Call call = CALLS.get(0);

    try (WorkerProcess worker =
        WorkerProcess.start(1, options(TinyModel.folder().directory()), OWN, LONG_ENOUGH)) {
      ProcessHandle process = process(worker);
      for (int round = 0; round < 5; round++) {
        // A worker that stands still cannot answer before the caller has given up.
        signal("STOP", process);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> worker.classify(call.texts()))
            .isInstanceOf(InferenceException.class)
            .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        signal("CONT", process);

        check.check(call, worker.classify(call.texts()));
      }
    }
  }

  private static WorkerOptions options(Path model) {
    return new WorkerOptions(
        model,
        AnsweredTexts.file(),
        new AnswerSource.Model(Weights.PRIVATE, new SessionSettings(1, false, 3)),
        4);
  }

  private static ProcessHandle process(WorkerProcess worker) {
    Number pid = (Number) facts(worker).get("pid");
    assertThat(pid.longValue()).isEqualTo(worker.pid());
    return ProcessHandle.of(pid.longValue()).orElseThrow();
  }

  private static Map<String, Object> facts(WorkerProcess worker) {
    return worker.ready().orTimeout(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    ProcessBuilder kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()));
    assertThat(kill.start().waitFor()).isZero();
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().toList();
  }
}

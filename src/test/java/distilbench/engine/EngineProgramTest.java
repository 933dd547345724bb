package distilbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.inference.BatchLimits;
import distilbench.inference.InferenceException;
import distilbench.inference.SessionSettings;
import distilbench.model.Precision;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.AnsweredTexts;
import distilbench.reference.ReferenceSet;
import distilbench.worker.AnswerSource;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerPool;
import distilbench.worker.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path temp;

  @Test
  void theExampleAnswersFromTheReference() {
    try (WorkerPool pool = pool(Engine.find("example"), 1, 1, LIMIT)) {
      pool.awaitReady();

      float[][] answers = pool.workers().get(0).classify(AnsweredTexts.texts());

      assertThat(answers).hasDimensions(AnsweredTexts.texts().size(), 2);
      assertThat(answers[0])
          .containsExactly(
              AnsweredTexts.reference().entries().get(0).logits(), Offset.offset(1e-6f));
      assertThat(pool.workers().get(0).heap()).isNaN();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sys.exit(3) | | ended with exit code 3",
        "os.kill(os.getpid(), 9) | | ended by signal 9",
        "say({'ready': {'threads': 2}}) | | computes a forward pass on 2 threads instead of 1",
        "say({'ready': {}}) | os._exit(0) | ended with exit code 0",
        "say({'ready': {}}) | reply['logits'][0][0] = float('nan') | broke the protocol",
        "say({'ready': {}}) | reply['logits'].pop() | not logits of one width for each of",
        "say({'ready': {}}) | reply['tokens'][0] += 1 | tokens there and",
        "say({'ready': {}}) | reply['tokens'].pop() | does not say how many tokens",
        "say({'ready': {}}) | del reply['tokens'] | does not say how many tokens",
        "say({'ready': {}}) | reply['id'] += 1 | it answers no request",
        "say({'ready': {}}) | reply = {'id': reply['id'], 'error': 'no wine'} | no wine",
        "say({'ready': {}}) | reply = {'id': reply['id'], 'logits': 'x'} | broke the protocol",
        "sys.stderr.write('out of cheese\\n'); sys.exit(2) | | out of cheese"
      })
  void whatGoesWrongIsToldAndEnds(String begin, String reply, String why) throws Exception {
    try (WorkerPool pool = pool(engine(begin, reply), 1, 1, LIMIT)) {
      WorkerProcess worker = pool.workers().get(0);

      assertThatThrownBy(() -> worker.classify(AnsweredTexts.texts()))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining(why);
    }
  }

  @Test
  void oneThatHangsIsKilledWithItsChildren() throws Exception {
    Path children = temp.resolve("children");
    Engine engine =
        engine(
            "child = subprocess.Popen(['sleep', '600']);"
                + " open('%s', 'w').write(str(child.pid)); say({'ready': {}})".formatted(children),
            "time.sleep(600)");
    try (WorkerPool pool = pool(engine, 1, 1, Duration.ofSeconds(2))) {
      WorkerProcess worker = pool.workers().get(0);

      assertThatThrownBy(() -> worker.classify(AnsweredTexts.texts()))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("has not answered a call of");
    }

    Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(Files.readString(children)));
    child.ifPresent(left -> left.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Test
  void itsHeapIsTheLargestThatItTold() throws Exception {
    Engine engine =
        engine("say({'ready': {}}); told = [3.5, 94.0, 12.0]", "reply['heap'] = told.pop(0)");
    try (WorkerPool pool = pool(engine, 1, 1, LIMIT)) {
      for (int call = 0; call < 3; call++) {
        pool.workers().get(0).classify(AnsweredTexts.texts());
      }

      assertThat(pool.workers().get(0).heap()).isEqualTo(94.0);
    }
  }

  @Test
  void variablesWhoseThreadsAreLeftToItAreNotSet() throws Exception {
    Engine engine =
        Engine.find(
            EngineFolders.make(
                    temp.resolve("mine"),
                    ", \"environment\": {\"OMP_NUM_THREADS\": \"{intraOpThreads}\", \"A\": \"{queue}\"}",
                    "")
                .toString());

    assertThat(program(engine).describe(options(3, 1)).environment())
        .containsEntry("OMP_NUM_THREADS", "3")
        .containsEntry("A", "false");
    assertThat(program(engine).describe(options(0, 1)).environment())
        .doesNotContainKey("OMP_NUM_THREADS")
        .containsEntry("A", "false");
  }

  /** Whatever is in a line before the right one, no call waits for the limit. */
  @Test
  void noDamagedLineMakesACallWait() throws Exception {
    Random random = new Random(18);
    Path line = temp.resolve("line");
    Engine engine =
        engine("say({'ready': {}})", "print(open('%s').read(), flush=True)".formatted(line));
    int failed = 0;
    for (int i = 0; i < 12; i++) {
      char[] damaged = "{\"id\": 0, \"logits\": [[1, 2]], \"tokens\": [5]}".toCharArray();
      damaged[random.nextInt(damaged.length)] = (char) (' ' + random.nextInt(95));
      Files.writeString(line, new String(damaged));
      try (WorkerPool pool = pool(engine, 1, 1, LIMIT)) {
        pool.workers().get(0).classify(AnsweredTexts.texts());
      } catch (InferenceException e) {
        failed++;
        assertThat(e).as(new String(damaged)).hasMessageNotContaining("has not answered");
      }
    }
    assertThat(failed).isBetween(1, 12);
  }

  private Engine engine(String begin, String reply) throws Exception {
    String program = EngineFolders.program(begin, reply == null ? "pass" : reply);
    return Engine.find(EngineFolders.make(temp.resolve("mine"), "", program).toString());
  }

  private static WorkerPool pool(Engine engine, int threads, int callers, Duration limit) {
    return WorkerPool.start(1, options(threads, callers), program(engine), limit);
  }

  private static EngineProgram program(Engine engine) {
    PreparedEngine prepared =
        EnginePreparation.prepare(
            engine, TinyModel.folder(), Precision.FP32, AnsweredTexts.file(), TinyModel.NOWHERE);
    ReferenceSet texts = AnsweredTexts.reference();
    return EngineProgram.of(prepared, false, texts, 512);
  }

  private static WorkerOptions options(int threads, int callers) {
    return new WorkerOptions(
        TinyModel.folder().directory(),
        AnsweredTexts.file(),
        new AnswerSource.Model(
            Weights.PRIVATE, new SessionSettings(threads, false, BatchLimits.ofTexts(1))),
        callers);
  }
}

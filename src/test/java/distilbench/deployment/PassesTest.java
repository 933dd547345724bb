package distilbench.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.corpus.Order;
import distilbench.inference.BatchLimits;
import distilbench.inference.Batches;
import distilbench.inference.TextTokenizer;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.WorkerFlags;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.worker.OwnProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What sessions are really fed, as a model tells that answers with nothing else. */
@Timeout(120)
class PassesTest {
  private static final int LIMITS = 10;
  private static final int CORPORA = 20;
  private static final int LONGEST = 60;

  @TempDir private static Path folder;
  private static ModelFolder model;

  /** Tokens of a text of so many words. */
  private static int[] tokensOfWords;

  private final Queue<Told> told = new ConcurrentLinkedQueue<>();

  /** An answer: what it is to, what the pass had, and the tokens of the text itself. */
  private record Told(Call call, NumberedText text, int texts, int longest, int tokens) {}

  @BeforeAll
  static void makeModel() throws IOException {
    model = TinyModel.tellingPassesTo(folder.resolve("telling"));
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      tokensOfWords =
          IntStream.rangeClosed(0, LONGEST)
              .map(words -> tokenizer.encode("plum ".repeat(words)).length)
              .toArray();
    }
  }

  static Stream<Arguments> deploymentsAndBatches() {
    List<BatchLimits> inProcess =
        IntStream.range(0, LIMITS)
            .mapToObj(Random::new)
            .map(random -> new BatchLimits(1 + random.nextInt(12), random.nextInt(4) * 100))
            .toList();
    List<BatchLimits> inWorkers = List.of(BatchLimits.ofTexts(5), new BatchLimits(16, 256));
    return Stream.of(
            Stream.of(Deployment.THREADS, Deployment.DISPATCHER)
                .flatMap(each -> inProcess.stream().map(batches -> Arguments.of(each, batches))),
            Stream.of(Deployment.SERVER, Deployment.MULTIPROCESS_BUDGETED)
                .flatMap(each -> inWorkers.stream().map(batches -> Arguments.of(each, batches))))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("deploymentsAndBatches")
  void everyTextIsPassedOnceWithinTheLimitsAndPaddingIsCountedAsItIs(
      Deployment deployment, BatchLimits batches) {
    try (RunningDeployment running = open(deployment, batches)) {
      for (int seed = 0; seed < CORPORA; seed++) {
        Random random = new Random(seed);
        List<NumberedText> texts = texts(random);
        Order order = Order.values()[random.nextInt(Order.values().length)];
        List<Call> calls = Call.cut(order.apply(texts, PassesTest::tokens), 1 + random.nextInt(20));

        running.pass(order.share(calls, running.processes(), PassesTest::tokens), this::record);

        assertThat(told.stream().map(Told::text)).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(told)
            .as("%s of seed %d", batches, seed)
            .allMatch(answer -> answer.tokens() == tokens(answer.text()))
            .allMatch(answer -> answer.texts() == 1 || isAllowed(answer, batches));
        for (Call call : calls) {
          List<Integer> tokens = call.numbered().stream().map(PassesTest::tokens).toList();
          assertThat(Batches.paddedTokens(tokens, batches)).isEqualTo(computedTokens(call));
        }
        told.clear();
      }
    }
  }

  private void record(Call call, float[][] answers) {
    for (int i = 0; i < answers.length; i++) {
      float[] answer = answers[i];
      told.add(
          new Told(
              call, call.numbered().get(i), (int) answer[0], (int) answer[1], (int) answer[2]));
    }
  }

  private static boolean isAllowed(Told pass, BatchLimits batches) {
    return pass.texts() <= batches.texts()
        && (batches.tokens() == 0 || pass.texts() * pass.longest() <= batches.tokens());
  }

  /** Each text costs as much as the longest of its pass. */
  private long computedTokens(Call call) {
    return told.stream().filter(answer -> answer.call() == call).mapToLong(Told::longest).sum();
  }

  private static int tokens(NumberedText text) {
    return tokensOfWords[text.text().split(" ").length];
  }

  private static List<NumberedText> texts(Random random) {
    List<NumberedText> texts = new ArrayList<>();
    int count = 1 + random.nextInt(40);
    for (int number = 1; number <= count; number++) {
      texts.add(new NumberedText(number, "plum ".repeat(1 + random.nextInt(LONGEST))));
    }
    return texts;
  }

  private static RunningDeployment open(Deployment deployment, BatchLimits batches) {
    return deployment
        .plan(new DeploymentSettings(2, 0, 0, Spinning.DEPLOYMENT, batches), 2)
        .open(
            model,
            folder.resolve("no reference"),
            () -> null,
            new OwnProgram(WorkerFlags.of(JvmFlags.ALL)),
            Duration.ofSeconds(60));
  }
}

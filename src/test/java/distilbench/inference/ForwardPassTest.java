package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.model.synthetic.ModelGenerator;
import distilbench.reference.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime computes from our graph what the architecture says, however texts are batched. */
class ForwardPassTest {
  /** Sizes that share no factor with the tiny model's where they need not. */
  private static final Geometry ODD = new Geometry(3, 24, 3, 40, 30_522, 64);

  /** float32 against double; the largest difference seen on x86-64 is a fiftieth of it. */
  private static final double TOLERANCE = 1e-4;

  private static final List<String> TEXTS = texts();
  private static final int WHOLE_CALL = TEXTS.size();

  @TempDir static Path temp;
  private static ModelFolder odd;

  private static List<String> texts() {
    Stream<String> texts =
        Corpus.of(Corpus.BUILT_IN).spread(16).texts().stream().map(NumberedText::text);
    // The shortest possible input, and one that every geometry has to cut.
    return Stream.concat(Stream.of("", "Plum. ".repeat(400)), texts).toList();
  }

  @BeforeAll
  static void generateTheSecondModel() {
    odd = ModelGenerator.withOwnTokenizer(ODD, 5, TinyModel.NOWHERE).generate(temp.resolve("odd"));
  }

  static List<ModelFolder> models() {
    return List.of(TinyModel.folder(), odd);
  }

  @ParameterizedTest
  @MethodSource("models")
  void singleTextsGetTheLogitsThatTheArchitectureSays(ModelFolder model) throws IOException {
    TransformerForward architecture = TransformerForward.of(model);
    List<long[]> ids = encode(model);

    float[][] found = classify(model, 1);

    double largest = 0;
    for (int text = 0; text < found.length; text++) {
      largest = Math.max(largest, difference(found[text], architecture.logits(ids.get(text))));
    }
    assertThat(largest).as("largest difference").isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("models")
  void paddedBatchesGetTheLogitsThatTheArchitectureSays(ModelFolder model) throws IOException {
    TransformerForward architecture = TransformerForward.of(model);
    List<long[]> ids = encode(model);
    int width = ids.stream().mapToInt(row -> row.length).max().orElseThrow();

    float[][] found = classify(model, WHOLE_CALL);

    double largest = 0;
    for (int text = 0; text < found.length; text++) {
      boolean[] real = new boolean[width];
      Arrays.fill(real, 0, ids.get(text).length, true);
      double[] expected = architecture.logits(Arrays.copyOf(ids.get(text), width), real);
      largest = Math.max(largest, difference(found[text], expected));
    }
    assertThat(largest).as("largest difference").isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("models")
  void paddingNeverChangesAnAnswer(ModelFolder model) {
    float[][] alone = classify(model, 1);

    for (int batchSize : List.of(2, 3, 8, WHOLE_CALL)) {
      float[][] padded = classify(model, batchSize);

      assertThat(padded).hasDimensions(WHOLE_CALL, 2);
      for (int text = 0; text < WHOLE_CALL; text++) {
        assertThat(padded[text])
            .as("text %d in batches of %d", text, batchSize)
            .containsExactly(alone[text], within(1e-5f));
      }
    }
  }

  @Test
  void paddingThatIsNotMaskedWouldBeNoticed() throws IOException {
    TransformerForward architecture = TransformerForward.of(TinyModel.folder());
    long[] ids = encode(TinyModel.folder()).get(2);
    long[] padded = Arrays.copyOf(ids, ids.length + 8);

    assertThat(difference(architecture.logits(ids), architecture.logits(padded)))
        .isGreaterThan(10 * Tolerance.LOGIT);
  }

  @Test
  void wordsInAnotherOrderWouldBeNoticed() throws IOException {
    TransformerForward architecture = TransformerForward.of(TinyModel.folder());
    long[] ids = encode(TinyModel.folder()).get(2);
    long[] swapped = ids.clone();
    swapped[1] = ids[2];
    swapped[2] = ids[1];

    assertThat(difference(architecture.logits(ids), architecture.logits(swapped)))
        .isGreaterThan(10 * Tolerance.LOGIT);
  }

  @Test
  void differentTextsGetDifferentAnswers() {
    float[][] found = classify(TinyModel.folder(), 1);

    for (int one = 0; one < found.length; one++) {
      for (int other = 0; other < one; other++) {
        assertThat(difference(found[one], new double[] {found[other][0], found[other][1]}))
            .as("texts %d and %d", one, other)
            .isGreaterThan(2 * Tolerance.LOGIT);
      }
    }
  }

  private static List<long[]> encode(ModelFolder model) {
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      return TEXTS.stream().map(tokenizer::encode).toList();
    }
  }

  private static float[][] classify(ModelFolder model, int batchSize) {
    try (Classifier classifier =
        OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, batchSize))) {
      return classifier.classify(TEXTS);
    }
  }

  private static double difference(float[] found, double[] expected) {
    return difference(new double[] {found[0], found[1]}, expected);
  }

  private static double difference(double[] one, double[] other) {
    return Math.max(Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1]));
  }
}

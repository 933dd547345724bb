package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.corpus.Call;
import distilbench.corpus.Corpus;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.PrepackedWeights;
import distilbench.inference.SessionSettings;
import distilbench.model.Described;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.Task;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the ways to run a model make of its answers passes; another text's answer does not. */
class ToleranceTest {
  private static final Corpus.Selection TEXTS = Corpus.of(Corpus.BUILT_IN).spread(24);
  private static final float[] VECTOR = {0.6f, 0, -0.8f};

  @TempDir private static Path temp;
  private static ModelFolder encoder;
  private static ReferenceSet embeddings;

  @BeforeAll
  static void embed() throws IOException {
    encoder = TinyModel.encoderTo(temp.resolve("encoder"));
    ReferenceBuilder.build(encoder, TEXTS, 1, TinyModel.NOWHERE);
    embeddings = ReferenceSet.read(ReferenceSet.file(encoder, TEXTS), encoder.width());
    PrepackedWeights.of(encoder).build(encoder, TinyModel.NOWHERE);
  }

  @ParameterizedTest
  @CsvSource({
    "PRIVATE, 2, 1",
    "PRIVATE, 1, 8",
    "MAPPED, 1, 1",
    "MAPPED, 2, 8",
    "PREPACKED, 1, 1",
    "PREPACKED, 2, 8"
  })
  void anEncoderMayBeRunInEveryWay(Weights weights, int threads, int batchSize) {
    Call call = new Call(TEXTS.texts());
    try (Classifier classifier =
        OnnxClassifier.open(encoder, weights, new SessionSettings(threads, false, batchSize))) {
      float[][] answers = classifier.classify(call.texts());

      assertThat(answers).hasDimensions(24, 32);
      new AnswerCheck(embeddings, encoder.description()).check(call, answers);
    }
  }

  @Test
  void theEmbeddingOfAnotherTextIsWrong() {
    List<float[]> vectors = embeddings.entries().stream().map(ReferenceSet.Entry::logits).toList();

    for (float[] one : vectors) {
      assertThat(vectors)
          .filteredOn(other -> Tolerance.EMBEDDING.allows(one, other))
          .containsExactly(one);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // quantized, largest logit of the run -> tolerance
    "false, 0.1, 1e-4",
    "false, 4, 1e-4",
    "false, 10, 1e-4",
    "false, 80, 8e-4",
    "true, 4, 0.4",
    "true, 0.5, 0.05"
  })
  void logitsMayDifferByWhatTheLargestOfTheRunAllows(
      boolean quantized, float largest, double expected) {
    ReferenceSet reference =
        new ReferenceSet(0, List.of(entry(1, 0.01f, -0.01f), entry(2, 0, -largest)));

    Tolerance tolerance = Tolerance.of(model(Task.CLASSIFICATION, quantized), reference);

    float[] wanted = {0, 0};
    assertThat(tolerance.allows(wanted, new float[] {0, (float) (expected * 0.99)})).isTrue();
    assertThat(tolerance.allows(wanted, new float[] {(float) (-expected * 1.01), 0})).isFalse();
  }

  @Test
  void embeddingsAreHeldToTheirTaskAndPrecision() {
    ReferenceSet reference = new ReferenceSet(0, List.of(entry(1, VECTOR)));

    assertThat(Tolerance.of(model(Task.EMBEDDING, false), reference))
        .isEqualTo(Tolerance.EMBEDDING);
    assertThat(Tolerance.of(model(Task.EMBEDDING, true), reference))
        .isEqualTo(Tolerance.COARSE_EMBEDDING);
  }

  @Test
  void oneNumberOfAnEmbeddingMayNotBeOff() {
    float[] off = {0.6f, 2e-5f, -0.8f};

    assertThat(Tolerance.EMBEDDING.allows(VECTOR, off)).isFalse();
    assertThat(Tolerance.EMBEDDING.allows(times(VECTOR, 10), times(off, 10))).isFalse();
    assertThat(Tolerance.COARSE_EMBEDDING.allows(VECTOR, off)).isTrue();
    assertThat(Tolerance.EMBEDDING.allows(VECTOR, new float[] {0.6f, 9e-6f, -0.8f})).isTrue();
  }

  @Test
  void anEmbeddingMayNotPointElsewhere() {
    float[] wanted = new float[400];
    Arrays.fill(wanted, 1);
    float[] turned = wanted.clone();
    for (int i = 0; i < turned.length; i += 2) {
      // No number is off by more than 0.03 of the norm, which is 20.
      turned[i] = 0.4f;
    }

    assertThat(Tolerance.COARSE_EMBEDDING.allows(wanted, turned)).isFalse();
    assertThat(new Tolerance.Embedding(0.06, 1).allows(wanted, turned)).isTrue();
  }

  @Test
  void anEmbeddingMayNotHaveAnotherLength() {
    assertThat(Tolerance.EMBEDDING.allows(VECTOR, times(VECTOR, 1.0001f))).isFalse();
    assertThat(Tolerance.COARSE_EMBEDDING.allows(VECTOR, times(VECTOR, 1.1f))).isFalse();
  }

  @Test
  void vectorsOfZerosAreEqual() {
    assertThat(Tolerance.EMBEDDING.allows(new float[3], new float[3])).isTrue();
    assertThat(Tolerance.EMBEDDING.allows(new float[3], VECTOR)).isFalse();
    assertThat(Tolerance.EMBEDDING.allows(VECTOR, new float[3])).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity"})
  void whatIsNotFiniteIsWrong(float number) {
    float[] found = VECTOR.clone();
    found[1] = number;

    for (Tolerance tolerance :
        List.of(Tolerance.EMBEDDING, Tolerance.COARSE_EMBEDDING, new Tolerance.Logits(0.4))) {
      assertThat(tolerance.allows(VECTOR, found)).isFalse();
      assertThat(tolerance.allows(new float[3], found)).isFalse();
    }
  }

  private static float[] times(float[] vector, float factor) {
    float[] product = vector.clone();
    for (int i = 0; i < product.length; i++) {
      product[i] *= factor;
    }
    return product;
  }

  private static ReferenceSet.Entry entry(int number, float... answer) {
    return new ReferenceSet.Entry(number, "text " + number, 3, false, answer);
  }

  private static ModelDescription model(Task task, boolean quantized) {
    return Described.as(TinyModel.folder().description()).task(task).quantized(quantized).build();
  }
}

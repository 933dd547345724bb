package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.Operations;
import distilbench.model.Pooling;
import distilbench.model.Task;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained model, quantized, from the files as its makers export them. */
class MiniLmTest {
  private static final int LAYERS = 6;
  private static final double HIDDEN = 384;
  private static final double INNER = 1536;

  @TempDir private static Path temp;
  private static ModelFolder model;

  @BeforeAll
  static void importIt() throws IOException {
    Path folder = MiniLm.unpack(MiniLm.QUANTIZED, temp.resolve("minilm"));
    EmbeddingHeadTest.write(folder, "mean_tokens", true);
    model = ModelImport.prepare(folder, temp.resolve("imported"), TinyModel.NOWHERE);
  }

  @Test
  void itsGraphTellsWhatItIs() {
    ModelDescription description = model.description();

    assertThat(description.task()).isEqualTo(Task.EMBEDDING);
    assertThat(description.quantized()).isTrue();
    assertThat(description.unsuited()).isEmpty();
    assertThat(description.signature().inputs())
        .extracting(input -> input.name())
        .containsExactly("input_ids", "attention_mask", "token_type_ids");
    assertThat(description.signature().output()).isEqualTo("last_hidden_state");
    assertThat(description.signature().pooling()).isEqualTo(Pooling.MEAN);
    assertThat(model.width()).isEqualTo((int) HIDDEN);
    double matrices = LAYERS * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * INNER);
    assertThat(description.matrixBytes()).as("one byte each").isEqualTo((long) matrices);
    assertThat(description.operations())
        .isEqualTo(new Operations(0, 2 * matrices, LAYERS * 4 * HIDDEN));
  }

  @Test
  void relatedSentencesAreNearerToEachOtherThanOthers() {
    List<List<String>> pairs =
        List.of(
            List.of("A man is playing a guitar.", "Somebody makes music on a guitar."),
            List.of("The wine tastes of ripe cherries.", "A red wine with a flavour of cherry."),
            List.of("The stock market fell sharply.", "Share prices dropped a lot today."),
            List.of("She is baking bread.", "A woman puts dough into the oven."));
    List<String> sentences = pairs.stream().flatMap(List::stream).toList();

    float[][] vectors;
    try (Classifier classifier =
        OnnxClassifier.open(model, Weights.PREPACKED, new SessionSettings(1, false, 1))) {
      vectors = classifier.classify(sentences);
    }

    for (int one = 0; one < vectors.length; one++) {
      int partner = one ^ 1;
      assertThat(cosine(vectors[one], vectors[one])).isCloseTo(1, within(1e-5));
      for (int other = 0; other < vectors.length; other++) {
        if (other != one && other != partner) {
          assertThat(cosine(vectors[one], vectors[partner]))
              .as("%s / %s", sentences.get(one), sentences.get(other))
              .isGreaterThan(cosine(vectors[one], vectors[other]) + 0.2);
        }
      }
    }
  }

  /** Of vectors of length 1. */
  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}

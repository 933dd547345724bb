package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.PrepackedWeights;
import distilbench.inference.SessionSettings;
import distilbench.inference.TextTokenizer;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Imports the model of a folder and compares it with what PyTorch answers: token ids exactly,
 * logits and embeddings within {@link #TOLERANCE}, however the weights are held.
 */
final class PythonComparison {
  /** Of logits and of embeddings' components, both of which are of the order of 1. */
  static final double TOLERANCE = 1e-4;

  private static final int SEVERAL = 4;

  private final PythonAnswers expected;
  private final ModelFolder model;
  private double greatestDifference;

  private PythonComparison(PythonAnswers expected, ModelFolder model) {
    this.expected = expected;
    this.model = model;
  }

  /**
   * Compares; returns what was found, in one line.
   *
   * @param place where to put what is imported
   */
  static String of(Path folder, Path place) throws IOException {
    PythonAnswers expected = PythonAnswers.of(folder);
    Map<Path, Long> before = files(folder);
    ModelFolder model =
        ModelImport.prepare(folder.resolve(expected.given()).normalize(), place, TinyModel.NOWHERE);
    assertThat(files(folder)).as("the folder itself").isEqualTo(before);
    PythonComparison comparison = new PythonComparison(expected, model);
    comparison.compareDescription();
    comparison.compareTokens();
    for (Weights weights : Weights.values()) {
      if (!model.description().unsuited().containsKey(weights)) {
        comparison.compareAnswers(weights);
      }
    }
    return String.format(
        "%s: %d texts, greatest difference %.1e%s",
        folder.getFileName(),
        expected.texts().size(),
        comparison.greatestDifference,
        model.description().unsuited().isEmpty()
            ? ""
            : ", without " + model.description().unsuited());
  }

  /** Names of all files, with the times of their last changes. */
  private static Map<Path, Long> files(Path folder) throws IOException {
    Map<Path, Long> changes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        changes.put(file, Files.getLastModifiedTime(file).toMillis());
      }
    }
    return changes;
  }

  private void compareDescription() {
    ModelDescription description = model.description();
    assertThat(description.task()).isEqualTo(expected.task());
    assertThat(description.labels()).isEqualTo(expected.labels());
    assertThat(description.quantized()).isEqualTo(expected.quantized());
    assertThat(model.width()).isEqualTo(expected.texts().get(0).answer().length);
  }

  private void compareTokens() {
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      for (PythonAnswers.Answered text : expected.texts()) {
        assertThat(tokenizer.encode(text.text()))
            .as("token ids of '%s'", text.text())
            .isEqualTo(text.ids());
      }
    }
  }

  private void compareAnswers(Weights weights) {
    if (weights == Weights.PREPACKED) {
      PrepackedWeights.of(model).build(model, TinyModel.NOWHERE);
    }
    compareAnswers(weights, 1);
    if (expected.sameInBatches()) {
      compareAnswers(weights, SEVERAL);
    }
  }

  private void compareAnswers(Weights weights, int batchSize) {
    List<String> texts = expected.texts().stream().map(PythonAnswers.Answered::text).toList();
    try (Classifier classifier =
        OnnxClassifier.open(model, weights, new SessionSettings(1, false, batchSize))) {
      float[][] answers = classifier.classify(texts);
      for (int i = 0; i < texts.size(); i++) {
        float[] answer = expected.texts().get(i).answer();
        double difference = greatestDifference(answers[i], answer);
        assertThat(difference)
            .as("answer to '%s', weights %s, batches of %d", texts.get(i), weights, batchSize)
            .isLessThan(TOLERANCE);
        greatestDifference = Math.max(greatestDifference, difference);
      }
    }
  }

  private static double greatestDifference(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double greatest = 0;
    for (int i = 0; i < found.length; i++) {
      // Not Math.max alone: NaN must not pass.
      double difference = Math.abs(found[i] - (double) expected[i]);
      greatest =
          Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(greatest, difference);
    }
    return greatest;
  }
}

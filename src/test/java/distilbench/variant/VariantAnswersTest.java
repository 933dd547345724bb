package distilbench.variant;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.importing.Imported;
import distilbench.importing.TorchFolder;
import distilbench.importing.TorchFolder.Kind;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.PrepackedWeights;
import distilbench.inference.SessionSettings;
import distilbench.inference.TextTokenizer;
import distilbench.inference.TransformerForward;
import distilbench.model.Graph;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What variants answer, compared with the architecture computed from its definition. */
class VariantAnswersTest {
  /** float32 against double. */
  private static final double TOLERANCE = 1e-4;

  private static final ModelVariant CLS_ONLY = new ModelVariant(Graph.CLS_ONLY, Precision.FP32);
  private static final ModelVariant BOTH = new ModelVariant(Graph.CLS_ONLY, Precision.INT8);
  private static final ModelVariant INT8 = new ModelVariant(Graph.STANDARD, Precision.INT8);

  /** One of two tokens, one that is cut at the longest length, others of the corpus. */
  private static final List<String> TEXTS =
      Stream.concat(
              Stream.of("", "Plum. ".repeat(400)),
              Corpus.of(Corpus.BUILT_IN).spread(16).texts().stream().map(NumberedText::text))
          .toList();

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 18})
  void theFirstTokenAloneIsEnough(int batchSize) throws IOException {
    ModelFolder tiny = TinyModel.copyTo(temp.resolve("tiny"));
    double[][] expected = expected(TransformerForward.of(tiny), tiny, TEXTS);

    assertThat(
            largest(classify(prepare(tiny, CLS_ONLY), Weights.PRIVATE, TEXTS, batchSize), expected))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"BERT, 3", "ROBERTA, 5", "XLM_ROBERTA, 1"})
  void classifiersOfAllFamiliesReadTheFirstToken(Kind kind, int labels) throws IOException {
    TorchFolder folder = TorchFolder.classifier(kind, labels);
    ModelFolder model = Imported.of(folder.writeTo(temp.resolve("given")), temp.resolve("made"));
    List<String> texts = List.of("", "Plum and cherry.", "i ".repeat(100), "q a q");
    double[][] expected = expected(folder.forward(), model, texts);

    assertThat(largest(classify(prepare(model, CLS_ONLY), Weights.PRIVATE, texts, 4), expected))
        .isLessThan(TOLERANCE);
  }

  @Test
  void integerProductsAreThoseOfTheDefinition() throws IOException {
    ModelFolder tiny = TinyModel.copyTo(temp.resolve("tiny"));
    TransformerForward exact = TransformerForward.of(tiny);
    int limit = IntegerWeights.RANGE.limit();
    double[][] integers = expected(exact.inIntegers(limit), tiny, TEXTS);

    float[][] found = classify(prepare(tiny, INT8), Weights.PRIVATE, TEXTS, 1);

    // A number that lies on the edge between two integers may fall to either side.
    assertThat(median(found, integers)).isLessThan(TOLERANCE);
    assertThat(median(found, expected(exact, tiny, TEXTS))).isGreaterThan(10 * TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(Weights.class)
  void integersAreAnsweredAlikeHoweverTheyAreHeld(Weights weights) throws IOException {
    ModelFolder model = prepare(TinyModel.copyTo(temp.resolve("tiny")), BOTH);
    PrepackedWeights.of(model).build(model, TinyModel.NOWHERE);

    float[][] found = classify(model, weights, TEXTS, 1);

    assertThat(model.description().unsuited()).isEmpty();
    assertThat(largest(found, doubles(classify(model, Weights.PRIVATE, TEXTS, 1))))
        .isLessThan(TOLERANCE);
  }

  /** What is quantized of a batch depends on all texts in it. */
  @Test
  void paddingMovesAnswersOfIntegersButNotFar() throws IOException {
    ModelFolder model = prepare(TinyModel.copyTo(temp.resolve("tiny")), INT8);
    double[][] alone = doubles(classify(model, Weights.PRIVATE, TEXTS, 1));

    double moved = largest(classify(model, Weights.PRIVATE, TEXTS, TEXTS.size()), alone);

    assertThat(moved).isPositive().isLessThan(Tolerance.COARSE_LOGIT_SHARE * largest(alone));
  }

  private ModelFolder prepare(ModelFolder base, ModelVariant variant) {
    return VariantModel.prepare(base, variant, TinyModel.NOWHERE);
  }

  private static double[][] expected(
      TransformerForward architecture, ModelFolder model, List<String> texts) {
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      return texts.stream()
          .map(tokenizer::encode)
          .map(architecture::logits)
          .toArray(double[][]::new);
    }
  }

  private static float[][] classify(
      ModelFolder model, Weights weights, List<String> texts, int batchSize) {
    try (Classifier classifier =
        OnnxClassifier.open(model, weights, new SessionSettings(1, false, batchSize))) {
      return classifier.classify(texts);
    }
  }

  private static double[][] doubles(float[][] answers) {
    return Stream.of(answers)
        .map(answer -> IntStream.range(0, answer.length).mapToDouble(i -> answer[i]).toArray())
        .toArray(double[][]::new);
  }

  private static double largest(double[][] answers) {
    return Stream.of(answers).flatMapToDouble(DoubleStream::of).map(Math::abs).max().orElseThrow();
  }

  private static double largest(float[][] found, double[][] expected) {
    return differences(found, expected).max().orElseThrow();
  }

  private static double median(float[][] found, double[][] expected) {
    double[] sorted = differences(found, expected).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** The largest of each text's logits. */
  private static DoubleStream differences(float[][] found, double[][] expected) {
    double[][] numbers = doubles(found);
    return IntStream.range(0, expected.length)
        .mapToDouble(
            text ->
                IntStream.range(0, expected[text].length)
                    .mapToDouble(i -> Math.abs(numbers[text][i] - expected[text][i]))
                    .max()
                    .orElseThrow());
  }
}

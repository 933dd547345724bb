package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.importing.TorchFolder.Kind;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.TextTokenizer;
import distilbench.inference.TransformerForward;
import distilbench.model.ModelFolder;
import distilbench.model.Pooling;
import distilbench.model.Task;
import distilbench.model.Weights;
import distilbench.model.safetensors.RawFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An imported model answers what its definition says, however its folder is laid out. */
class SafetensorsAnswersTest {
  /** float32 against double. */
  private static final double TOLERANCE = 1e-4;

  /** The shortest, one that is cut, and one with a word that is RoBERTa's padding here. */
  private static final List<String> TEXTS =
      List.of("", "Plum and cherry.", "x", "a b c d e f g h", "i ".repeat(100), "q a q");

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({"DISTILBERT, 2", "BERT, 3", "ROBERTA, 5", "XLM_ROBERTA, 1"})
  void aClassifierOfAnyNumberOfLabels(Kind kind, int labels) throws IOException {
    TorchFolder folder = TorchFolder.classifier(kind, labels);

    ModelFolder model = Imported.of(folder.writeTo(temp.resolve("given")), temp.resolve("made"));

    assertThat(model.description().family()).isEqualTo(kind.modelType);
    assertThat(model.description().task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(model.description().labels())
        .hasSize(labels)
        .startsWith("label A")
        .isEqualTo(IntStream.range(0, labels).mapToObj(i -> "label " + (char) ('A' + i)).toList());
    assertLogits(model, folder.forward());
  }

  @ParameterizedTest
  @EnumSource
  void anEncoderGivesTheMeanOfItsTokens(Kind kind) throws IOException {
    TorchFolder folder = TorchFolder.encoder(kind);

    ModelFolder model = Imported.of(folder.writeTo(temp.resolve("given")), temp.resolve("made"));

    assertThat(model.description().task()).isEqualTo(Task.EMBEDDING);
    assertThat(model.description().labels()).isEmpty();
    assertThat(model.description().signature().pooling()).isEqualTo(Pooling.MEAN);
    assertThat(model.width()).isEqualTo(TorchFolder.HIDDEN);
    assertEmbeddings(model, folder.forward());
  }

  /** By their definitions, as PyTorch has them. */
  @ParameterizedTest
  @ValueSource(strings = {"gelu_new", "gelu_pytorch_tanh", "relu"})
  void otherActivations(String name) throws IOException {
    DoubleUnaryOperator function =
        name.equals("relu")
            ? x -> Math.max(0, x)
            : x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    TorchFolder folder = TorchFolder.classifier(Kind.BERT, 2).withActivation(name, function);

    ModelFolder model = Imported.of(folder.writeTo(temp.resolve("given")), temp.resolve("made"));

    assertLogits(model, folder.forward());
  }

  @Test
  void namesWithoutPrefixInTheSpellingOf2018AndBuffersBesides() throws IOException {
    TorchFolder folder = TorchFolder.classifier(Kind.BERT, 2);
    TransformerForward forward = folder.forward();
    UnaryOperator<String> old =
        name ->
            name.replaceFirst("^bert\\.", "")
                .replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta");
    folder.renamed(old).writeAllButWeights(temp.resolve("given"));
    RawFile weights =
        folder
            .weights()
            .add("embeddings.position_ids", "I64", List.of(1, 66), new byte[66 * 8])
            .add("cls.predictions.bias", List.of(2), 1, 2);
    Files.write(temp.resolve("given/model.safetensors"), weights.bytes());

    assertLogits(Imported.of(temp.resolve("given"), temp.resolve("made")), forward);
  }

  @Test
  void anEncoderWhoseNamesHaveThePrefix() throws IOException {
    TorchFolder folder = TorchFolder.encoder(Kind.ROBERTA);
    TransformerForward forward = folder.forward();
    folder.renamed(name -> "roberta." + name);
    folder.config().putArray("architectures").add("RobertaForMaskedLM");
    folder.with("lm_head.bias", List.of(1), 1f).writeTo(temp.resolve("given"));

    assertEmbeddings(Imported.of(temp.resolve("given"), temp.resolve("made")), forward);
  }

  @Test
  void shards() throws IOException {
    TorchFolder folder = TorchFolder.classifier(Kind.DISTILBERT, 2);
    Path given = folder.writeAllButWeights(temp.resolve("given"));
    List<String> names = folder.names();
    List<String> first = names.subList(0, 10);
    List<String> second = names.subList(10, names.size());
    Files.write(given.resolve("one.safetensors"), folder.weights(first).bytes());
    Files.write(given.resolve("two.safetensors"), folder.weights(second).bytes());
    List<String> entries =
        names.stream()
            .map(
                name ->
                    String.format(
                        "\"%s\":\"%s.safetensors\"", name, first.contains(name) ? "one" : "two"))
            .toList();
    Files.writeString(
        given.resolve("model.safetensors.index.json"),
        "{\"weight_map\":{" + String.join(",", entries) + "}}");

    ModelFolder model = Imported.of(given, temp.resolve("made"));

    assertLogits(model, folder.forward());
  }

  /** Numbers that both types hold exactly. */
  @ParameterizedTest
  @ValueSource(strings = {"F16", "BF16"})
  void halves(String type) throws IOException {
    TorchFolder folder = TorchFolder.classifier(Kind.DISTILBERT, 2);
    RawFile weights = new RawFile();
    for (String name : folder.names()) {
      float[] values = folder.values(name);
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.scalb(Math.round(values[i] * 64), -6);
        bytes.putShort(type.equals("F16") ? half(values[i]) : brainHalf(values[i]));
      }
      weights.add(name, type, folder.shape(name), bytes.array());
    }
    folder.writeAllButWeights(temp.resolve("given"));
    Files.write(temp.resolve("given/model.safetensors"), weights.bytes());

    assertLogits(Imported.of(temp.resolve("given"), temp.resolve("made")), folder.forward());
  }

  private static short brainHalf(float value) {
    return (short) (Float.floatToIntBits(value) >>> 16);
  }

  /** Of multiples of 1/64 below 16. */
  private static short half(float value) {
    if (value == 0) {
      return 0;
    }
    int bits = Float.floatToIntBits(value);
    int exponent = (bits >>> 23 & 0xff) - 127 + 15;
    return (short) (bits >>> 16 & 0x8000 | exponent << 10 | bits >>> 13 & 0x3ff);
  }

  private static void assertLogits(ModelFolder model, TransformerForward forward) {
    List<double[]> expected = encode(model).stream().map(forward::logits).toList();

    for (int batchSize : List.of(1, TEXTS.size())) {
      assertClose(answers(model, batchSize), expected);
    }
    assertThat(expected.get(1)).isNotEqualTo(expected.get(3));
  }

  private static void assertEmbeddings(ModelFolder model, TransformerForward forward) {
    List<double[]> expected = encode(model).stream().map(ids -> mean(forward.hidden(ids))).toList();

    for (int batchSize : List.of(1, TEXTS.size())) {
      assertClose(answers(model, batchSize), expected);
    }
  }

  private static double[] mean(double[][] rows) {
    return IntStream.range(0, rows[0].length)
        .mapToDouble(i -> Arrays.stream(rows).mapToDouble(row -> row[i]).average().orElseThrow())
        .toArray();
  }

  private static void assertClose(float[][] found, List<double[]> expected) {
    double largest = 0;
    for (int text = 0; text < found.length; text++) {
      assertThat(found[text]).hasSize(expected.get(text).length);
      for (int i = 0; i < found[text].length; i++) {
        largest = Math.max(largest, Math.abs(found[text][i] - expected.get(text)[i]));
      }
    }
    assertThat(largest).as("largest difference").isLessThan(TOLERANCE);
  }

  private static List<long[]> encode(ModelFolder model) {
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      return TEXTS.stream().map(tokenizer::encode).toList();
    }
  }

  private static float[][] answers(ModelFolder model, int batchSize) {
    try (Classifier classifier =
        OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, batchSize))) {
      return classifier.classify(TEXTS);
    }
  }
}

package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.importing.TorchFolder.Kind;
import distilbench.model.TinyModel;
import distilbench.model.safetensors.RawFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder that cannot be wired is refused in one line that names file and tensor, or key. */
class SafetensorsRefusalTest {
  private static final String QUERY = "bert.encoder.layer.1.attention.self.query.weight";

  @TempDir Path temp;

  private TorchFolder folder;
  private Path weights;

  @BeforeEach
  void begin() {
    folder = TorchFolder.classifier(Kind.BERT, 2);
    weights = temp.resolve("model.safetensors");
  }

  @Test
  void aMissingTensor() throws IOException {
    folder.without(QUERY);

    assertRefused().hasMessageContaining(weights + " has no tensor '" + QUERY + "'");
  }

  @Test
  void anExtraTensor() throws IOException {
    folder.with("bert.encoder.layer.2.output.dense.bias", List.of(1), 1f);

    assertRefused()
        .hasMessageContaining(
            weights + ": tensor 'bert.encoder.layer.2.output.dense.bias' belongs to no part");
  }

  @Test
  void aTensorOfAnotherShape() throws IOException {
    folder.with(QUERY, List.of(24, 25), new float[24 * 25]);

    assertRefused()
        .hasMessageContaining(
            weights + ": tensor '" + QUERY + "' has shape [24, 25], config.json says [24, 24]");
  }

  @Test
  void aTensorThatIsThereUnderTwoNames() throws IOException {
    folder.with(QUERY.replace("bert.", ""), List.of(24, 24), new float[24 * 24]);

    assertRefused().hasMessageContaining("is there again as '" + QUERY + "'");
  }

  @ParameterizedTest
  @CsvSource({"F64, 8", "I8, 1", "F8_E4M3, 1", "I64, 8"})
  void aTensorOfAnotherType(String type, int bytes) throws IOException {
    List<String> others = folder.names().stream().filter(name -> !name.equals(QUERY)).toList();
    folder.writeAllButWeights(temp);
    RawFile file =
        folder.weights(others).add(QUERY, type, List.of(24, 24), new byte[24 * 24 * bytes]);
    Files.write(weights, file.bytes());

    assertRefusedAsWritten()
        .hasMessageContaining(weights + ": tensor '" + QUERY + "' is of type " + type);
  }

  @Test
  void aValueThatIsNotFinite() throws IOException {
    folder.values(QUERY)[30] = Float.NaN;
    folder.writeTo(temp);
    Path target = Files.createDirectory(temp.resolve("made"));

    assertThatThrownBy(() -> SafetensorsSource.open(temp).write(target, TinyModel.NOWHERE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(weights + ": tensor '" + QUERY + "' holds NaN at index 30");
  }

  @Test
  void aTruncatedFile() throws IOException {
    folder.writeTo(temp);
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length - 100));

    assertRefusedAsWritten()
        .hasMessageContaining(weights + " is no whole safetensors file: tensor 'classifier.");
  }

  @Test
  void aClassifierWithoutItsHead() throws IOException {
    folder.without("classifier.weight").without("classifier.bias");

    assertRefused()
        .hasMessageContaining(
            "has no tensor 'classifier.weight', which a BertForSequenceClassification");
  }

  @Test
  void anEncoderWithAHeadThatItDoesNotName() throws IOException {
    folder.config().putArray("architectures").add("BertModel");

    assertRefused().hasMessageContaining("tensor 'classifier.weight' belongs to no part");
  }

  @Test
  void labelsThatAreNotTheClassifiers() throws IOException {
    ((ObjectNode) folder.config().path("id2label")).put("2", "third");

    assertRefused().hasMessageContaining("id2label names 3 classes, the model has 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "architectures           | [\"BertForTokenClassification\"] | classifiers of texts",
        "model_type              | \"deberta-v2\"   | distilbert, bert, roberta, xlm-roberta can be",
        "model_type              | \"\\u001b[2J\"   | says \"\\u001B[2J\" for model_type",
        "hidden_act              | \"silu\"         | gelu, gelu_new and relu can be wired",
        "position_embedding_type | \"relative_key\" | only absolute positions can be wired",
        "is_decoder              | true             | only encoders can be wired",
        "num_hidden_layers       | 0                | a whole number from 1 to 1000 is needed",
        "num_hidden_layers       | 2000000000       | a whole number from 1 to 1000 is needed",
        "num_hidden_layers       | 3                | has no tensor 'bert.encoder.layer.2.",
        "num_hidden_layers       | 1                | tensor 'bert.encoder.layer.1.",
        "num_attention_heads     | 7                | a divisor of the hidden size 24 is needed",
        "hidden_size             | 2147483647       | a whole number",
        "hidden_size             | \"24\"           | says \"24\" for hidden_size",
        "intermediate_size       | null             | says null for intermediate_size",
        "vocab_size              | 30522            | config.json says [30522, 24]",
        "type_vocab_size         | 1                | config.json says [1, 24]",
        "layer_norm_eps          | -1               | a number above 0 and below 1",
        "pad_token_id            | 2000             | a whole number from 0 to 1999"
      })
  void aConfigThatCannotBeWired(String key, String value, String problem) throws IOException {
    folder.writeTo(temp);
    folder.config().set(key, new ObjectMapper().readTree(value));
    Files.writeString(temp.resolve("config.json"), folder.config().toString());

    assertRefusedAsWritten().hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":NaN}"})
  void aConfigThatIsNone(String content) throws IOException {
    folder.writeTo(temp);
    Files.writeString(temp.resolve("config.json"), content);

    assertRefusedAsWritten().hasMessageContaining(temp.resolve("config.json").toString());
  }

  @Test
  void aFolderWithoutConfig() throws IOException {
    folder.writeTo(temp);
    Files.delete(temp.resolve("config.json"));

    assertRefusedAsWritten().hasMessageContaining(temp + " has no config.json");
  }

  /** RoBERTa's first positions belong to padding. */
  @Test
  void tooFewPositions() throws IOException {
    folder = TorchFolder.classifier(Kind.ROBERTA, 2);
    folder.config().put("max_position_embeddings", 2);

    assertRefused().hasMessageContaining("says 2 for max_position_embeddings");
  }

  @Test
  void aTokenizerWithMoreEntriesThanTheEmbedding() throws IOException {
    folder.writeTo(temp);
    Files.copy(
        TinyModel.folder().tokenizer(), Files.newOutputStream(temp.resolve("tokenizer.json")));

    assertRefusedAsWritten()
        .hasMessageContaining("the tokenizer gives ids up to 30521")
        .hasMessageContaining("the word embedding of model.safetensors has 2000 rows");
  }

  /** AutoModel would write it without its classifier. */
  @ParameterizedTest
  @ValueSource(strings = {"pytorch_model.bin", "pytorch_model.bin.index.json"})
  void pickledWeightsAloneAreRefusedWithTheWayToConvertThem(String name) throws IOException {
    folder.writeAllButWeights(temp);
    Files.writeString(temp.resolve(name), "pickle");

    assertThat(SafetensorsSource.isOne(temp)).isFalse();
    assertRefusedAsWritten()
        .hasMessage(
            "%1$s has its weights only as %2$s, which can run programs and is not read; in Python,"
                + " transformers.BertForSequenceClassification.from_pretrained('%1$s')"
                + ".save_pretrained('%1$s') writes model.safetensors",
            temp, name);
  }

  @Test
  void aFolderWithoutWeights() throws IOException {
    folder.writeAllButWeights(temp);

    assertRefusedAsWritten()
        .hasMessageContaining(temp + " has neither model.safetensors nor an ONNX file; ");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() throws IOException {
    folder.writeTo(temp);
    return assertRefusedAsWritten();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefusedAsWritten() {
    return assertThatThrownBy(() -> SafetensorsSource.open(temp))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(temp.toString())
        .hasMessageNotContaining("\n");
  }
}

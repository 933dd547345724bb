package distilbench.exporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.InvalidInputException;
import distilbench.importing.Imported;
import distilbench.importing.TorchFolder;
import distilbench.importing.TorchFolder.Kind;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.model.Manifest;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.model.graph.StoredTensor;
import distilbench.model.safetensors.Checkpoint;
import distilbench.reference.AnsweredTexts;
import distilbench.storage.FileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported is the same model to whoever reads Hugging Face folders, us included. */
class HuggingFaceExportTest {
  @TempDir Path temp;

  private Path folder;

  private ModelFolder exportAndImport(ModelFolder model) throws IOException {
    folder = temp.resolve("exported");
    HuggingFaceExport.write(model, folder, TinyModel.NOWHERE);
    return Imported.of(folder, temp.resolve("again"));
  }

  @Test
  void theTinyModelComesBackByteForByte() throws IOException {
    ModelFolder again = exportAndImport(TinyModel.folder());

    assertThat(again.weights()).hasSameBinaryContentAs(TinyModel.folder().weights());
    assertThat(again.modelSha()).isEqualTo(TinyModel.folder().modelSha());
    assertThat(again.description()).isEqualTo(TinyModel.folder().description());
    assertThat(logits(again)).isDeepEqualTo(logits(TinyModel.folder()));
  }

  @ParameterizedTest
  @EnumSource
  void classifiersComeBackByteForByte(Kind kind) throws IOException {
    TorchFolder torch = TorchFolder.classifier(kind, 3).withActivation("gelu_new", x -> Double.NaN);
    ModelFolder model = Imported.of(torch.writeTo(temp.resolve("given")), temp.resolve("made"));

    ModelFolder again = exportAndImport(model);

    assertThat(again.modelSha()).isEqualTo(model.modelSha());
    assertThat(again.description()).isEqualTo(model.description());
    assertThat(Checkpoint.open(folder).tensors().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Checkpoint.open(temp.resolve("given")).tensors().keySet());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void encodersComeBackWithTheirPooling(boolean normalized) throws IOException {
    Path given = TorchFolder.encoder(Kind.BERT).writeTo(temp.resolve("given"));
    Files.writeString(given.resolve("modules.json"), ExportedHead.modules(normalized).toString());
    Files.createDirectory(given.resolve("1_Pooling"));
    Files.writeString(
        given.resolve("1_Pooling/config.json"),
        "{\"word_embedding_dimension\":24,\"pooling_mode_cls_token\":true}");
    ModelFolder model = Imported.of(given, temp.resolve("made"));

    ModelFolder again = exportAndImport(model);

    assertThat(again.modelSha()).isEqualTo(model.modelSha());
    assertThat(again.description()).isEqualTo(model.description());
    assertThat(again.description().signature().normalized()).isEqualTo(normalized);
  }

  /** As a DistilBertForSequenceClassification has them. */
  @Test
  void tensorsHaveTheNamesAndShapesOfPyTorch() throws IOException {
    exportAndImport(TinyModel.folder());

    var tensors = Checkpoint.open(folder).tensors();

    assertThat(tensors).hasSize(2 * 16 + 8);
    assertThat(tensors.get("distilbert.embeddings.word_embeddings.weight").shape())
        .containsExactly(30_522L, 32L);
    assertThat(tensors.get("distilbert.transformer.layer.1.ffn.lin1.weight").shape())
        .containsExactly(64L, 32L);
    assertThat(tensors.get("pre_classifier.bias").shape()).containsExactly(32L);
    assertThat(tensors.get("classifier.weight").shape()).containsExactly(2L, 32L);
  }

  @Test
  void theConfigIsOneOfTransformers() throws IOException {
    exportAndImport(TinyModel.folder());

    assertThat(json("config.json"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"architectures": ["DistilBertForSequenceClassification"],
                     "model_type": "distilbert", "activation": "gelu", "n_layers": 2, "dim": 32,
                     "n_heads": 4, "hidden_dim": 64, "sinusoidal_pos_embds": false,
                     "vocab_size": 30522, "max_position_embeddings": 512, "pad_token_id": 0,
                     "torch_dtype": "float32",
                     "id2label": {"0": "NEGATIVE", "1": "POSITIVE"},
                     "label2id": {"NEGATIVE": 0, "POSITIVE": 1}}
                    """));
  }

  @Test
  void theTokenizerIsTakenAsItIs() throws IOException {
    exportAndImport(TinyModel.folder());

    assertThat(folder.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(TinyModel.folder().tokenizer());
    JsonNode config = json("tokenizer_config.json");
    assertThat(config.path("tokenizer_class").asText()).isEqualTo("PreTrainedTokenizerFast");
    assertThat(config.path("model_max_length").asInt()).isEqualTo(512);
    assertThat(
            Stream.of("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
                .map(token -> config.path(token).asText()))
        .containsExactly("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    assertThat(config.path("model_input_names").toString())
        .isEqualTo("[\"input_ids\",\"attention_mask\"]");
  }

  @Test
  void anOccupiedFolderIsRefused() throws IOException {
    Files.writeString(temp.resolve("file"), "kept");

    assertThatThrownBy(() -> HuggingFaceExport.write(TinyModel.folder(), temp, TinyModel.NOWHERE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(temp + " exists already");
    assertThat(temp.resolve("file")).hasContent("kept");
  }

  @Test
  void aDamagedModelIsRefusedAndNothingIsLeft() throws IOException {
    ModelFolder model = TinyModel.copyTo(temp.resolve("model"));
    byte[] weights = Files.readAllBytes(model.weights());
    weights[1000] ^= 1;
    Files.write(model.weights(), weights);
    folder = temp.resolve("exported");

    assertThatThrownBy(() -> HuggingFaceExport.write(model, folder, TinyModel.NOWHERE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(model.weights() + " is damaged");
    assertThat(names(temp)).containsExactly("model");
  }

  /** Its weights may lie anyhow, under any names. */
  @Test
  void aModelThatWasTakenAsGivenIsRefused() throws IOException {
    ModelFolder tiny = TinyModel.copyTo(temp.resolve("model"));
    Files.write(
        tiny.graph(),
        StoredTensor.graph(tiny).toBuilder().setProducerName("pytorch").build().toByteArray());
    Map<String, FileFacts> files = new LinkedHashMap<>();
    for (String name : ModelFolder.FILES) {
      files.put(name, FileFacts.of(tiny.directory().resolve(name)));
    }
    new ObjectMapper()
        .writeValue(
            tiny.directory().resolve(ModelFolder.MANIFEST).toFile(),
            Manifest.ofImported("given", tiny.description(), files));
    ModelFolder given = ModelFolder.open(tiny.directory());

    assertThatThrownBy(
            () -> HuggingFaceExport.write(given, temp.resolve("exported"), TinyModel.NOWHERE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(given.graph() + " was not wired here");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  private static float[][] logits(ModelFolder model) {
    try (Classifier classifier =
        OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, 1))) {
      return classifier.classify(AnsweredTexts.texts());
    }
  }
}

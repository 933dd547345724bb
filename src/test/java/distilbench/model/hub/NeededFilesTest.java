package distilbench.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import distilbench.console.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeededFilesTest {
  private static final HubModel MODEL = HubModel.of("lab/model", null);

  @Test
  void safetensorsArePreferred() {
    assertThat(
            chosen(
                false,
                ".gitattributes",
                "README.md",
                "config.json",
                "model.onnx",
                "model.safetensors",
                "model.fp16.safetensors",
                "tf_model.h5",
                "special_tokens_map.json",
                "vocab.txt"))
        .containsExactly(
            "config.json", "vocab.txt", "special_tokens_map.json", "model.safetensors");
  }

  @Test
  void shardsComeWithTheirIndex() {
    assertThat(
            chosen(
                false,
                "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors",
                "model-x.safetensors",
                "model.safetensors.index.json",
                "tokenizer.json"))
        .containsExactly(
            "tokenizer.json",
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors");
  }

  @Test
  void withoutSafetensorsTheGraphComesWithItsData() {
    assertThat(
            chosen(
                false,
                "vocab.txt",
                "model.onnx.data",
                "onnx/config.json",
                "onnx/model.onnx",
                "onnx/model.onnx_data",
                "onnx/model.onnx_data_1",
                "onnx/model_quantized.onnx",
                "onnx/tokenizer.json"))
        .containsExactly(
            "vocab.txt",
            "onnx/config.json",
            "onnx/tokenizer.json",
            "onnx/model.onnx",
            "onnx/model.onnx_data",
            "onnx/model.onnx_data_1");
  }

  @Test
  void aGraphThatIsWantedComesWithoutTheSafetensors() {
    assertThat(
            chosen(
                true,
                "tokenizer.json",
                "model.safetensors",
                "model.onnx",
                "model.onnx.data",
                "onnx/model.onnx"))
        .containsExactly("tokenizer.json", "model.onnx", "model.onnx.data");
  }

  @Test
  void whatEmbeddingsNeedComesToo() {
    assertThat(
            chosen(
                false,
                "1_Pooling/config.json",
                "model.safetensors",
                "modules.json",
                "sentence_bert_config.json",
                "tokenizer.json"))
        .containsExactly(
            "tokenizer.json",
            "modules.json",
            "1_Pooling/config.json",
            "sentence_bert_config.json",
            "model.safetensors");
  }

  @Test
  void withoutWeightsThoseOfOtherKindsAreNamed() {
    assertFails(
        false,
        "lab/model has no model.safetensors and no model.onnx, but pytorch_model.bin; load it with"
            + " transformers, save_pretrained it, and give that folder as -p model=",
        "pytorch_model.bin",
        "vocab.txt");
    assertFails(
        true,
        "lab/model has no model.onnx or onnx/model.onnx, but onnx/model_O4.onnx; load it with"
            + " transformers, save_pretrained it, and give that folder as -p model=",
        "onnx/model_O4.onnx",
        "vocab.txt");
    assertFails(
        false,
        "lab/model has no model.safetensors and no model.onnx, but no weights at all; load it with"
            + " transformers, save_pretrained it, and give that folder as -p model=",
        "vocab.txt");
  }

  @Test
  void withoutATokenizerNothingIsFetched() {
    assertFails(
        false,
        "lab/model has neither tokenizer.json nor vocab.txt; load its tokenizer with transformers,"
            + " save_pretrained it, and give that folder as -p model=",
        "model.safetensors",
        "vocab.json",
        "merges.txt");
  }

  private static void assertFails(boolean onnx, String message, String... listed) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> chosen(onnx, listed))
        .withMessage(message);
  }

  private static List<String> chosen(boolean onnx, String... listed) {
    List<HubFile> files =
        Stream.of(listed)
            .map(path -> new HubFile(path, 1, Optional.empty(), Optional.empty()))
            .toList();
    return new NeededFiles(MODEL, files).chosen(onnx).stream().map(HubFile::path).toList();
  }
}

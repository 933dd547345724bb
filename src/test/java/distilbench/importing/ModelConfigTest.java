package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What config.json says, and what it means where it says nothing. */
class ModelConfigTest {
  @TempDir Path temp;

  @Test
  void aFolderMayHaveNone() {
    assertThat(ModelConfig.read(temp)).isEmpty();
  }

  @Test
  void aFolderMaySayNothing() throws IOException {
    ModelConfig config = config("{}");

    assertThat(config.modelType()).isEmpty();
    assertThat(config.architectures()).isEmpty();
    assertThat(config.positions()).isEqualTo(OptionalInt.empty());
    assertThat(config.labels(3)).containsExactly("LABEL_0", "LABEL_1", "LABEL_2");
  }

  @Test
  void labelsAreInTheOrderOfTheLogits() throws IOException {
    ModelConfig config = config("{\"id2label\":{\"1\":\"good\",\"0\":\"bad\"}}");

    assertThat(config.labels(2)).containsExactly("bad", "good");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"0\":\"a\"}",
        "{\"0\":\"a\",\"1\":\"b\",\"2\":\"c\"}",
        "{\"1\":\"a\",\"2\":\"b\"}",
        "[\"a\",\"b\"]",
        "\"ab\""
      })
  void labelsThatAreNotTheModelsAreRefused(String labels) throws IOException {
    ModelConfig config = config("{\"id2label\":" + labels + "}");

    assertThatThrownBy(() -> config.labels(2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(config.file() + ": id2label names")
        .hasMessageContaining("the model has 2");
  }

  /** In RoBERTa's family the rows up to the padding token's id are never used. */
  @ParameterizedTest
  @CsvSource({
    "bert, 512, 0, 512",
    "distilbert, 512, 0, 512",
    "roberta, 514, 1, 512",
    "xlm-roberta, 514, 1, 512",
    "mpnet, 514, 1, 512",
    "camembert, 514, null, 512",
    "bert, -1, 0, ",
    "roberta, 2, 1, "
  })
  void theLongestSequenceIsWhatPositionsAreLeftFor(
      String type, int rows, String pad, Integer expected) throws IOException {
    ModelConfig config =
        config(
            String.format(
                "{\"model_type\":\"%s\",\"max_position_embeddings\":%d,\"pad_token_id\":%s}",
                type, rows, pad));

    assertThat(config.positions())
        .isEqualTo(expected == null ? OptionalInt.empty() : OptionalInt.of(expected));
  }

  @Test
  void aFileWithoutEndIsNotReadWhole() throws IOException {
    Files.writeString(temp.resolve("config.json"), "[" + "1,".repeat(3 << 20));

    assertThatThrownBy(() -> ModelConfig.read(temp))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has more than 4 MiB");
  }

  private ModelConfig config(String content) throws IOException {
    Files.writeString(temp.resolve("config.json"), content);
    ModelConfig config = ModelConfig.read(temp).orElseThrow();
    assertThat(config.json()).isEqualTo(new ObjectMapper().readTree(content));
    return config;
  }
}

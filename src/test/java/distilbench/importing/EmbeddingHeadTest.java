package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import distilbench.console.InvalidInputException;
import distilbench.model.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sentence-transformers' folders prescribe is followed, or refused by its name. */
class EmbeddingHeadTest {
  private static final String PREFIX = "sentence_transformers.models.";

  @TempDir private Path folder;

  /** Writes what sentence-transformers writes. */
  static void write(Path folder, String mode, boolean normalized) throws IOException {
    modules(folder, normalized ? "Transformer,Pooling,Normalize" : "Transformer,Pooling");
    pooling(folder, mode);
  }

  private static void modules(Path folder, String types) throws IOException {
    StringBuilder modules = new StringBuilder("[");
    for (String type : types.split(",")) {
      int index = modules.toString().split("type").length - 1;
      modules
          .append(index == 0 ? "" : ",")
          .append(
              String.format(
                  "{\"idx\": %1$d, \"name\": \"%1$d\", \"path\": \"%2$s\", \"type\": \"%3$s%4$s\"}",
                  index, index == 0 ? "" : index + "_" + type, PREFIX, type));
    }
    Files.writeString(folder.resolve("modules.json"), modules.append("]"));
  }

  private static void pooling(Path folder, String... modes) throws IOException {
    StringBuilder config = new StringBuilder("{\"word_embedding_dimension\": 64");
    for (String mode :
        new String[] {"cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens"}) {
      config.append(
          String.format(
              ", \"pooling_mode_%s\": %s", mode, java.util.List.of(modes).contains(mode)));
    }
    Files.createDirectories(folder.resolve("1_Pooling"));
    Files.writeString(folder.resolve("1_Pooling/config.json"), config.append("}"));
  }

  @Test
  void withoutAnyTheMeanIsTaken() {
    assertThat(EmbeddingHead.read(folder))
        .returns(Pooling.MEAN, EmbeddingHead::pooling)
        .returns(false, EmbeddingHead::normalized)
        .satisfies(head -> assertThat(head.files()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"cls_token,CLS", "mean_tokens,MEAN", "max_tokens,MAX"})
  void everyModeIsRead(String mode, Pooling pooling) throws IOException {
    write(folder, mode, true);

    assertThat(EmbeddingHead.read(folder))
        .returns(pooling, EmbeddingHead::pooling)
        .returns(true, EmbeddingHead::normalized)
        .satisfies(
            head ->
                assertThat(head.files())
                    .containsEntry("modules.json", folder.resolve("modules.json"))
                    .containsEntry(
                        "1_Pooling/config.json", folder.resolve("1_Pooling/config.json")));
  }

  /** As later versions write it. */
  @Test
  void aModeMayBeWrittenByItsName() throws IOException {
    write(folder, "mean_tokens", false);
    Files.writeString(
        folder.resolve("1_Pooling/config.json"),
        "{\"embedding_dimension\": 64, \"pooling_mode\": \"max\"}");

    assertThat(EmbeddingHead.read(folder))
        .returns(Pooling.MAX, EmbeddingHead::pooling)
        .returns(false, EmbeddingHead::normalized);
  }

  @Test
  void aPoolingWithoutModulesIsFollowed() throws IOException {
    pooling(folder, "cls_token");

    assertThat(EmbeddingHead.read(folder).pooling()).isEqualTo(Pooling.CLS);
  }

  @Test
  void modesThatAreNotKnownAreNamed() throws IOException {
    pooling(folder, "mean_sqrt_len_tokens");
    assertRefused("1_Pooling/config.json prescribes the pooling mean_sqrt_len; ");

    pooling(folder, "cls_token", "max_tokens");
    assertRefused("1_Pooling/config.json prescribes the pooling cls and max; ");

    pooling(folder);
    assertRefused("1_Pooling/config.json prescribes no pooling; ");
  }

  @Test
  void modulesThatAreNotKnownAreNamed() throws IOException {
    pooling(folder, "mean_tokens");
    for (String types :
        new String[] {
          "Transformer,Pooling,Dense,Normalize", "Transformer", "Pooling,Transformer", "CLIPModel"
        }) {
      modules(folder, types);
      assertRefused("modules.json prescribes " + types.replace(",", ", ") + "; ");
    }
  }

  @Test
  void aPoolingOutsideOfTheFolderIsNotRead() throws IOException {
    write(folder, "mean_tokens", false);
    Path modules = folder.resolve("modules.json");
    Files.writeString(modules, Files.readString(modules).replace("1_Pooling", "../../etc"));

    assertRefused("names the pooling's folder '../../etc', which is none within ");
  }

  @Test
  void whatIsNoJsonIsNamed() throws IOException {
    Files.writeString(folder.resolve("modules.json"), "{nothing");
    assertRefused("modules.json is not JSON; ");

    write(folder, "mean_tokens", false);
    Files.delete(folder.resolve("1_Pooling/config.json"));
    assertRefused("1_Pooling/config.json (No such file or directory); ");
  }

  private void assertRefused(String part) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> EmbeddingHead.read(folder))
        .satisfies(refusal -> assertThat(refusal.getMessage()).contains(part).hasLineCount(1));
  }
}

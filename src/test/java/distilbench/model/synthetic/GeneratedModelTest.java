package distilbench.model.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.graph.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed decides every byte of a model. */
class GeneratedModelTest {
  /**
   * What the tiny model of seed 1 must be on every machine and JDK. It changes only when the graph
   * or the distribution of the weights is changed on purpose; the failing test then shows the new
   * value.
   */
  private static final String TINY_MODEL_SHA =
      "c3061b4e9629b40fcab1a901928e7f70ee19fd396cb80f2cb5fd8aa49de11db0";

  @TempDir Path temp;

  @Test
  void seedOneGivesTheKnownModel() {
    assertThat(TinyModel.folder().modelSha()).isEqualTo(TINY_MODEL_SHA);
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    ModelFolder first = TinyModel.folder();

    ModelFolder second = generate(1);

    for (String file : ModelFolder.FILES) {
      assertThat(second.directory().resolve(file))
          .hasSameBinaryContentAs(first.directory().resolve(file));
    }
    assertThat(second.directory().resolve(ModelFolder.MANIFEST))
        .hasSameBinaryContentAs(first.directory().resolve(ModelFolder.MANIFEST));
  }

  @Test
  void anotherSeedGivesOtherWeightsUnderTheSameGraph() throws IOException {
    ModelFolder first = TinyModel.folder();

    ModelFolder other = generate(2);

    assertThat(other.modelSha()).isNotEqualTo(first.modelSha());
    assertThat(other.graph()).hasSameBinaryContentAs(first.graph());
    for (StoredTensor tensor : StoredTensor.of(other).values()) {
      assertThat(tensor.values())
          .as(tensor.name())
          .isNotEqualTo(StoredTensor.of(first).get(tensor.name()).values());
    }
  }

  @Test
  void aGeneratedModelPassesItsOwnVerification() {
    ModelFolder model = generate(3);

    ModelFolder opened = ModelFolder.open(model.directory());

    opened.verify();
    assertThat(opened.geometry()).contains(Geometry.TINY);
    assertThat(opened.modelSha()).isEqualTo(model.modelSha());
    assertThat(opened.tokenizerSha()).isEqualTo(TinyModel.folder().tokenizerSha());
  }

  private ModelFolder generate(long seed) {
    return ModelGenerator.withOwnTokenizer(Geometry.TINY, seed, TinyModel.NOWHERE)
        .generate(temp.resolve("seed-" + seed));
  }
}

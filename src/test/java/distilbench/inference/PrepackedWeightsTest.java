package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.console.AwaitedLines;
import distilbench.corpus.Call;
import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.model.synthetic.ModelGenerator;
import distilbench.reference.AnsweredTexts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed weights are built once for one CPU and one ONNX Runtime, and used only whole. */
class PrepackedWeightsTest {
  @TempDir Path temp;
  private final AwaitedLines log = new AwaitedLines();
  private ModelFolder model;

  @BeforeEach
  void makeModel() {
    model =
        ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, TinyModel.NOWHERE)
            .generate(temp.resolve("model"));
  }

  @Test
  void giveTheReferencesAnswers() {
    PrepackedWeights.of(model).build(model, log.asStream());
    Call call = new Call(AnsweredTexts.numbered());

    try (Classifier classifier =
        OnnxClassifier.open(model, Weights.PREPACKED, new SessionSettings(1, false, 4))) {
      AnsweredTexts.check().check(call, classifier.classify(call.texts()));
    }
  }

  @Test
  void areAlignedWhateverTheSizesAre() throws IOException {
    ModelFolder odd =
        ModelGenerator.withOwnTokenizer(
                new Geometry(1, 35, 5, 39, 30_522, 77), 1, TinyModel.NOWHERE)
            .generate(temp.resolve("odd"));
    PrepackedWeights packed = PrepackedWeights.of(odd);

    packed.build(odd, log.asStream());

    assertThat(PackedFile.offsets(packed.graph()))
        .isNotEmpty()
        .allMatch(offset -> offset % PackedFile.NEEDED_ALIGNMENT == 0);
    float[][] expected = answers(odd, Weights.PRIVATE);
    float[][] found = answers(odd, Weights.PREPACKED);
    for (int text = 0; text < expected.length; text++) {
      assertThat(found[text]).containsExactly(expected[text], within(1e-4f));
    }
  }

  private static float[][] answers(ModelFolder model, Weights weights) {
    try (Classifier classifier =
        OnnxClassifier.open(model, weights, new SessionSettings(1, false, 1))) {
      return classifier.classify(new Call(AnsweredTexts.numbered()).texts());
    }
  }

  @Test
  void areBuiltOnce() throws IOException {
    PrepackedWeights packed = PrepackedWeights.of(model);
    packed.build(model, log.asStream());
    Object built = Files.getLastModifiedTime(packed.weights());

    packed.build(model, log.asStream());

    assertThat(Files.getLastModifiedTime(packed.weights())).isEqualTo(built);
    assertThat(log.text().lines()).hasSize(1);
  }

  @Test
  void areBuiltAnewWhenDamaged() throws IOException {
    PrepackedWeights packed = PrepackedWeights.of(model);
    packed.build(model, log.asStream());
    byte[] whole = Files.readAllBytes(packed.weights());
    try (RandomAccessFile file = new RandomAccessFile(packed.weights().toFile(), "rw")) {
      file.seek(whole.length / 2);
      file.write(whole[whole.length / 2] ^ 1);
    }

    packed.build(model, log.asStream());

    assertThat(packed.weights()).hasBinaryContent(whole);
    assertThat(log.text()).contains("damaged");
  }

  @Test
  void areBuiltAnewWhenTruncatedOrWithoutManifest() throws IOException {
    PrepackedWeights packed = PrepackedWeights.of(model);
    packed.build(model, log.asStream());
    byte[] whole = Files.readAllBytes(packed.weights());
    Files.write(packed.weights(), new byte[0]);
    packed.build(model, log.asStream());
    assertThat(packed.weights()).hasBinaryContent(whole);

    Files.delete(packed.weights().resolveSibling("manifest.json"));
    packed.build(model, log.asStream());

    assertThat(packed.weights().resolveSibling("manifest.json")).exists();
  }

  @Test
  void ofAnotherCpuVersionOrModelAreNotUsed() {
    PrepackedWeights.Maker mine = new PrepackedWeights.Maker("model", "1.29.0", "cpu");
    List<PrepackedWeights.Maker> others =
        List.of(
            new PrepackedWeights.Maker("other model", "1.29.0", "cpu"),
            new PrepackedWeights.Maker("model", "1.30.0", "cpu"),
            new PrepackedWeights.Maker("model", "1.29.0", "other cpu"));

    for (PrepackedWeights.Maker other : others) {
      assertThat(PrepackedWeights.of(model, other).weights())
          .isNotEqualTo(PrepackedWeights.of(model, mine).weights());
    }
  }

  @Test
  void inAFolderThatSaysItIsForAnotherCpuAreBuiltAnew() throws IOException {
    PrepackedWeights packed = PrepackedWeights.of(model);
    packed.build(model, log.asStream());
    Path manifest = packed.weights().resolveSibling("manifest.json");
    String own = Files.readString(manifest);
    Files.writeString(manifest, own.replace("\"cpu\" : \"", "\"cpu\" : \"another "));

    packed.build(model, log.asStream());

    assertThat(manifest).hasContent(own.strip());
  }
}

package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import distilbench.console.AwaitedLines;
import distilbench.corpus.Call;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.model.ForwardPass;
import distilbench.model.Geometry;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSignature.Content;
import distilbench.model.ModelSignature.Input;
import distilbench.model.Operations;
import distilbench.model.Pooling;
import distilbench.model.Task;
import distilbench.model.Weights;
import distilbench.model.graph.StoredTensor;
import distilbench.reference.AnsweredTexts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of others are measured as they are, in every way in which their weights can be held. */
class ModelImportTest {
  private static final int FLOAT = ForeignGraph.FLOAT;
  private static final int WIDTH = ForeignGraph.WIDTH;

  @TempDir private Path temp;
  private final AwaitedLines log = new AwaitedLines();

  @Test
  void ourOwnGraphAnswersAsItDidHoweverItsWeightsAreHeld() throws IOException {
    ModelFolder model = imported(ForeignGraph.tiny());

    ModelDescription description = model.description();
    assertThat(description.unsuited()).isEmpty();
    assertThat(description.operations()).isEqualTo(ForwardPass.of(Geometry.TINY));
    assertThat(description.matrixBytes()).isEqualTo(Geometry.TINY.matrixBytes());
    assertThat(description.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(description.labels()).containsExactly("LABEL_0", "LABEL_1");
    assertThat(description.quantized()).isFalse();
    Call call = new Call(AnsweredTexts.numbered());
    for (Weights weights : Weights.values()) {
      try (Classifier classifier =
          OnnxClassifier.open(model, weights, new SessionSettings(1, false, 4))) {
        AnsweredTexts.check().check(call, classifier.classify(call.texts()));
      }
    }
  }

  /** So that each can be mapped on its own on every platform. */
  @Test
  void weightsLieOutsideOfTheGraphEachAlignedTo64KiB() throws IOException {
    ModelFolder model = imported(ForeignGraph.tiny());

    assertThat(model.graph()).satisfies(graph -> assertThat(Files.size(graph)).isLessThan(50_000));
    assertThat(StoredTensor.of(model).values())
        .hasSize(15)
        .allSatisfy(tensor -> assertThat(tensor.offset() % 65_536).isZero());
  }

  /** What is packed to try it out is what a run uses later. */
  @Test
  void weightsArePackedOnce() throws IOException {
    ModelFolder model = imported(ForeignGraph.tiny());

    try (Stream<Path> files = Files.list(model.directory())) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.startsWith(".")))
          .hasSize(5)
          .filteredOn(name -> name.startsWith("prepacked-"))
          .hasSize(1);
    }
  }

  @Test
  void weightsBesideTheGraphAreFound() throws IOException {
    Path folder = temp.resolve("bert");
    Path data = folder.resolve("onnx/model.onnx_data");
    GraphProto.Builder graph =
        ForeignGraph.withExternalData(ForeignGraph.tiny(), "model.onnx_data", data);
    ForeignGraph.write(folder.resolve("onnx/model.onnx"), graph);
    Files.move(folder.resolve("onnx/tokenizer.json"), folder.resolve("tokenizer.json"));
    Map<Path, Object> before = state(folder);

    ModelFolder model = ModelImport.prepare(folder, place(), log.asStream());

    assertThat(model.directory().getFileName().toString()).matches("bert-[0-9a-f]{12}");
    assertThat(StoredTensor.of(model)).isEqualTo(movedTo(model, imported(ForeignGraph.tiny())));
    assertThat(state(folder)).as("the source").isEqualTo(before);
  }

  private static Map<String, StoredTensor> movedTo(ModelFolder place, ModelFolder other)
      throws IOException {
    assertThat(place.weights()).hasSameBinaryContentAs(other.weights());
    return StoredTensor.of(place);
  }

  /** As makers of files without raw bytes leave them: packed, which is how they lie in the file. */
  @Test
  void numbersWrittenOneByOneAreFound() throws IOException {
    GraphProto.Builder graph = ForeignGraph.embedder().graph();
    ModelFolder raw = imported(graph);
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      FloatBuffer numbers =
          tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      tensor.clearRawData();
      while (numbers.hasRemaining()) {
        tensor.addFloatData(numbers.get());
      }
    }

    assertThat(imported(graph).weights()).hasSameBinaryContentAs(raw.weights());
  }

  /** Files of ONNX's first years list weights as inputs, so that others may be fed instead. */
  @Test
  void weightsThatAreInputsTooAreSharedAsTheyAre() throws IOException {
    GraphProto.Builder graph = ForeignGraph.embedder().graph();
    graph.addInput(ForeignGraph.value("matrix", FLOAT, ForeignGraph.HIDDEN, WIDTH));

    ModelDescription description = imported(graph).description();

    assertThat(description.signature().inputs()).hasSize(1);
    assertThat(description.unsuited()).isEmpty();
  }

  @Test
  void isDoneOncePerContent() throws IOException {
    Path file = ForeignGraph.write(temp.resolve("bert/model.onnx"), ForeignGraph.tiny());
    ModelFolder first = ModelImport.prepare(file, place(), log.asStream());
    Map<Path, Object> made = state(first.directory());
    AwaitedLines later = new AwaitedLines();

    ModelFolder second = ModelImport.prepare(file.getParent(), place(), later.asStream());

    assertThat(second.directory()).isEqualTo(first.directory());
    assertThat(state(first.directory())).isEqualTo(made);
    assertThat(later.text()).isEmpty();
    ForeignGraph.embedder().write(file);
    assertThat(ModelImport.prepare(file, place(), log.asStream()).directory())
        .isNotEqualTo(first.directory());
  }

  @Test
  void whatIsDamagedIsMadeAnew() throws IOException {
    Path file = ForeignGraph.write(temp.resolve("bert/model.onnx"), ForeignGraph.tiny());
    ModelFolder model = ModelImport.prepare(file, place(), log.asStream());
    byte[] whole = Files.readAllBytes(model.weights());
    try (RandomAccessFile weights = new RandomAccessFile(model.weights().toFile(), "rw")) {
      weights.seek(whole.length / 2);
      weights.write(whole[whole.length / 2] ^ 1);
    }

    ModelFolder anew = ModelImport.prepare(file, place(), log.asStream());

    assertThat(anew.directory()).isEqualTo(model.directory());
    assertThat(anew.weights()).hasBinaryContent(whole);
    assertThat(log.text().lines())
        .containsOnlyOnce(model.directory() + " is damaged; importing " + file + " anew");
  }

  @Test
  void inputsAreFedAsTheGraphDeclaresThem() throws IOException {
    ForeignGraph graph =
        new ForeignGraph()
            .input("input_ids", DataType.INT32_VALUE, "batch", "sequence")
            .input("token_type_ids", ForeignGraph.INT64, "batch", "sequence")
            .input("position_ids", ForeignGraph.INT64, "batch", "sequence")
            .weight("words", ForeignGraph.VOCABULARY, ForeignGraph.HIDDEN)
            .weight("types", 2, ForeignGraph.HIDDEN)
            .weight("positions", 512, ForeignGraph.HIDDEN)
            .weight("matrix", ForeignGraph.HIDDEN, WIDTH)
            .node("Gather", "word", "words", "input_ids")
            .node("Gather", "type", "types", "token_type_ids")
            .node("Gather", "position", "positions", "position_ids")
            .node("Sum", "hidden", "word", "type", "position")
            .node("MatMul", "token_embeddings", "hidden", "matrix")
            .output("token_embeddings", FLOAT, "batch", "sequence", WIDTH);

    ModelDescription description = imported(graph.graph()).description();

    assertThat(description.signature().inputs())
        .containsExactly(
            new Input("input_ids", Content.TOKEN_IDS, true),
            new Input("token_type_ids", Content.TOKEN_TYPES, false),
            new Input("position_ids", Content.POSITIONS, false));
    assertThat(description.signature().output()).isEqualTo("token_embeddings");
    assertThat(description.task()).isEqualTo(Task.EMBEDDING);
    assertThat(description.labels()).isEmpty();
    assertThat(description.operations())
        .isEqualTo(new Operations(0, 2.0 * ForeignGraph.HIDDEN * WIDTH, 0));
  }

  @Test
  void tokensArePooledAsTheFolderPrescribes() throws IOException {
    Path file = ForeignGraph.embedder().write(temp.resolve("bert/model.onnx"));
    Path mean = ModelImport.prepare(file, place(), log.asStream()).directory();
    EmbeddingHeadTest.write(file.getParent(), "cls_token", true);

    ModelFolder model = ModelImport.prepare(file, place(), log.asStream());

    assertThat(model.directory()).isNotEqualTo(mean);
    assertThat(ModelFolder.open(mean).description().signature().pooling()).isEqualTo(Pooling.MEAN);
    assertThat(model.description().signature().pooling()).isEqualTo(Pooling.CLS);
    float[] answer = answer(model, "a dry red wine");
    double norm = 0;
    for (float number : answer) {
      norm += number * number;
    }
    assertThat(norm).isCloseTo(1, within(1e-5));
    assertThat(answer).containsExactly(answer(model, "plums"));
  }

  /** What the exporter has pooled is not pooled again, and goes before the tokens' vectors. */
  @Test
  void aSentenceEmbeddingIsReadAsItIs() throws IOException {
    ForeignGraph graph = ForeignGraph.embedder();
    graph
        .node(
            ForeignGraph.nodeOf("ReduceMax", "sentence_embedding", "last_hidden_state")
                .addAttribute(ForeignGraph.attribute("keepdims", 0))
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("axes")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addInts(1)))
        .output("sentence_embedding", FLOAT, "batch", "width");

    ModelFolder model = imported(graph.graph());

    assertThat(model.description().signature().output()).isEqualTo("sentence_embedding");
    assertThat(model.description().signature().pooling()).isEqualTo(Pooling.NONE);
    assertThat(model.width()).as("declared by name only").isEqualTo(WIDTH);
    assertThat(answer(model, "a dry red wine")).hasSize(WIDTH);
  }

  /** Not every CPU multiplies it as it is: elsewhere each process has copies in float32. */
  @Test
  void float16IsMeasuredIfItIsNamed() throws IOException {
    ForeignGraph graph =
        new ForeignGraph()
            .input("input_ids", ForeignGraph.INT64, "batch", "sequence")
            .tensor(half("words", ForeignGraph.VOCABULARY, ForeignGraph.HIDDEN))
            .tensor(half("matrix", ForeignGraph.HIDDEN, WIDTH))
            .tensor(half("second", WIDTH, WIDTH))
            .node("Gather", "hidden", "words", "input_ids")
            .node("MatMul", "wide", "hidden", "matrix")
            .node("Softmax", "shares", "wide")
            .node("MatMul", "half", "shares", "second")
            .node(
                ForeignGraph.nodeOf("Cast", "last_hidden_state", "half")
                    .addAttribute(ForeignGraph.attribute("to", FLOAT)))
            .output("last_hidden_state", FLOAT, "batch", "sequence", WIDTH);

    ModelDescription description = imported(graph.graph()).description();

    assertThat(description.unsuited()).doesNotContainKeys(Weights.PRIVATE, Weights.PREPACKED);
    assertThat(description.quantized()).isTrue();
  }

  /** As converters to float16 leave attention of PyTorch's TorchScript exporter. */
  @Test
  void aConversionToItselfIsNoObstacle() throws IOException {
    ForeignGraph graph =
        new ForeignGraph()
            .input("input_ids", ForeignGraph.INT64, "batch", "sequence")
            .tensor(half("words", ForeignGraph.VOCABULARY, ForeignGraph.HIDDEN))
            .tensor(half("matrix", ForeignGraph.HIDDEN, WIDTH))
            .node("Gather", "hidden", "words", "input_ids")
            .node("MatMul", "wide", "hidden", "matrix")
            .node("Softmax", "shares", "wide")
            .node("Sqrt", "root", "shares")
            .node(
                ForeignGraph.nodeOf("Cast", "same", "root")
                    .addAttribute(ForeignGraph.attribute("to", DataType.FLOAT16_VALUE)))
            .node("Sqrt", "half", "same")
            .node(
                ForeignGraph.nodeOf("Cast", "last_hidden_state", "half")
                    .addAttribute(ForeignGraph.attribute("to", FLOAT)))
            .output("last_hidden_state", FLOAT, "batch", "sequence", WIDTH);

    assertThat(answer(imported(graph.graph()), "a dry red wine")).hasSize(WIDTH);
  }

  private static TensorProto half(String name, long... shape) {
    TensorProto single = ForeignGraph.tensor(name, shape);
    ByteBuffer numbers = single.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer halves = ForeignGraph.littleEndian(numbers.remaining() / 2);
    while (numbers.hasRemaining()) {
      halves.putShort(halfBits(numbers.getFloat()));
    }
    return single.toBuilder()
        .setDataType(DataType.FLOAT16_VALUE)
        .setRawData(ByteString.copyFrom(halves.flip()))
        .build();
  }

  /** IEEE 754 binary16, cut off; of numbers between 2^-14 and 2^15. */
  private static short halfBits(float number) {
    int bits = Float.floatToIntBits(number);
    int exponent = (bits >> 23 & 0xff) - 127 + 15;
    return (short) (exponent < 1 ? 0 : bits >> 16 & 0x8000 | exponent << 10 | bits >> 13 & 0x3ff);
  }

  /** As PyTorch's exporter writes a classifier over [CLS]. */
  @Test
  void aTransposedMatrixOfGemmIsSharedAndCountedOncePerText() throws IOException {
    ForeignGraph graph =
        ForeignGraph.encoder()
            .weight("matrix", WIDTH, ForeignGraph.HIDDEN)
            .tensor(ForeignGraph.integers("first", 0).toBuilder().clearDims().build())
            .node(
                ForeignGraph.nodeOf("Gather", "cls", "hidden", "first")
                    .addAttribute(ForeignGraph.attribute("axis", 1)))
            .node(
                ForeignGraph.nodeOf("Gemm", "logits", "cls", "matrix")
                    .addAttribute(ForeignGraph.attribute("transB", 1)))
            .output("logits", FLOAT, "batch", "labels");

    ModelDescription description = imported(graph.graph()).description();

    assertThat(description.operations())
        .isEqualTo(new Operations(2.0 * ForeignGraph.HIDDEN * WIDTH, 0, 0));
    assertThat(description.matrixBytes()).isEqualTo(4L * ForeignGraph.HIDDEN * WIDTH);
    assertThat(description.unsuited()).isEmpty();
    assertThat(description.labels()).hasSize(WIDTH);
  }

  /** ONNX Runtime transposes constants when it loads them, into the memory of each process. */
  @Test
  void matricesThatAreCopiedOnLoadingAreNotCalledMapped() throws IOException {
    ForeignGraph graph =
        ForeignGraph.encoder()
            .weight("matrix", WIDTH, ForeignGraph.HIDDEN)
            .node("Transpose", "transposed", "matrix")
            .node("MatMul", "last_hidden_state", "hidden", "transposed")
            .output("last_hidden_state", FLOAT, "batch", "sequence", WIDTH);

    Map<Weights, String> unsuited = imported(graph.graph()).description().unsuited();

    assertThat(unsuited)
        .containsOnlyKeys(Weights.MAPPED)
        .containsEntry(
            Weights.MAPPED, "ONNX Runtime uses only 0.0 of 0.0 MiB of its matrices in the file");
  }

  @Test
  void withoutMatricesThereIsNothingToShare() throws IOException {
    ForeignGraph graph =
        ForeignGraph.encoder()
            .node("Identity", "last_hidden_state", "hidden")
            .output("last_hidden_state", FLOAT, "batch", "sequence", ForeignGraph.HIDDEN);

    ModelDescription description = imported(graph.graph()).description();

    assertThat(description.unsuited().keySet())
        .containsExactlyInAnyOrder(Weights.MAPPED, Weights.PREPACKED);
    assertThat(description.operations().flop(8)).isNaN();
  }

  /** Weights of a branch's own, and weights of the main graph that a branch uses. */
  @Test
  void branchesKeepTheirWeightsInTheGraph() throws IOException {
    GraphProto.Builder then =
        new ForeignGraph()
            .weight("own", WIDTH, WIDTH)
            .node("MatMul", "inner", "wide", "own")
            .node("MatMul", "then_result", "inner", "outer")
            .output("then_result", FLOAT, "batch", "sequence", WIDTH)
            .graph()
            .setName("then");
    GraphProto.Builder otherwise =
        new ForeignGraph()
            .node("Identity", "else_result", "wide")
            .output("else_result", FLOAT, "batch", "sequence", WIDTH)
            .graph()
            .setName("else");
    ForeignGraph graph =
        ForeignGraph.encoder()
            .weight("matrix", ForeignGraph.HIDDEN, WIDTH)
            .weight("outer", WIDTH, WIDTH)
            .tensor(bool("always"))
            .node("MatMul", "wide", "hidden", "matrix")
            .node(
                ForeignGraph.nodeOf("If", "last_hidden_state", "always")
                    .addAttribute(ForeignGraph.attribute("then_branch", then))
                    .addAttribute(ForeignGraph.attribute("else_branch", otherwise)))
            .output("last_hidden_state", FLOAT, "batch", "sequence", WIDTH);

    ModelFolder model = imported(graph.graph());

    assertThat(StoredTensor.of(model)).containsOnlyKeys("words", "matrix");
    assertThat(model.description().unsuited()).isEmpty();
    assertThat(model.description().operations())
        .isEqualTo(new Operations(0, 2.0 * WIDTH * (ForeignGraph.HIDDEN + 2 * WIDTH), 0));
  }

  private static TensorProto bool(String name) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.BOOL_VALUE)
        .setRawData(ByteString.copyFrom(new byte[] {1}))
        .build();
  }

  /** Nobody can count what an operator that is not a plain product computes. */
  @Test
  void operationsThatCannotBeCountedAreNotANumber() throws IOException {
    ForeignGraph graph =
        ForeignGraph.encoder()
            .weight("matrix", ForeignGraph.HIDDEN, WIDTH)
            .node(
                ForeignGraph.nodeOf("Einsum", "last_hidden_state", "hidden", "matrix")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("equation")
                            .setType(AttributeProto.AttributeType.STRING)
                            .setS(ByteString.copyFromUtf8("bsh,hw->bsw"))))
            .output("last_hidden_state", FLOAT, "batch", "sequence", WIDTH);

    assertThat(imported(graph.graph()).description().operations().flop(8)).isNaN();
  }

  @Test
  void anyNameBecomesOneOfAFolder() throws IOException {
    Path folder = temp.resolve("..été \u001b[31m; rm -rf");
    ForeignGraph.embedder().write(folder.resolve("model.onnx"));

    ModelFolder model = ModelImport.prepare(folder, place(), log.asStream());

    assertThat(model.directory().getFileName().toString()).matches("_t_31m_rm_-rf-[0-9a-f]{12}");
  }

  private ModelFolder imported(GraphProto.Builder graph) throws IOException {
    Path file = ForeignGraph.write(temp.resolve("given/model.onnx"), graph);
    return ModelImport.prepare(file, place(), log.asStream());
  }

  private static float[] answer(ModelFolder model, String text) {
    try (Classifier classifier =
        OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, 1))) {
      return classifier.classify(List.of(text))[0];
    }
  }

  private Path place() {
    return temp.resolve("imported");
  }

  /** Times and sizes of all files. */
  private static Map<Path, Object> state(Path folder) throws IOException {
    Map<Path, Object> state = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        if (!file.getFileName().toString().endsWith(".lock")) {
          state.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
      }
    }
    return state;
  }
}

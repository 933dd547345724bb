package distilbench.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.graph.GraphBuilder;
import distilbench.model.synthetic.ModelGenerator;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The tiny model of seed 1, generated once per JVM for all tests that only read it. */
public final class TinyModel {
  /** For progress messages that no test looks at. */
  public static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  /** What the last layer gives, [batch, sequence, hidden]. */
  private static final String LAST_HIDDEN = "distilbert.transformer.layer.1.output_layer_norm.out";

  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

  private static final ModelFolder FOLDER = generate();

  private TinyModel() {}

  /** The common copy, which nobody may change. */
  public static ModelFolder folder() {
    return FOLDER;
  }

  /** Makes a copy that a test may change. */
  public static ModelFolder copyTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER.directory())) {
      for (Path file : files) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    return ModelFolder.open(directory);
  }

  /**
   * Makes a copy that says of itself what an imported model says.
   *
   * @param change what it says otherwise than the tiny model
   */
  public static ModelFolder importTo(Path directory, UnaryOperator<ModelDescription> change)
      throws IOException {
    return describe(copyTo(directory), change);
  }

  /** Makes an encoder of it: its vectors' mean, divided by its norm. */
  public static ModelFolder encoderTo(Path directory) throws IOException {
    int hidden = Geometry.TINY.hidden();
    return alterTo(
        directory,
        graph ->
            graph
                .clearOutput()
                .addOutput(GraphBuilder.value(LAST_HIDDEN, FLOAT, "batch", "sequence", hidden)),
        tiny ->
            Described.as(tiny)
                .task(Task.EMBEDDING)
                .output(LAST_HIDDEN, Pooling.MEAN, true, hidden)
                .build());
  }

  /** Makes a model of it that gives its second logit alone. */
  public static ModelFolder regressionTo(Path directory) throws IOException {
    NodeProto.Builder second =
        node("Gather", "score", "logits", "index_1").toBuilder().addAttribute(number("axis", 1));
    return alterTo(
        directory,
        graph ->
            graph
                .addNode(second)
                .clearOutput()
                .addOutput(GraphBuilder.value("score", FLOAT, "batch", 1)),
        tiny ->
            Described.as(tiny)
                .task(Task.CLASSIFICATION, "HOW_GOOD")
                .output("score", Pooling.NONE, false, 1)
                .build());
  }

  /**
   * Makes a model of it that answers a text with what the forward pass was fed: how many texts,
   * tokens of the longest, and tokens of the text itself.
   */
  public static ModelFolder tellingPassesTo(Path directory) throws IOException {
    TensorProto axis =
        TensorProto.newBuilder()
            .setName("columns")
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(1)
            .addInt64Data(1)
            .build();
    return alterTo(
        directory,
        graph ->
            graph
                .clearNode()
                .clearInitializer()
                .addInitializer(axis)
                .addNode(node("Shape", "shape", "input_ids"))
                .addNode(node("ReduceSum", "tokens", "attention_mask", "columns"))
                .addNode(node("Sub", "nothing", "tokens", "tokens"))
                .addNode(node("Add", "pass", "nothing", "shape"))
                .addNode(
                    node("Concat", "told", "pass", "tokens").toBuilder()
                        .addAttribute(number("axis", 1)))
                .addNode(
                    node("Cast", "answer", "told").toBuilder().addAttribute(number("to", FLOAT)))
                .clearOutput()
                .addOutput(GraphBuilder.value("answer", FLOAT, "batch", 3)),
        tiny ->
            Described.as(tiny)
                .task(Task.EMBEDDING)
                .output("answer", Pooling.NONE, false, 3)
                .build());
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static ModelFolder alterTo(
      Path directory,
      UnaryOperator<GraphProto.Builder> graph,
      UnaryOperator<ModelDescription> description)
      throws IOException {
    ModelFolder copy = copyTo(directory);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(copy.graph()));
    GraphProto.Builder altered = graph.apply(model.getGraph().toBuilder());
    Files.write(copy.graph(), model.toBuilder().setGraph(altered).build().toByteArray());
    return describe(copy, description);
  }

  private static ModelFolder describe(ModelFolder model, UnaryOperator<ModelDescription> change)
      throws IOException {
    Map<String, FileFacts> files = new TreeMap<>();
    for (String name : ModelFolder.FILES) {
      files.put(name, FileFacts.of(model.directory().resolve(name)));
    }
    Manifest manifest = Manifest.ofImported("a test", change.apply(model.description()), files);
    Files.write(
        model.directory().resolve(ModelFolder.MANIFEST),
        new ObjectMapper().writeValueAsBytes(manifest));
    return ModelFolder.open(model.directory());
  }

  private static ModelFolder generate() {
    try {
      Path home = Files.createTempDirectory("tiny-model");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
      return ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, NOWHERE)
          .generate(home.resolve("tiny"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path home) {
    try {
      DurableFiles.deleteFolder(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

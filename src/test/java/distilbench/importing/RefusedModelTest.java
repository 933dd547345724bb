package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import distilbench.console.InvalidInputException;
import distilbench.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is damaged, hostile or of another kind is refused in one line, and nothing is written. */
@Timeout(60)
class RefusedModelTest {
  private static final int FLOAT = ForeignGraph.FLOAT;
  private static final int INT64 = ForeignGraph.INT64;
  private static final int WIDTH = ForeignGraph.WIDTH;
  private static final int FLOAT16 = DataType.FLOAT16_VALUE;

  @TempDir private Path temp;
  private Path folder;
  private Path file;

  @BeforeEach
  void nameAFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("given"));
    file = folder.resolve("model.onnx");
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        graph(
            "another input",
            graph -> graph.addInput(ForeignGraph.value("pixels\u001b[2J", FLOAT, "batch", 3)),
            "wants the input pixels\\u001b[2J; inputs that can be fed are input_ids, "),
        graph(
            "no token ids",
            graph -> graph.setInput(0, ForeignGraph.value("attention_mask", INT64, "b", "s")),
            "has no input input_ids but attention_mask; "),
        graph(
            "token ids of another type",
            graph -> graph.setInput(0, ForeignGraph.value("input_ids", FLOAT, "b", "s")),
            "its input input_ids is float32; "),
        graph(
            "one text a pass",
            graph -> graph.setInput(0, ForeignGraph.value("input_ids", INT64, 1, "s")),
            "its input input_ids is of shape [1, s]; "),
        graph(
            "texts of one length",
            graph -> graph.setInput(0, ForeignGraph.value("input_ids", INT64, "b", 128)),
            "its input input_ids is of shape [b, 128]; "),
        graph(
            "token ids of another rank",
            graph -> graph.setInput(0, ForeignGraph.value("input_ids", INT64, "s")),
            "its input input_ids is of shape [s]; "),
        graph(
            "another output",
            graph -> graph.setOutput(0, ForeignGraph.value("boxes", FLOAT, "b", 4)),
            "has the outputs boxes; one that can be read is logits, sentence_embedding, "),
        graph(
            "no output",
            GraphProto.Builder::clearOutput,
            "has the outputs none; one that can be read is "),
        graph(
            "float16 answers",
            graph -> graph.setOutput(0, hidden(FLOAT16, "b", "s", WIDTH)),
            "its output last_hidden_state is float16; "),
        graph(
            "an output of another rank",
            graph -> graph.setOutput(0, hidden(FLOAT, "b", WIDTH)),
            "its output last_hidden_state is of shape [b, 64]; "),
        graph(
            "logits for each token",
            graph ->
                graph
                    .setNode(1, graph.getNode(1).toBuilder().setOutput(0, "logits"))
                    .setOutput(0, ForeignGraph.value("logits", FLOAT, "b", "s", WIDTH)),
            "its output logits is of shape [b, s, 64]; what can be read is [texts, numbers]"),
        graph(
            "logits for each token that nobody declares",
            graph ->
                graph
                    .setNode(1, graph.getNode(1).toBuilder().setOutput(0, "logits"))
                    .setOutput(0, undeclared("logits")),
            "its output logits is of shape [1, 4, 64] for one text of 4 tokens; "),
        graph(
            "an operator that does not exist",
            graph -> graph.setNode(1, graph.getNode(1).toBuilder().setOpType("MatMuhl")),
            "cannot use ",
            "MatMuhl"),
        graph(
            "a product that does not fit",
            graph -> graph.setInitializer(1, ForeignGraph.tensor("matrix", 9, WIDTH)),
            "cannot use "),
        graph(
            "fewer words than the tokenizer",
            graph -> graph.setInitializer(0, ForeignGraph.tensor("words", 1000, 8)),
            "fails on token 30521, which its tokenizer gives; "),
        graph(
            "fewer positions than texts have tokens",
            graph ->
                graph
                    .addInput(ForeignGraph.value("position_ids", INT64, "b", "s"))
                    .addInitializer(ForeignGraph.tensor("places", 128, ForeignGraph.HIDDEN))
                    .addNode(1, ForeignGraph.nodeOf("Gather", "place", "places", "position_ids"))
                    .addNode(2, ForeignGraph.nodeOf("Add", "placed", "hidden", "place"))
                    .setNode(
                        3, ForeignGraph.nodeOf("MatMul", "last_hidden_state", "placed", "matrix")),
            "fails on a text of 512 tokens; "),
        graph(
            "weights that are no numbers",
            graph -> graph.setInitializer(1, filled(Float.NaN)),
            "answers text ",
            " of the built-in corpus with NaN; "),
        graph(
            "too few bytes for a shape",
            graph -> graph.getInitializerBuilder(1).setDims(0, 9),
            "its weight matrix has 2048 bytes, its shape asks for 2304; "),
        graph(
            "a shape beyond all bounds",
            graph -> graph.getInitializerBuilder(1).setDims(0, Long.MAX_VALUE),
            "its weight matrix is float32 and of shape [9223372036854775807, 64], which has no"
                + " size; "),
        graph(
            "a type that nobody knows",
            graph -> graph.getInitializerBuilder(1).setDataType(99),
            "its weight matrix is of ONNX's type 99 and "));
  }

  private static Arguments graph(
      String name, Consumer<GraphProto.Builder> change, String... parts) {
    return Arguments.of(name, change, List.of(parts));
  }

  private static ai.onnx.proto.OnnxMl.ValueInfoProto hidden(int type, Object... shape) {
    return ForeignGraph.value("last_hidden_state", type, shape);
  }

  private static ai.onnx.proto.OnnxMl.ValueInfoProto undeclared(String name) {
    var value = ForeignGraph.value(name, FLOAT).toBuilder();
    value.getTypeBuilder().getTensorTypeBuilder().clearShape();
    return value.build();
  }

  /** The matrix with one number everywhere. */
  private static TensorProto filled(float number) {
    var numbers = ForeignGraph.littleEndian((long) ForeignGraph.HIDDEN * WIDTH * Float.BYTES);
    while (numbers.hasRemaining()) {
      numbers.putFloat(number);
    }
    return ForeignGraph.tensor("matrix", ForeignGraph.HIDDEN, WIDTH).toBuilder()
        .setRawData(ByteString.copyFrom(numbers.flip()))
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void graphs(String name, Consumer<GraphProto.Builder> change, List<String> parts)
      throws IOException {
    GraphProto.Builder graph = ForeignGraph.embedder().graph();
    change.accept(graph);
    ForeignGraph.write(file, graph);

    assertRefused(folder, parts);
  }

  static Stream<Arguments> places() {
    return Stream.of(
        place("a folder above", Map.of("location", "../weights"), "which lies outside of its"),
        place("below and above", Map.of("location", "a/../../weights"), "lies outside of its"),
        place("an absolute path", Map.of("location", "/etc/passwd"), "lies outside of its"),
        place(
            "no path",
            Map.of("location", "a\0b"),
            "keeps weights in 'a\\u0000b', which is no path"),
        place("no file", Map.of("location", ""), "keeps weights in ''"),
        place("a missing file", Map.of("location", "gone"), "in gone, which is not there; "),
        place("a folder", Map.of("location", "folder"), "in folder, which is not there; "),
        place("behind the end", Map.of("offset", "1000000"), "wants 2048 from 1000000 on for its"),
        place("a negative offset", Map.of("offset", "-8"), "'-8' is no number of bytes"),
        place("an offset beyond all", Map.of("offset", "9".repeat(30)), " is no number of bytes"),
        place("another length", Map.of("length", "2047"), "has 2047 bytes in weights, its shape"));
  }

  private static Arguments place(String name, Map<String, String> changed, String part) {
    return Arguments.of(name, changed, part);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void places(String name, Map<String, String> changed, String part) throws IOException {
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(temp.resolve("weights"), "0".repeat(1 << 20));
    ForeignGraph.write(file, external(changed));

    assertRefused(folder, List.of(part));
  }

  /** The matrix says otherwise where its numbers are. */
  private GraphProto.Builder external(Map<String, String> changed) throws IOException {
    GraphProto.Builder graph =
        ForeignGraph.withExternalData(
            ForeignGraph.embedder().graph(), "weights", folder.resolve("weights"));
    TensorProto.Builder matrix = graph.getInitializerBuilder(1);
    for (int i = 0; i < matrix.getExternalDataCount(); i++) {
      String value = changed.get(matrix.getExternalData(i).getKey());
      if (value != null) {
        matrix.getExternalDataBuilder(i).setValue(value);
      }
    }
    return graph;
  }

  /** A few bytes that thousands of weights claim would fill the disk. */
  @Test
  void weightsThatOverlapAreNotCopied() throws IOException {
    GraphProto.Builder graph = external(Map.of());
    for (int i = 1; i <= 8; i++) {
      TensorProto.Builder again = graph.getInitializer(0).toBuilder().setName("again" + i);
      again.setDims(0, ForeignGraph.VOCABULARY - i).clearExternalData();
      ForeignGraph.addEntry(again, "location", "weights");
      ForeignGraph.addEntry(again, "offset", Integer.toString(i));
      graph.addInitializer(again);
    }
    ForeignGraph.write(file, graph);

    assertRefused(folder, List.of("its weights overlap in weights; "));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkThatLeadsOutsideIsNotFollowed() throws IOException {
    Path outside = temp.resolve("outside");
    ForeignGraph.write(
        file, ForeignGraph.withExternalData(ForeignGraph.embedder().graph(), "weights", outside));
    Files.createSymbolicLink(folder.resolve("weights"), outside);

    assertRefused(folder, List.of("keeps weights in 'weights', which lies outside of its folder"));
  }

  /** As Hugging Face's cache keeps them: all files of a model are links into one folder. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksToWhereTheGraphItselfLiesAreFollowed() throws IOException {
    Path blobs = Files.createDirectory(temp.resolve("blobs"));
    ForeignGraph.write(
        blobs.resolve("1a"),
        ForeignGraph.withExternalData(
            ForeignGraph.embedder().graph(), "weights", blobs.resolve("2b")));
    Files.createSymbolicLink(file, blobs.resolve("1a"));
    Files.createSymbolicLink(folder.resolve("weights"), blobs.resolve("2b"));
    Files.createSymbolicLink(folder.resolve("tokenizer.json"), blobs.resolve("tokenizer.json"));

    assertThat(ModelImport.prepare(folder, temp.resolve("imported"), TinyModel.NOWHERE).width())
        .isEqualTo(WIDTH);
  }

  static Stream<Arguments> contents() throws IOException {
    byte[] whole = ForeignGraph.tiny().build().toByteArray();
    return Stream.of(
        content("nothing", new byte[0], "is no ONNX file: it has no graph; "),
        content("text", "once upon a time".repeat(1000).getBytes(), "is no ONNX file"),
        content("zeros", new byte[4096], "is no ONNX file"),
        content("a field larger than memory", new byte[] {10, -1, -1, -1, -1, 7}, "no ONNX file"),
        content("a graph larger than the file", new byte[] {58, -1, -1, -1, 127}, "no ONNX file"),
        content("a graph that is cut", cut(whole), "is no ONNX file, or not whole; "),
        content("messages within messages", nested(5000), "is no ONNX file, or not whole; "));
  }

  private static Arguments content(String name, byte[] bytes, String part) {
    return Arguments.of(name, bytes, part);
  }

  private static byte[] cut(byte[] graph) throws IOException {
    Path whole = Files.createTempFile("whole", ".onnx");
    try {
      Files.write(
          whole,
          ai.onnx.proto.OnnxMl.ModelProto.newBuilder()
              .setGraph(GraphProto.parseFrom(graph))
              .build()
              .toByteArray());
      byte[] bytes = Files.readAllBytes(whole);
      return Arrays.copyOf(bytes, bytes.length / 2);
    } finally {
      Files.delete(whole);
    }
  }

  /** Branches of branches of branches. */
  private static byte[] nested(int depth) throws IOException {
    ByteString graph = ByteString.EMPTY;
    for (int i = 0; i < depth; i++) {
      ByteString attribute = field(AttributeProto.G_FIELD_NUMBER, graph);
      ByteString node = field(NodeProto.ATTRIBUTE_FIELD_NUMBER, attribute);
      graph = field(GraphProto.NODE_FIELD_NUMBER, node);
    }
    return field(ai.onnx.proto.OnnxMl.ModelProto.GRAPH_FIELD_NUMBER, graph).toByteArray();
  }

  private static ByteString field(int number, ByteString content) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    var out = com.google.protobuf.CodedOutputStream.newInstance(bytes);
    out.writeBytes(number, content);
    out.flush();
    return bytes.toByteString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void contents(String name, byte[] bytes, String part) throws IOException {
    Files.write(file, bytes);

    assertRefused(file, List.of(part));
  }

  /** They would fill the memory. */
  @Test
  void weightsThatAreNoInitializersAreLimited() throws IOException {
    GraphProto.Builder graph = ForeignGraph.encoder().graph();
    graph.addNode(
        ForeignGraph.nodeOf("Constant", "matrix")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("value")
                    .setType(AttributeProto.AttributeType.TENSOR)
                    .setT(ForeignGraph.tensor("matrix", 9 << 20))));
    ForeignGraph.write(file, graph);

    assertRefused(folder, List.of("has more than 32 MiB beside its weights"));
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    assertRefused(temp.resolve("nowhere"), List.of("nowhere is neither a folder nor a file; "));
    assertRefused(
        folder,
        List.of("no model in " + folder + ": it has neither model.safetensors nor an ONNX file; "));
    Files.write(folder.resolve("tokenizer.json"), new byte[] {'{', '}'});
    assertRefused(
        folder,
        List.of("no model in " + folder + ": it has neither model.safetensors nor an ONNX file; "));
  }

  private void assertRefused(Path given, List<String> parts) throws IOException {
    Path place = temp.resolve("imported");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ModelImport.prepare(given, place, TinyModel.NOWHERE))
        .satisfies(
            refusal ->
                assertThat(refusal.getMessage())
                    .contains(parts)
                    .hasLineCount(1)
                    .doesNotContain("\u001b"));
    if (Files.exists(place)) {
      try (Stream<Path> written = Files.list(place)) {
        assertThat(written.filter(path -> !path.toString().endsWith(".lock"))).isEmpty();
      }
    }
  }
}

package distilbench.importing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.synthetic.SeededValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** An ONNX graph as somebody else's exporter would leave it, small and made by hand. */
final class ForeignGraph {
  /** Entries of the built-in tokenizer. */
  static final int VOCABULARY = 30_522;

  /** Width of hidden states. */
  static final int HIDDEN = 8;

  /** Width of what follows them. */
  static final int WIDTH = 64;

  static final int FLOAT = DataType.FLOAT_VALUE;
  static final int INT64 = DataType.INT64_VALUE;

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("foreign");

  /** The tiny model of all tests with its weights in the graph. */
  static GraphProto.Builder tiny() {
    ModelFolder tiny = TinyModel.folder();
    try {
      GraphProto.Builder graph =
          ModelProto.parseFrom(Files.readAllBytes(tiny.graph())).getGraph().toBuilder();
      ByteBuffer weights = ByteBuffer.wrap(Files.readAllBytes(tiny.weights()));
      graph.getInitializerBuilderList().stream()
          .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
          .forEach(
              tensor -> {
                int offset = Integer.parseInt(entry(tensor, "offset"));
                int length = Integer.parseInt(entry(tensor, "length"));
                tensor
                    .clearExternalData()
                    .clearDataLocation()
                    .setRawData(ByteString.copyFrom(weights.slice(offset, length)));
              });
      return graph;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String entry(TensorProto.Builder tensor, String key) {
    return tensor.getExternalDataList().stream()
        .filter(entry -> entry.getKey().equals(key))
        .map(StringStringEntryProto::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** Token ids in, hidden states under the name {@code hidden}. */
  static ForeignGraph encoder() {
    return new ForeignGraph()
        .input("input_ids", INT64, "batch", "sequence")
        .weight("words", VOCABULARY, HIDDEN)
        .node("Gather", "hidden", "words", "input_ids");
  }

  /** The same; one matrix makes the output of it. */
  static ForeignGraph embedder() {
    return encoder()
        .weight("matrix", HIDDEN, WIDTH)
        .node("MatMul", "last_hidden_state", "hidden", "matrix")
        .output("last_hidden_state", FLOAT, "batch", "sequence", WIDTH);
  }

  ForeignGraph input(String name, int type, Object... shape) {
    graph.addInput(value(name, type, shape));
    return this;
  }

  ForeignGraph output(String name, int type, Object... shape) {
    graph.addOutput(value(name, type, shape));
    return this;
  }

  /** Adds float32 numbers that depend on the name alone. */
  ForeignGraph weight(String name, long... shape) {
    graph.addInitializer(tensor(name, shape));
    return this;
  }

  ForeignGraph tensor(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  /** Adds an operator with one output. */
  ForeignGraph node(String operator, String output, String... inputs) {
    return node(nodeOf(operator, output, inputs));
  }

  ForeignGraph node(NodeProto.Builder node) {
    graph.addNode(node);
    return this;
  }

  GraphProto.Builder graph() {
    return graph;
  }

  static NodeProto.Builder nodeOf(String operator, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(output);
    Stream.of(inputs).forEach(node::addInput);
    return node;
  }

  static TensorProto tensor(String name, long... shape) {
    long elements = 1;
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
    for (long size : shape) {
      tensor.addDims(size);
      elements *= size;
    }
    SeededValues values = new SeededValues(1, name);
    ByteBuffer numbers = littleEndian(elements * Float.BYTES);
    for (long i = 0; i < elements; i++) {
      numbers.putFloat(values.normal(i, 0, 0.5));
    }
    return tensor.setRawData(ByteString.copyFrom(numbers.flip())).build();
  }

  static TensorProto integers(String name, long... numbers) {
    ByteBuffer bytes = littleEndian((long) numbers.length * Long.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(INT64)
        .addDims(numbers.length)
        .setRawData(ByteString.copyFrom(bytes.flip()))
        .build();
  }

  static ByteBuffer littleEndian(long bytes) {
    return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static AttributeProto attribute(String name, long number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INT)
        .setI(number)
        .build();
  }

  static AttributeProto attribute(String name, GraphProto.Builder subgraph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(subgraph)
        .build();
  }

  /** An input or output; dimensions are numbers, or names where any size will do. */
  static ValueInfoProto value(String name, int type, Object... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (Object dimension : shape) {
      if (dimension instanceof Number size) {
        dimensions.addDimBuilder().setDimValue(size.longValue());
      } else {
        dimensions.addDimBuilder().setDimParam((String) dimension);
      }
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** Writes an ONNX file, with the built-in tokenizer beside it. */
  static Path write(Path file, GraphProto.Builder graph) throws IOException {
    Files.createDirectories(file.getParent());
    Path tokenizer = file.resolveSibling("tokenizer.json");
    if (Files.notExists(tokenizer)) {
      Files.copy(TinyModel.folder().tokenizer(), tokenizer);
    }
    return Files.write(file, model(graph).toByteArray());
  }

  Path write(Path file) throws IOException {
    return write(file, graph);
  }

  private static ModelProto model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
        .setGraph(graph)
        .build();
  }

  /**
   * Moves the numbers of all weights of at least 1 KiB into a file, one after the other.
   *
   * @param location what the graph calls the file
   */
  static GraphProto.Builder withExternalData(GraphProto.Builder graph, String location, Path file)
      throws IOException {
    Files.createDirectories(file.getParent());
    ByteString all = ByteString.EMPTY;
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      ByteString numbers = tensor.getRawData();
      if (numbers.size() >= OnnxFile.LEAST_BYTES) {
        tensor.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
        addEntry(tensor, "location", location);
        addEntry(tensor, "offset", Integer.toString(all.size()));
        addEntry(tensor, "length", Integer.toString(numbers.size()));
        all = all.concat(numbers);
      }
    }
    Files.write(file, all.toByteArray());
    return graph;
  }

  static void addEntry(TensorProto.Builder tensor, String key, String value) {
    tensor.addExternalData(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
  }
}

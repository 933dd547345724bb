package distilbench.importing;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.storage.FileRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An ONNX file without the numbers of its large weights: these stay where they lie, and only their
 * place is known. So what is held of a file of any size is a few MiB.
 *
 * <p>The file is a protobuf message: fields, each a tag and its value, of which large ones can be
 * passed over (protobuf.dev, "Encoding"; onnx/onnx.proto).
 */
final class OnnxFile {
  /** Smaller tensors stay in the graph. */
  static final int LEAST_BYTES = 1024;

  /** Of all but weights: the graphs of large models have a few MiB. */
  private static final int MOST_BYTES = 32 << 20;

  private static final int GRAPH = tag(ModelProto.GRAPH_FIELD_NUMBER);
  private static final int INITIALIZER = tag(GraphProto.INITIALIZER_FIELD_NUMBER);
  private static final int RAW_DATA = tag(TensorProto.RAW_DATA_FIELD_NUMBER);

  /** Packed numbers, which lie there as raw data do. */
  private static final int FLOAT_DATA = tag(TensorProto.FLOAT_DATA_FIELD_NUMBER);

  /**
   * A weight of the main graph.
   *
   * @param tensor without its numbers if they are large and in the file
   * @param place where these lie; null if the tensor has them or says itself where they are
   */
  record Initializer(TensorProto tensor, FileRange place) {}

  private final Path path;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final List<Initializer> initializers = new ArrayList<>();
  private ModelProto model;
  private long held;

  private OnnxFile(Path path) {
    this.path = path;
  }

  /**
   * Reads it.
   *
   * @throws InvalidInputException if it cannot be read or is no ONNX file
   */
  static OnnxFile read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      if (Files.size(path) > Integer.MAX_VALUE) {
        throw new InvalidInputException(
            path + " is larger than 2 GiB, as no ONNX file can be; keep its weights beside it");
      }
      OnnxFile file = new OnnxFile(path);
      file.readModel(CodedInputStream.newInstance(in));
      return file;
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          path + " is no ONNX file, or not whole; name another, or get it once more", e);
    } catch (OutOfMemoryError e) {
      throw new InvalidInputException(
          path + " has a graph that does not fit into memory; use another model", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that and run again", path, FileProblem.of(e)),
          e);
    }
  }

  private static int tag(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** What it was read from. */
  Path path() {
    return path;
  }

  /** All of the model but its graph. */
  ModelProto model() {
    return model;
  }

  /** The graph without its initializers. */
  GraphProto graph() {
    return graph.buildPartial();
  }

  /** The main graph's weights. */
  List<Initializer> initializers() {
    return initializers;
  }

  private void readModel(CodedInputStream in) throws IOException {
    model = ModelProto.parseFrom(fields(in, GRAPH, () -> within(in, () -> readGraph(in))));
    if (graph.getNodeCount() == 0) {
      throw new InvalidInputException(
          path + " is no ONNX file: it has no graph; name one that has");
    }
  }

  private void readGraph(CodedInputStream in) throws IOException {
    graph.mergeFrom(fields(in, INITIALIZER, () -> within(in, () -> readInitializer(in))));
  }

  private void readInitializer(CodedInputStream in) throws IOException {
    ByteString.Output rest = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(rest);
    FileRange place = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag != RAW_DATA && tag != FLOAT_DATA) {
        copy(in, tag, out);
        continue;
      }
      int length = in.readRawVarint32();
      if (place != null || length < LEAST_BYTES) {
        copyBytes(in, tag, length, out);
      } else {
        place = new FileRange(path, in.getTotalBytesRead(), length);
        in.skipRawBytes(length);
      }
    }
    out.flush();
    initializers.add(new Initializer(TensorProto.parseFrom(rest.toByteString()), place));
  }

  /**
   * Copies the fields of a message up to its end.
   *
   * @param taken tag of those that are not copied
   * @param reader what reads their values instead
   */
  private ByteString fields(CodedInputStream in, int taken, Reader reader) throws IOException {
    ByteString.Output copied = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(copied);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == taken) {
        reader.read();
      } else {
        copy(in, tag, out);
      }
    }
    out.flush();
    return copied.toByteString();
  }

  /** Reads a message that another one contains. */
  private static void within(CodedInputStream in, Reader reader) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    reader.read();
    in.checkLastTagWas(0);
    in.popLimit(outer);
  }

  private void copy(CodedInputStream in, int tag, CodedOutputStream out) throws IOException {
    int type = WireFormat.getTagWireType(tag);
    if (type == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      copyBytes(in, tag, in.readRawVarint32(), out);
      return;
    }
    hold(Long.BYTES);
    out.writeUInt32NoTag(tag);
    switch (type) {
      case WireFormat.WIRETYPE_VARINT -> out.writeUInt64NoTag(in.readRawVarint64());
      case WireFormat.WIRETYPE_FIXED64 -> out.writeFixed64NoTag(in.readRawLittleEndian64());
      case WireFormat.WIRETYPE_FIXED32 -> out.writeFixed32NoTag(in.readRawLittleEndian32());
      default -> throw new InvalidProtocolBufferException("a field of wire type " + type);
    }
  }

  private void copyBytes(CodedInputStream in, int tag, int length, CodedOutputStream out)
      throws IOException {
    if (length < 0) {
      throw new InvalidProtocolBufferException("a field of " + length + " bytes");
    }
    hold(length);
    out.writeUInt32NoTag(tag);
    out.writeUInt32NoTag(length);
    out.writeRawBytes(in.readRawBytes(length));
  }

  private void hold(long bytes) {
    held += bytes;
    if (held > MOST_BYTES) {
      throw new InvalidInputException(
          String.format(
              "%s has more than %d MiB beside its weights, or is no ONNX file; export the model so"
                  + " that all weights are initializers",
              path, MOST_BYTES >> 20));
    }
  }

  /** Reads a field's value. */
  @FunctionalInterface
  private interface Reader {
    void read() throws IOException;
  }
}

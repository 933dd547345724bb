package distilbench.importing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.console.TerminalText;
import distilbench.importing.OnnxFile.Initializer;
import distilbench.model.ModelFolder;
import distilbench.model.graph.AlignedFile;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileRange;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A copy of an ONNX file that has its large weights in one file beside it, which processes can map.
 * Nothing else of the graph changes.
 *
 * <p>Some weights stay in the graph, however large: int64 ones, which may be shapes, for ONNX
 * Runtime 1.23 and later infers no shapes from what lies outside; and those that branches and loop
 * bodies use, for it writes these twice when it packs weights.
 */
final class OnnxCopy {
  /** Of weights that stay in the graph, which is held in memory. */
  private static final long MOST_INSIDE_BYTES = 32 << 20;

  private static final long MIB = 1 << 20;

  private final OnnxFile source;
  private final GraphFacts facts;
  private final ExternalData external;
  private final ModelProto.Builder model;

  /** In the source's order; those without a place are small. */
  private final List<Initializer> weights = new ArrayList<>();

  private long insideBytes;

  /**
   * Finds all weights.
   *
   * @throws InvalidInputException naming the first that cannot be had
   */
  OnnxCopy(OnnxFile source, GraphFacts facts) throws IOException {
    this.source = source;
    this.facts = facts;
    this.external = new ExternalData(source.path());
    this.model = source.model().toBuilder().setGraph(source.graph());
    source.initializers().forEach(weight -> weights.add(found(weight)));
    checkOverlaps();
    takeIn(model.getGraphBuilder().getNodeBuilderList());
    for (FunctionProto.Builder function : model.getFunctionsBuilderList()) {
      takeIn(function.getNodeBuilderList());
    }
  }

  private Initializer found(Initializer weight) {
    TensorProto tensor = weight.tensor();
    if (weight.place() == null && !ExternalData.isIn(tensor)) {
      return weight;
    }
    long bytes = bytes(tensor);
    if (weight.place() == null) {
      return new Initializer(withoutPlace(tensor), external.place(tensor, bytes));
    } else if (weight.place().bytes() != bytes) {
      throw new InvalidInputException(
          String.format(
              "%s: its weight %s has %d bytes, its shape asks for %d; get it once more",
              source.path(), name(tensor), weight.place().bytes(), bytes));
    }
    return new Initializer(withoutPlace(tensor), weight.place());
  }

  private long bytes(TensorProto tensor) {
    return TensorType.bytes(tensor)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    String.format(
                        "%s: its weight %s is %s and of shape %s, which has no size; export it"
                            + " again",
                        source.path(),
                        name(tensor),
                        TensorType.name(tensor.getDataType()),
                        tensor.getDimsList())));
  }

  private static String name(TensorProto tensor) {
    return TerminalText.oneLine(tensor.getName());
  }

  private static TensorProto withoutPlace(TensorProto tensor) {
    return tensor.toBuilder().clearExternalData().clearDataLocation().build();
  }

  /** A few bytes that thousands of weights claim would fill the disk. */
  private void checkOverlaps() {
    Map<Path, Long> claimed = new HashMap<>();
    for (FileRange place : new HashSet<>(weights.stream().map(Initializer::place).toList())) {
      if (place != null) {
        claimed.merge(place.file(), place.bytes(), Long::sum);
      }
    }
    claimed.forEach(
        (file, bytes) -> {
          if (bytes > size(file)) {
            throw new InvalidInputException(
                String.format(
                    "%s: its weights overlap in %s; export it again",
                    source.path(), file.getFileName()));
          }
        });
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  /** The files beside the graph that hold weights, by the names that it has for them. */
  Map<String, Path> externalFiles() {
    return external.files();
  }

  /** Bytes of some weights that processes can map; those that lie at one place count once. */
  long outsideBytes(Set<String> names) {
    Set<FileRange> places = new HashSet<>();
    for (Initializer weight : weights) {
      if (isOutside(weight) && names.contains(weight.tensor().getName())) {
        places.add(weight.place());
      }
    }
    return places.stream().mapToLong(FileRange::bytes).sum();
  }

  private boolean isOutside(Initializer weight) {
    return weight.place() != null
        && weight.place().bytes() >= OnnxFile.LEAST_BYTES
        && weight.tensor().getDataType() != TensorProto.DataType.INT64_VALUE
        && !facts.usedBySubgraphs().contains(weight.tensor().getName());
  }

  /** Writes graph and weights into a folder, flushed. */
  void write(Path folder, PrintStream log) throws IOException {
    long bytes =
        weights.stream().filter(this::isOutside).mapToLong(weight -> weight.place().bytes()).sum();
    Progress progress = new Progress(log, "copying weights", bytes / MIB + 1, "MiB");
    ModelProto.Builder written = model.clone();
    try (AlignedFile file = new AlignedFile(folder.resolve(ModelFolder.WEIGHTS))) {
      for (Initializer weight : weights) {
        written.getGraphBuilder().addInitializer(written(weight, file));
        progress.advance(isOutside(weight) ? weight.place().bytes() / MIB : 0);
      }
    }
    DurableFiles.write(folder.resolve(ModelFolder.GRAPH), written.build()::writeTo);
    progress.finish();
  }

  private TensorProto written(Initializer weight, AlignedFile file) throws IOException {
    if (weight.place() == null) {
      return weight.tensor();
    } else if (!isOutside(weight)) {
      return inside(weight.tensor(), weight.place());
    }
    TensorProto.Builder tensor =
        weight.tensor().toBuilder().setDataLocation(TensorProto.DataLocation.EXTERNAL);
    addEntry(tensor, "location", ModelFolder.WEIGHTS);
    addEntry(tensor, "offset", Long.toString(file.copy(weight.place())));
    addEntry(tensor, "length", Long.toString(weight.place().bytes()));
    return tensor.build();
  }

  private static void addEntry(TensorProto.Builder tensor, String key, String value) {
    tensor.addExternalData(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
  }

  private TensorProto inside(TensorProto tensor, FileRange place) throws IOException {
    insideBytes += place.bytes();
    if (insideBytes > MOST_INSIDE_BYTES) {
      throw new InvalidInputException(
          String.format(
              "%s: more than %d MiB of its weights are int64 or belong to branches and loops; it"
                  + " cannot be used",
              source.path(), MOST_INSIDE_BYTES / MIB));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) place.bytes());
    try (FileChannel file = FileChannel.open(place.file())) {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, place.offset() + bytes.position()) < 0) {
          throw new EOFException(place.file().getFileName() + " has become shorter");
        }
      }
    }
    return tensor.toBuilder().setRawData(ByteString.copyFrom(bytes.flip())).build();
  }

  /** Takes what operators and the graphs in them keep in other files into the graph. */
  private void takeIn(List<NodeProto.Builder> nodes) throws IOException {
    for (NodeProto.Builder node : nodes) {
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasT()) {
          attribute.setT(takenIn(attribute.getT()));
        }
        for (int i = 0; i < attribute.getTensorsCount(); i++) {
          attribute.setTensors(i, takenIn(attribute.getTensors(i)));
        }
        if (attribute.hasG()) {
          takeIn(attribute.getGBuilder());
        }
        for (GraphProto.Builder graph : attribute.getGraphsBuilderList()) {
          takeIn(graph);
        }
      }
    }
  }

  private void takeIn(GraphProto.Builder subgraph) throws IOException {
    for (int i = 0; i < subgraph.getInitializerCount(); i++) {
      subgraph.setInitializer(i, takenIn(subgraph.getInitializer(i)));
    }
    takeIn(subgraph.getNodeBuilderList());
  }

  private TensorProto takenIn(TensorProto tensor) throws IOException {
    return ExternalData.isIn(tensor)
        ? inside(withoutPlace(tensor), external.place(tensor, bytes(tensor)))
        : tensor;
  }
}

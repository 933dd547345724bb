package distilbench.inference;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.storage.FileRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The weights that ONNX Runtime writes beside an optimized graph: of each tensor the plain ones and
 * those packed for matrix products. Only pieces of more than 1 MiB begin at a page
 * (onnxruntime/core/graph/model_saving_options.h), the others where the last one ended. But packed
 * ones are read, where the file is mapped, by instructions that end the process if an address is
 * not a multiple of 64: so ends a model whose sizes are no multiples of 16.
 */
final class PackedFile {
  /** Of addresses, for the widest registers. */
  static final int NEEDED_ALIGNMENT = 64;

  private static final int PAGE = 4096;
  private static final String OFFSET = "offset";
  private static final String LENGTH = "length";
  private static final String PACKED = "prepacked";

  private final ModelProto.Builder model;

  /** Lengths of all pieces in bytes, by their offsets. */
  private final Map<Long, Long> pieces = new TreeMap<>();

  /** Where pieces are moved to, by their offsets before. */
  private final Map<Long, Long> moved = new TreeMap<>();

  private PackedFile(ModelProto.Builder model) {
    this.model = model;
  }

  /**
   * Moves the weights apart, each to the begin of a page, unless all are aligned.
   *
   * @param graph that refers to them, which is rewritten with them
   */
  static void align(Path graph, Path weights) throws IOException {
    PackedFile file = read(graph);
    if (file.pieces.keySet().stream().allMatch(offset -> offset % NEEDED_ALIGNMENT == 0)) {
      return;
    }
    Path aside = weights.resolveSibling(weights.getFileName() + ".aligned");
    file.copy(weights, aside);
    Files.move(aside, weights, StandardCopyOption.REPLACE_EXISTING);
    file.rewrite(file.model.getGraphBuilder());
    try (OutputStream out = Files.newOutputStream(graph)) {
      file.model.build().writeTo(out);
    }
  }

  /** Where plain and packed weights begin. */
  static List<Long> offsets(Path graph) throws IOException {
    return new ArrayList<>(read(graph).pieces.keySet());
  }

  private static PackedFile read(Path graph) throws IOException {
    try (InputStream in = Files.newInputStream(graph)) {
      PackedFile file = new PackedFile(ModelProto.parseFrom(in).toBuilder());
      file.collect(file.model.getGraphBuilder());
      return file;
    }
  }

  private void collect(GraphProto.Builder graph) {
    for (TensorProto tensor : graph.getInitializerList()) {
      long offset = 0;
      for (StringStringEntryProto entry : tensor.getExternalDataList()) {
        if (entry.getKey().equals(OFFSET)) {
          offset = Long.parseLong(entry.getValue());
        } else if (entry.getKey().equals(LENGTH)) {
          pieces.put(offset, Long.parseLong(entry.getValue()));
        } else if (entry.getKey().startsWith(PACKED)) {
          blobs(entry)
              .forEach(blob -> pieces.put(Long.parseLong(blob[0]), Long.parseLong(blob[1])));
        }
      }
    }
    inner(graph).forEach(this::collect);
  }

  /** Each offset, length and checksum: {@code kind|offset;length;checksum|offset;...}. */
  private static List<String[]> blobs(StringStringEntryProto entry) {
    String[] parts = entry.getValue().split("\\|");
    return List.of(parts).subList(1, parts.length).stream().map(part -> part.split(";")).toList();
  }

  /** Bodies of conditions and loops. */
  private static List<GraphProto.Builder> inner(GraphProto.Builder graph) {
    List<GraphProto.Builder> inner = new ArrayList<>();
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasG()) {
          inner.add(attribute.getGBuilder());
        }
        inner.addAll(attribute.getGraphsBuilderList());
      }
    }
    return inner;
  }

  private void copy(Path from, Path to) throws IOException {
    try (FileChannel out =
        FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long end = 0;
      for (Map.Entry<Long, Long> piece : pieces.entrySet()) {
        long begin = (end + PAGE - 1) / PAGE * PAGE;
        end = begin + piece.getValue();
        out.position(begin);
        new FileRange(from, piece.getKey(), piece.getValue()).copyTo(out);
        moved.put(piece.getKey(), begin);
      }
    }
  }

  private void rewrite(GraphProto.Builder graph) {
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      for (StringStringEntryProto.Builder entry : tensor.getExternalDataBuilderList()) {
        if (entry.getKey().equals(OFFSET)) {
          entry.setValue(Long.toString(moved.get(Long.parseLong(entry.getValue()))));
        } else if (entry.getKey().startsWith(PACKED)) {
          entry.setValue(rewritten(entry.build()));
        }
      }
    }
    inner(graph).forEach(this::rewrite);
  }

  private String rewritten(StringStringEntryProto entry) {
    StringBuilder all = new StringBuilder(entry.getValue().split("\\|")[0]);
    for (String[] blob : blobs(entry)) {
      blob[0] = Long.toString(moved.get(Long.parseLong(blob[0])));
      all.append('|').append(String.join(";", blob));
    }
    return all.toString();
  }
}

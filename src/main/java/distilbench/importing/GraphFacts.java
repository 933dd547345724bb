package distilbench.importing;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import distilbench.model.Subgraphs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be told of a graph by looking at its operators (onnx.ai/onnx/operators). */
final class GraphFacts {
  /** Integers made during a pass, or products of them; ONNX's own and ONNX Runtime's. */
  private static final Pattern OF_INTEGERS =
      Pattern.compile(
          "DynamicQuantize.*|MatMulInteger.*|ConvInteger.*|QLinear.*|QOrdered.*|QAttention|QGemm"
              + "|QEmbedLayerNormalization|QMoE|MatMulNBits|MatMulBnb4|MatMulFpQ4");

  /** Those that multiply whole matrices with what the text gives. */
  private static final Pattern PRODUCT =
      Pattern.compile(".*(MatMul|Gemm).*|(Q|QOrdered|Packed|Longformer|Decoder)?Attention");

  /** Those that hand a weight on in another form. */
  private static final Set<String> FORM =
      Set.of(
          "Identity",
          "Cast",
          "Transpose",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "QuantizeLinear",
          "DequantizeLinear");

  /** As many forms follow each other at most. */
  private static final int MOST_FORMS = 8;

  private final OnnxFile file;
  private final Map<String, TensorProto> weights = new HashMap<>();
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Set<String> inSubgraphs = new HashSet<>();
  private boolean quantized;

  GraphFacts(OnnxFile file) {
    this.file = file;
    file.initializers().forEach(weight -> weights.put(weight.tensor().getName(), weight.tensor()));
    for (NodeProto node : file.graph().getNodeList()) {
      node.getOutputList().forEach(output -> makers.put(output, node));
      Subgraphs.of(node).forEach(this::lookInto);
      quantized |= OF_INTEGERS.matcher(node.getOpType()).matches();
    }
    quantized |=
        file.model().getFunctionsList().stream()
            .flatMap(function -> function.getNodeList().stream())
            .anyMatch(node -> OF_INTEGERS.matcher(node.getOpType()).matches());
  }

  private void lookInto(GraphProto subgraph) {
    Consumer<NodeProto> look =
        node -> {
          inSubgraphs.addAll(node.getInputList());
          quantized |= OF_INTEGERS.matcher(node.getOpType()).matches();
          Subgraphs.of(node).forEach(this::lookInto);
        };
    subgraph.getNodeList().forEach(look);
    subgraph.getOutputList().forEach(output -> inSubgraphs.add(output.getName()));
  }

  /** What must be fed: old files list weights among the inputs. */
  List<ValueInfoProto> inputs() {
    return file.graph().getInputList().stream()
        .filter(input -> !weights.containsKey(input.getName()))
        .toList();
  }

  /** What it gives. */
  List<ValueInfoProto> outputs() {
    return file.graph().getOutputList();
  }

  /** Names of what branches and loop bodies use, weights of the main graph among them. */
  Set<String> usedBySubgraphs() {
    return inSubgraphs;
  }

  /** Whether products are computed from integers. */
  boolean isQuantized() {
    return quantized;
  }

  /** Whether most of the weights are of 16 bits. */
  boolean isHalfPrecision() {
    long half = 0;
    long all = 0;
    for (TensorProto tensor : weights.values()) {
      long bytes = TensorType.bytes(tensor).orElse(0);
      int type = tensor.getDataType();
      all += bytes;
      half +=
          type == TensorProto.DataType.FLOAT16_VALUE || type == TensorProto.DataType.BFLOAT16_VALUE
              ? bytes
              : 0;
    }
    return half > all / 2;
  }

  /** Names of the weights that are multiplied whole, as they are or in another form. */
  Set<String> matrices() {
    return file.graph().getNodeList().stream()
        .filter(node -> PRODUCT.matcher(node.getOpType()).matches())
        .flatMap(node -> node.getInputList().stream())
        .map(this::weightBehind)
        .filter(name -> weights.containsKey(name) && weights.get(name).getDimsCount() > 1)
        .collect(Collectors.toSet());
  }

  private String weightBehind(String name) {
    String behind = name;
    for (int forms = 0; forms < MOST_FORMS; forms++) {
      NodeProto maker = makers.get(behind);
      if (maker == null || maker.getInputCount() == 0 || !FORM.contains(maker.getOpType())) {
        break;
      }
      behind = maker.getInput(0);
    }
    return behind;
  }
}

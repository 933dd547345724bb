package distilbench.variant;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.model.ModelFolder;
import distilbench.model.Precision;
import distilbench.model.Subgraphs;
import distilbench.model.Task;
import distilbench.model.graph.Int8Product;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rewrites a graph so that it multiplies integers: {@code MatMul} and {@code Gemm} with a constant
 * float32 matrix become {@link Int8Product}. Rows that several matrices are multiplied with are
 * rounded once.
 *
 * <p>The matrix whose product is the answer stays float32: it is small, and what is rounded there
 * is rounded in the answer.
 */
final class IntegerProducts {
  private static final String VARIANT = "precision=" + Precision.INT8;

  /** The first set of ONNX's operators with DynamicQuantizeLinear. */
  private static final int LEAST_OPSET = 11;

  /** The first version of ONNX's files whose constants need not be inputs. */
  private static final int LEAST_IR_VERSION = 4;

  private final ModelFolder base;
  private final RewrittenGraph source;
  private final GraphProto graph;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, List<NodeProto>> users = new HashMap<>();
  private final Set<String> answers = new HashSet<>();

  /** The rewritten graph's nodes. */
  private final List<NodeProto> nodes = new ArrayList<>();

  /** Matrices that become integers, by their names. */
  private final Map<String, WeightMatrix> matrices = new LinkedHashMap<>();

  /** Names of rows that are rounded once for all matrices. */
  private final Set<String> rounded = new HashSet<>();

  private IntegerProducts(ModelFolder base, RewrittenGraph source) {
    this.base = base;
    this.source = source;
    this.graph = source.model().getGraph();
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> makers.put(output, node));
      node.getInputList()
          .forEach(input -> users.computeIfAbsent(input, name -> new ArrayList<>()).add(node));
    }
    if (source.description().task() == Task.CLASSIFICATION) {
      graph.getOutputList().forEach(output -> answers.add(output.getName()));
    }
  }

  /**
   * What becomes of a graph over a model's weights.
   *
   * @throws ImpossibleVariantException if nothing in it can be made a product of integers
   */
  static IntegerProducts of(ModelFolder base, RewrittenGraph source) {
    if (base.description().quantized()) {
      throw new ImpossibleVariantException(base, VARIANT, "it is quantized or float16 already");
    }
    if (opset(source.model()) < LEAST_OPSET) {
      throw new ImpossibleVariantException(
          base, VARIANT, "its operators are of ONNX's set " + opset(source.model()) + ", not 11");
    }
    IntegerProducts products = new IntegerProducts(base, source);
    products.graph.getNodeList().forEach(products::rewrite);
    if (products.matrices.isEmpty()) {
      throw new ImpossibleVariantException(
          base, VARIANT, "nothing in it is multiplied with a constant float32 matrix");
    }
    return products;
  }

  /**
   * Writes the weights that it needs.
   *
   * @param weights the file to write them to
   * @return the graph over that file
   */
  RewrittenGraph write(Path weights, PrintStream log) throws IOException {
    GraphProto.Builder rewritten = graph();
    long matrixBytes =
        new IntegerWeights(base.weights(), matrices.values(), constants.values())
            .write(rewritten, weights, log);
    return new RewrittenGraph(
        source.model().toBuilder()
            .setIrVersion(Math.max(LEAST_IR_VERSION, source.model().getIrVersion()))
            .setGraph(rewritten)
            .build(),
        source.description().inIntegers(matrixBytes));
  }

  private static long opset(ModelProto model) {
    return model.getOpsetImportList().stream()
        .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
        .mapToLong(OperatorSetIdProto::getVersion)
        .findFirst()
        .orElse(0);
  }

  private void rewrite(NodeProto node) {
    Optional<WeightMatrix> matrix =
        givesAnswer(node) ? Optional.empty() : WeightMatrix.of(node, constants, makers);
    matrix.ifPresentOrElse(found -> multiply(node, found), () -> nodes.add(node));
  }

  /** Whether its product is the answer, a constant added or not. */
  private boolean givesAnswer(NodeProto node) {
    String product = node.getOutput(0);
    return answers.contains(product)
        || users.getOrDefault(product, List.of()).stream()
            .anyMatch(
                user -> user.getOpType().equals("Add") && answers.contains(user.getOutput(0)));
  }

  private void multiply(NodeProto node, WeightMatrix matrix) {
    matrices.put(matrix.name(), matrix);
    String rows = node.getInput(0);
    if (rounded.add(rows)) {
      nodes.add(Int8Product.round(rows));
    }
    String result = node.getOutput(0);
    boolean biased = node.getOpType().equals("Gemm") && node.getInputCount() > 2;
    String product = biased ? result + "_product" : result;
    nodes.addAll(
        Int8Product.multiply(
            rows, IntegerWeights.integers(matrix), IntegerWeights.scales(matrix), product));
    if (biased) {
      nodes.add(
          NodeProto.newBuilder()
              .setOpType("Add")
              .setName(result)
              .addInput(product)
              .addInput(node.getInput(2))
              .addOutput(result)
              .build());
    }
  }

  /** The rewritten graph without its constants, of which those are left that it uses. */
  private GraphProto.Builder graph() {
    Set<String> used = new HashSet<>();
    graph.getOutputList().forEach(output -> used.add(output.getName()));
    nodes.forEach(node -> addUsed(node, used));
    GraphProto.Builder rewritten =
        graph.toBuilder().clearNode().clearInitializer().clearValueInfo().clearInput();
    graph.getInputList().stream()
        .filter(input -> !constants.containsKey(input.getName()))
        .forEach(rewritten::addInput);
    nodes.stream()
        .filter(node -> node.getOutputList().stream().anyMatch(used::contains))
        .forEach(rewritten::addNode);
    constants.keySet().retainAll(used);
    return rewritten;
  }

  private static void addUsed(NodeProto node, Set<String> used) {
    used.addAll(node.getInputList());
    Subgraphs.of(node)
        .forEach(
            graph -> {
              graph.getOutputList().forEach(output -> used.add(output.getName()));
              graph.getNodeList().forEach(inner -> addUsed(inner, used));
            });
  }
}

package distilbench.variant;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A float32 matrix in the weights file that rows are multiplied with.
 *
 * @param tensor as the graph has it
 * @param transposed whether rows are multiplied with its transposition
 */
record WeightMatrix(TensorProto tensor, boolean transposed) {

  /**
   * The matrix of a product.
   *
   * @param constants by their names
   * @param makers the nodes of the graph by what they give
   * @return nothing if the node is no product of rows with such a matrix
   */
  static Optional<WeightMatrix> of(
      NodeProto node, Map<String, TensorProto> constants, Map<String, NodeProto> makers) {
    boolean product =
        node.getOpType().equals("MatMul") || node.getOpType().equals("Gemm") && isPlainGemm(node);
    if (!product || !node.getDomain().isEmpty()) {
      return Optional.empty();
    }
    boolean transposed = Attributes.find(node, "transB").map(AttributeProto::getI).orElse(0L) == 1;
    String right = node.getInput(1);
    NodeProto maker = makers.get(right);
    if (maker != null && maker.getOpType().equals("Transpose")) {
      right = maker.getInput(0);
      transposed = !transposed;
    }
    TensorProto tensor = constants.get(right);
    boolean matrix =
        tensor != null
            && tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE
            && tensor.getDimsCount() == 2
            && tensor.getExternalDataCount() > 0;
    return matrix ? Optional.of(new WeightMatrix(tensor, transposed)) : Optional.empty();
  }

  /** Whether a Gemm is a product and a sum, nothing else. */
  private static boolean isPlainGemm(NodeProto node) {
    return Attributes.find(node, "alpha").map(AttributeProto::getF).orElse(1f) == 1
        && Attributes.find(node, "beta").map(AttributeProto::getF).orElse(1f) == 1
        && Attributes.find(node, "transA").map(AttributeProto::getI).orElse(0L) == 0;
  }

  /** A name that no other matrix has, nor the same one the other way round. */
  String name() {
    return tensor.getName() + (transposed ? "_transposed" : "");
  }

  /** Of each row that it is multiplied with: k. */
  int rows() {
    return size(transposed ? 1 : 0);
  }

  /** Of each row of the product: n. */
  int columns() {
    return size(transposed ? 0 : 1);
  }

  private int size(int dimension) {
    List<Long> sizes = tensor.getDimsList();
    return Math.toIntExact(sizes.get(dimension));
  }
}

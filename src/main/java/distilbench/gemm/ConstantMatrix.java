package distilbench.gemm;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.nio.FloatBuffer;
import java.util.function.DoubleUnaryOperator;

/**
 * A constant matrix W [k, n] that rows are multiplied with: its part of an ONNX graph, and the
 * numbers that a check of its products needs.
 */
interface ConstantMatrix {

  MatrixShape shape();

  /**
   * Adds the constants and nodes of one product.
   *
   * @param input name of the rows, float32 [m, k]
   * @param output name of the product, float32 [m, n]
   */
  void addTo(GraphProto.Builder graph, String input, String output);

  /**
   * W v in double precision, with the weights as they are multiplied.
   *
   * @param vector n values
   * @return k values
   */
  double[] times(double[] vector);

  /**
   * What the values of rows are multiplied as.
   *
   * @param rows float32 [m, k], from the buffer's start to its limit
   */
  DoubleUnaryOperator multiplied(FloatBuffer rows);

  /** After how many roundings to float32, as good as independent, a product's value is there. */
  int roundings();
}

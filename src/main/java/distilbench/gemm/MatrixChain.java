package distilbench.gemm;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.model.Geometry;
import distilbench.model.Precision;
import distilbench.model.graph.GraphBuilder;
import distilbench.model.synthetic.SeededValues;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Constant matrices that rows are multiplied with, one after the other: the products x W1, x W1 W2,
 * and so on, as an ONNX graph and as numbers for whoever checks them.
 *
 * <p>The matrices are constants of the graph, as in the model, so that ONNX Runtime packs them when
 * it loads the graph. All values are seeded and of deviation 1 or about, the products' too.
 */
public final class MatrixChain {
  /** The graph's input x, float32 [rows, k of the first matrix]. */
  static final String INPUT = "x";

  private static final long SEED = 1;
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  private static final String ROWS = "rows";

  private final List<ConstantMatrix> matrices;

  MatrixChain(List<ConstantMatrix> matrices) {
    this.matrices = List.copyOf(matrices);
  }

  /**
   * A chain of one or more matrices.
   *
   * @throws IllegalArgumentException if one does not fit the next, or there are no such products
   */
  public static MatrixChain of(List<MatrixShape> shapes, Precision precision) {
    List<ConstantMatrix> matrices = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      if (i > 0 && shapes.get(i - 1).n() != shapes.get(i).k()) {
        throw new IllegalArgumentException(shapes + " cannot be multiplied in this order");
      }
      Float32Matrix matrix = new Float32Matrix(shapes.get(i), "weights_" + i);
      matrices.add(
          switch (precision) {
            case FP32 -> matrix;
            case INT8 -> new Int8Matrix(matrix);
            case BF16 ->
                throw new IllegalArgumentException(
                    "ONNX Runtime has no products in bfloat16 on CPUs");
          });
    }
    return new MatrixChain(matrices);
  }

  /**
   * The matrices that one layer of a model multiplies each token with, in the order of a forward
   * pass: query, key, value and attention output, then the two of the feed-forward network.
   */
  public static MatrixChain ofLayer(Geometry geometry, Precision precision) {
    MatrixShape projection = new MatrixShape(geometry.hidden(), geometry.hidden());
    return of(
        List.of(
            projection,
            projection,
            projection,
            projection,
            new MatrixShape(geometry.hidden(), geometry.ffn()),
            new MatrixShape(geometry.ffn(), geometry.hidden())),
        precision);
  }

  List<ConstantMatrix> matrices() {
    return matrices;
  }

  /** The matrices' sizes. */
  public List<MatrixShape> shapes() {
    return matrices.stream().map(ConstantMatrix::shape).toList();
  }

  /** Operations for {@code m} rows. */
  public long flop(int m) {
    return shapes().stream().mapToLong(shape -> shape.flop(m)).sum();
  }

  /** Name of a product in the graph: float32 [rows, n of its matrix]. */
  static String product(int index) {
    return "product_" + index;
  }

  /** The graph as the bytes of an ONNX file, for any number of rows; every product is an output. */
  public byte[] onnx() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("matrix chain");
    graph.addInput(GraphBuilder.value(INPUT, FLOAT, ROWS, matrices.get(0).shape().k()));
    String rows = INPUT;
    for (int i = 0; i < matrices.size(); i++) {
      matrices.get(i).addTo(graph, rows, product(i));
      graph.addOutput(GraphBuilder.value(product(i), FLOAT, ROWS, matrices.get(i).shape().n()));
      rows = product(i);
    }
    return GraphBuilder.modelOf(graph).toByteArray();
  }

  /** Fills x, float32 [rows, k of the first matrix], row by row up to the buffer's capacity. */
  void writeInput(FloatBuffer x) {
    SeededValues values = new SeededValues(SEED, INPUT);
    for (int i = 0; i < x.capacity(); i++) {
      x.put(i, values.normal(i, 0, 1));
    }
  }
}

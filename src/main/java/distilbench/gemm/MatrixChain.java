package distilbench.gemm;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import distilbench.model.Geometry;
import distilbench.model.graph.GraphBuilder;
import distilbench.model.synthetic.SeededValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Matrices that rows are multiplied with, one after the other: y = x W1 W2 ... in float32, as an
 * ONNX graph of {@code MatMul} alone and as numbers for whoever checks the product.
 *
 * <p>The matrices are constants of the graph, as in the model, so that ONNX Runtime packs them when
 * it loads the graph. All values are seeded; x has deviation 1 and a matrix 1/sqrt(k), so that the
 * product of any length of chain has deviation 1 too.
 */
public final class MatrixChain {
  /** The graph's input x, float32 [rows, k of the first matrix]. */
  public static final String INPUT = "x";

  /** Its output y, float32 [rows, n of the last matrix]. */
  public static final String OUTPUT = "y";

  private static final long SEED = 1;
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  private static final String ROWS = "rows";

  private final List<MatrixShape> matrices;

  private MatrixChain(List<MatrixShape> matrices) {
    this.matrices = List.copyOf(matrices);
  }

  /**
   * A chain of one or more matrices.
   *
   * @throws IllegalArgumentException if one does not fit the next
   */
  public static MatrixChain of(List<MatrixShape> matrices) {
    for (int i = 1; i < matrices.size(); i++) {
      if (matrices.get(i - 1).n() != matrices.get(i).k()) {
        throw new IllegalArgumentException(matrices + " cannot be multiplied in this order");
      }
    }
    return new MatrixChain(matrices);
  }

  /**
   * The matrices that one layer of a model multiplies each token with, in the order of a forward
   * pass: query, key, value and attention output, then the two of the feed-forward network.
   */
  public static MatrixChain ofLayer(Geometry geometry) {
    MatrixShape projection = new MatrixShape(geometry.hidden(), geometry.hidden());
    return of(
        List.of(
            projection,
            projection,
            projection,
            projection,
            new MatrixShape(geometry.hidden(), geometry.ffn()),
            new MatrixShape(geometry.ffn(), geometry.hidden())));
  }

  public List<MatrixShape> matrices() {
    return matrices;
  }

  /** Values in a row of x. */
  public int inputs() {
    return matrices.get(0).k();
  }

  /** Values in a row of y. */
  public int outputs() {
    return matrices.get(matrices.size() - 1).n();
  }

  /** Floating-point operations for {@code m} rows. */
  public long flop(int m) {
    return matrices.stream().mapToLong(matrix -> matrix.flop(m)).sum();
  }

  /** The graph as the bytes of an ONNX file, for any number of rows. */
  public byte[] onnx() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("matrix chain");
    graph.addInput(GraphBuilder.value(INPUT, FLOAT, ROWS, inputs()));
    graph.addOutput(GraphBuilder.value(OUTPUT, FLOAT, ROWS, outputs()));
    String rows = INPUT;
    for (int i = 0; i < matrices.size(); i++) {
      MatrixShape matrix = matrices.get(i);
      String product = i == matrices.size() - 1 ? OUTPUT : "product_" + i;
      graph.addInitializer(
          TensorProto.newBuilder()
              .setName(weights(i))
              .setDataType(FLOAT)
              .addDims(matrix.k())
              .addDims(matrix.n())
              .setRawData(bytes(i)));
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType("MatMul")
              .setName("multiply_" + i)
              .addInput(rows)
              .addInput(weights(i))
              .addOutput(product));
      rows = product;
    }
    return GraphBuilder.modelOf(graph).toByteArray();
  }

  /** One row of x. */
  public float[] input(int row) {
    SeededValues values = new SeededValues(SEED, INPUT);
    float[] input = new float[inputs()];
    for (int i = 0; i < input.length; i++) {
      input[i] = values.normal((long) row * input.length + i, 0, 1);
    }
    return input;
  }

  /**
   * W1 W2 ... v in double precision, straight from the seed: for any row, x (W1 W2 ... v) is what
   * (x W1 W2 ...) v must be.
   *
   * @param vector one value per column of the last matrix
   * @return one value per row of the first matrix
   */
  public double[] applyTo(double[] vector) {
    double[] applied = vector;
    for (int i = matrices.size() - 1; i >= 0; i--) {
      applied = apply(i, applied);
    }
    return applied;
  }

  private double[] apply(int index, double[] vector) {
    MatrixShape matrix = matrices.get(index);
    SeededValues values = new SeededValues(SEED, weights(index));
    double deviation = deviation(matrix);
    double[] applied = new double[matrix.k()];
    for (int row = 0; row < matrix.k(); row++) {
      double sum = 0;
      for (int column = 0; column < matrix.n(); column++) {
        sum += values.normal((long) row * matrix.n() + column, 0, deviation) * vector[column];
      }
      applied[row] = sum;
    }
    return applied;
  }

  private ByteString bytes(int index) {
    MatrixShape matrix = matrices.get(index);
    SeededValues values = new SeededValues(SEED, weights(index));
    double deviation = deviation(matrix);
    byte[] bytes = new byte[Math.toIntExact(matrix.elements() * Float.BYTES)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < matrix.elements(); i++) {
      buffer.putFloat(values.normal(i, 0, deviation));
    }
    // Nobody else has the array: no copy of up to 9 MB is needed.
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  private static double deviation(MatrixShape matrix) {
    return 1 / Math.sqrt(matrix.k());
  }

  private static String weights(int index) {
    return "weights_" + index;
  }
}

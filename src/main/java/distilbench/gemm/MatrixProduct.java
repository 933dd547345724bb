package distilbench.gemm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import distilbench.inference.InferenceException;
import distilbench.inference.OnnxSessions;
import distilbench.inference.WrongAnswerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * ONNX Runtime's MatMul on its own: the same rows times the same constant matrices, again and
 * again, into the same memory. Every product is checked between the calls, not in them. For one
 * thread at a time.
 */
public final class MatrixProduct implements AutoCloseable {
  private final OrtSession session;
  private final OnnxTensor rows;
  private final OnnxTensor product;
  private final FloatBuffer values;
  private final float[] unwritten;
  private final ProductCheck check;

  private MatrixProduct(
      OrtSession session,
      OnnxTensor rows,
      OnnxTensor product,
      FloatBuffer values,
      int outputs,
      ProductCheck check) {
    this.session = session;
    this.rows = rows;
    this.product = product;
    this.values = values;
    this.unwritten = new float[outputs];
    this.check = check;
    Arrays.fill(unwritten, Float.NaN);
  }

  /**
   * Loads the matrices, which packs them, and makes the rows. Idle intra-op threads spin, as suits
   * a session that has the cores to itself. Prints one line if this process lacks part of the
   * measured environment.
   *
   * @param m how many rows
   * @param threads intra-op threads, the caller among them
   */
  public static MatrixProduct open(MatrixChain chain, int m, int threads) {
    FloatBuffer input = direct(m * chain.inputs());
    for (int row = 0; row < m; row++) {
      input.put(chain.input(row));
    }
    FloatBuffer values = direct(m * chain.outputs());
    ProductCheck check = ProductCheck.of(chain, m);
    try {
      OrtSession session = OnnxSessions.ofGraph(chain.onnx(), threads);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      return new MatrixProduct(
          session,
          OnnxTensor.createTensor(environment, input.flip(), new long[] {m, chain.inputs()}),
          OnnxTensor.createTensor(environment, values, new long[] {m, chain.outputs()}),
          values,
          chain.outputs(),
          check);
    } catch (OrtException e) {
      throw new InferenceException(
          "ONNX Runtime cannot multiply by " + chain.matrices() + ": " + e.getMessage(), e);
    }
  }

  private static FloatBuffer direct(int capacity) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(capacity, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Multiplies once: the whole chain. */
  public void multiply() {
    try {
      session.run(Map.of(MatrixChain.INPUT, rows), Map.of(MatrixChain.OUTPUT, product)).close();
    } catch (OrtException e) {
      throw new InferenceException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /**
   * Checks every value of the last product and wipes it out, so that it cannot pass for the next.
   *
   * @throws WrongAnswerException if it is wrong, or there has been none since the last check
   */
  public void check() {
    check.check(values);
    for (int at = 0; at < values.capacity(); at += unwritten.length) {
      values.put(at, unwritten);
    }
  }

  @Override
  public void close() {
    try (rows;
        product) {
      session.close();
    } catch (OrtException e) {
      throw new InferenceException("cannot close the session: " + e.getMessage(), e);
    }
  }
}

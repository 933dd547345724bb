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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime's products on their own: the same rows times the same constant matrices, again and
 * again, into the same memory. Every product is checked between the calls, not in them. For one
 * thread at a time.
 */
public final class MatrixProduct implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, OnnxTensor> input;
  private final Map<String, OnnxTensor> products;
  private final List<Step> steps;

  /** x (W v) of the first product, whose rows never change. */
  private final double[] expected;

  /**
   * One product of the chain.
   *
   * @param rows what is multiplied: the input, or the product before
   * @param unwritten a row of {@code product} that is no product
   */
  private record Step(
      ProductCheck check, FloatBuffer rows, FloatBuffer product, float[] unwritten) {
    void wipe() {
      for (int at = 0; at < product.capacity(); at += unwritten.length) {
        product.put(at, unwritten);
      }
    }
  }

  private MatrixProduct(
      OrtSession session,
      Map<String, OnnxTensor> input,
      Map<String, OnnxTensor> products,
      List<Step> steps) {
    this.session = session;
    this.input = input;
    this.products = products;
    this.steps = steps;
    this.expected = steps.get(0).check().expected(steps.get(0).rows());
    steps.forEach(Step::wipe);
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
    List<MatrixShape> shapes = chain.shapes();
    FloatBuffer x = direct(m * shapes.get(0).k());
    chain.writeInput(x);
    try {
      OrtSession session = OnnxSessions.ofGraph(chain.onnx(), threads);
      Map<String, OnnxTensor> products = new LinkedHashMap<>();
      List<Step> steps = new ArrayList<>();
      FloatBuffer rows = x;
      for (int i = 0; i < shapes.size(); i++) {
        float[] unwritten = new float[shapes.get(i).n()];
        Arrays.fill(unwritten, Float.NaN);
        FloatBuffer product = direct(m * unwritten.length);
        products.put(MatrixChain.product(i), tensor(product, m));
        steps.add(new Step(new ProductCheck(chain.matrices().get(i)), rows, product, unwritten));
        rows = product;
      }
      return new MatrixProduct(session, Map.of(MatrixChain.INPUT, tensor(x, m)), products, steps);
    } catch (OrtException e) {
      throw new InferenceException(
          "ONNX Runtime cannot multiply by " + shapes + ": " + e.getMessage(), e);
    }
  }

  private static FloatBuffer direct(int capacity) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(capacity, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static OnnxTensor tensor(FloatBuffer values, int rows) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), values, new long[] {rows, values.capacity() / rows});
  }

  /** Multiplies once: the whole chain. */
  public void multiply() {
    try {
      session.run(input, products).close();
    } catch (OrtException e) {
      throw new InferenceException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /**
   * Checks every value of the last products and wipes them out, so that they cannot pass for the
   * next.
   *
   * @throws WrongAnswerException if one is wrong, or there has been none since the last check
   */
  public void check() {
    double[] sums = expected;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (i > 0) {
        sums = step.check().expected(step.rows());
      }
      step.check().check(sums, step.product());
    }
    steps.forEach(Step::wipe);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new InferenceException("cannot close the session: " + e.getMessage(), e);
    } finally {
      input.values().forEach(OnnxTensor::close);
      products.values().forEach(OnnxTensor::close);
    }
  }
}

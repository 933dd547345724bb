package distilbench.model.graph;

import java.util.List;

/**
 * One weight tensor.
 *
 * @param name the name in the PyTorch state dict of the model's class in transformers
 * @param kind what is computed with it
 * @param shape row-major; matrices are [in, out], so that {@code x MatMul W} needs no transpose
 */
public record Tensor(String name, Kind kind, List<Integer> shape) {

  /** What is computed with a tensor. */
  public enum Kind {
    /** Rows are looked up in it: [rows, width]. */
    TABLE,

    /** Vectors are multiplied with it: [in, out]; PyTorch holds it as [out, in]. */
    MATRIX,

    /** Added to a product, or to a normalized vector: [width]. */
    BIAS,

    /** A normalized vector is multiplied with it, element by element: [width]. */
    GAIN
  }

  public Tensor {
    shape = List.copyOf(shape);
  }

  /** How many numbers it holds. */
  public long elements() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Size as float32. */
  public long bytes() {
    return elements() * Float.BYTES;
  }

  /** The shape that PyTorch's state dict has. */
  public List<Integer> torchShape() {
    return kind == Kind.MATRIX ? List.of(shape.get(1), shape.get(0)) : shape;
  }
}

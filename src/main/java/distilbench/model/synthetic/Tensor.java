package distilbench.model.synthetic;

import java.util.List;

/**
 * One weight tensor: its name, shape and how its synthetic values are distributed.
 *
 * @param name the name in the PyTorch state dict of {@code DistilBertForSequenceClassification}
 * @param shape row-major; matrices are [in, out], so that {@code x MatMul W} needs no transpose
 * @param mean mean of the synthetic values
 * @param deviation their standard deviation
 */
public record Tensor(String name, List<Integer> shape, double mean, double deviation) {

  long elements() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  long bytes() {
    return elements() * Float.BYTES;
  }
}

package distilbench.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.Operations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Counts the operations of a graph's matrix products from ONNX Runtime's record of some passes,
 * which has the shapes of what each operator took and gave (onnxruntime.ai, "Profiling tools").
 *
 * <p>A product of [m, k] and [k, n] takes 2 m k n. Over a text of L tokens each of m, k and n is
 * fixed or in proportion to L, and in a transformer at most two of them vary, so the sum is a + b L
 * + c L^2: three lengths give a, b and c exactly, a fourth one confirms them.
 */
final class ProductCount {
  /** Lengths of the recorded texts, in their order, at equal distances. */
  static final List<Integer> LENGTHS = List.of(4, 8, 12, 16);

  /** What its record of one pass ends with. */
  private static final String PASS = "model_run";

  /** Whatever multiplies matrices, in ONNX and in ONNX Runtime. */
  private static final Pattern PRODUCT =
      Pattern.compile(".*(MatMul|Gemm|Attention|Conv|LSTM|GRU|RNN|MoE|Einsum|DFT|STFT).*|Det");

  private ProductCount() {}

  /** The operations of one pass, from the record of one for each length. */
  static Operations operations(Path profile) throws IOException {
    List<Double> passes = new ArrayList<>();
    double flop = 0;
    try (MappingIterator<JsonNode> events =
        new ObjectMapper().readerFor(JsonNode.class).readValues(profile.toFile())) {
      while (events.hasNext()) {
        JsonNode event = events.next();
        flop += flop(event.path("args"));
        if (event.path("name").asText().equals(PASS)) {
          passes.add(flop);
          flop = 0;
        }
      }
    }
    return fit(passes);
  }

  private static double flop(JsonNode operator) {
    String name = operator.path("op_name").asText();
    if (!PRODUCT.matcher(name).matches()) {
      return 0;
    }
    List<Long> left = shape(operator.path("input_type_shape"));
    List<Long> result = shape(operator.path("output_type_shape"));
    double results = result.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    return switch (name) {
      case "MatMul",
          "MatMulInteger",
          "MatMulIntegerToFloat",
          "QLinearMatMul",
          "DynamicQuantizeMatMul" ->
          2 * results * left.get(left.size() - 1);
      // Either side may be transposed: the terms are what is left of [m, k].
      case "Gemm" -> 2 * results * left.get(0) * left.get(1) / result.get(0);
      default -> Double.NaN;
    };
  }

  /** Of the first value: it is listed with its type, as {"float": [1, 8, 768]}. */
  private static List<Long> shape(JsonNode values) {
    List<Long> shape = new ArrayList<>();
    values.path(0).forEach(sizes -> sizes.forEach(size -> shape.add(size.asLong())));
    return shape;
  }

  private static Operations fit(List<Double> passes) {
    double step = LENGTHS.get(1) - LENGTHS.get(0);
    double first = LENGTHS.get(0);
    double square = (passes.get(0) - 2 * passes.get(1) + passes.get(2)) / (2 * step * step);
    double linear = (passes.get(1) - passes.get(0)) / step - square * (2 * first + step);
    double constant = passes.get(0) - first * (linear + square * first);
    Operations fitted = new Operations(constant, linear, square);
    int confirming = LENGTHS.size() - 1;
    boolean confirmed =
        passes.get(confirming) > 0
            && fitted.flop(LENGTHS.get(confirming)) == passes.get(confirming);
    return confirmed ? fitted : Operations.UNKNOWN;
  }
}

package distilbench.model.synthetic;

import distilbench.model.graph.Tensor;

/**
 * How the synthetic values of a tensor are distributed.
 *
 * <p>The scales keep random weights useful as test data. Matrices have deviation gain/sqrt(fan-in),
 * so that a layer-normed input (variance 1) gives outputs of variance gain^2 in every layer and at
 * every geometry. Queries and keys have a gain above 1: attention scores then spread by about 1.5,
 * so a token attends to a handful of others instead of averaging all of them away. Attention output
 * has a gain above 1 so that what a token gathers from the others is as strong as what it was
 * before; the [CLS] token, the same in every text, would otherwise tell texts apart only faintly. A
 * wrong, swapped or padded input thus moves the logits by far more than the comparison's tolerance.
 *
 * @param mean of the values
 * @param deviation their standard deviation
 */
record WeightScale(double mean, double deviation) {
  private static final double QUERY_KEY_GAIN = 1.25;
  private static final double ATTENTION_OUTPUT_GAIN = 2.0;
  private static final double WORD_DEVIATION = 0.05;
  private static final double POSITION_DEVIATION = 0.02;
  private static final double BIAS_DEVIATION = 0.05;
  private static final double NORM_DEVIATION = 0.05;
  private static final double CLASSIFIER_GAIN = 2.0;

  /** That of a tensor of a DistilBERT classifier. */
  static WeightScale of(Tensor tensor) {
    return switch (tensor.kind()) {
      case TABLE ->
          new WeightScale(
              0, tensor.name().contains(".word_") ? WORD_DEVIATION : POSITION_DEVIATION);
      case MATRIX -> new WeightScale(0, gain(tensor.name()) / Math.sqrt(tensor.shape().get(0)));
      case BIAS -> new WeightScale(0, BIAS_DEVIATION);
      case GAIN -> new WeightScale(1, NORM_DEVIATION);
    };
  }

  private static double gain(String matrix) {
    if (matrix.endsWith(".q_lin.weight") || matrix.endsWith(".k_lin.weight")) {
      return QUERY_KEY_GAIN;
    } else if (matrix.endsWith(".out_lin.weight")) {
      return ATTENTION_OUTPUT_GAIN;
    }
    return matrix.equals("classifier.weight") ? CLASSIFIER_GAIN : 1;
  }
}

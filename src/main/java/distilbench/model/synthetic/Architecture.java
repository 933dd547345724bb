package distilbench.model.synthetic;

import distilbench.model.Geometry;
import java.util.ArrayList;
import java.util.List;

/**
 * The weight tensors of a DistilBERT classifier, in file order, with the scales of their synthetic
 * values.
 *
 * <p>The scales keep random weights useful as test data. Matrices have deviation gain/sqrt(fan-in),
 * so that a layer-normed input (variance 1) gives outputs of variance gain^2 in every layer and at
 * every geometry. Queries and keys have a gain above 1: attention scores then spread by about 1.5,
 * so a token attends to a handful of others instead of averaging all of them away. Attention output
 * has a gain above 1 so that what a token gathers from the others is as strong as what it was
 * before; the [CLS] token, the same in every text, would otherwise tell texts apart only faintly. A
 * wrong, swapped or padded input thus moves the logits by far more than the comparison's tolerance.
 */
public final class Architecture {
  private static final double QUERY_KEY_GAIN = 1.25;
  private static final double ATTENTION_OUTPUT_GAIN = 2.0;
  private static final double WORD_DEVIATION = 0.05;
  private static final double POSITION_DEVIATION = 0.02;
  private static final double BIAS_DEVIATION = 0.05;
  private static final double NORM_DEVIATION = 0.05;
  private static final double CLASSIFIER_GAIN = 2.0;

  private final Geometry geometry;
  private final List<Tensor> tensors = new ArrayList<>();

  private Architecture(Geometry geometry) {
    this.geometry = geometry;
  }

  /** Lists every tensor of the geometry, in the order in which the weights file holds them. */
  public static List<Tensor> tensors(Geometry geometry) {
    Architecture architecture = new Architecture(geometry);
    architecture.addEmbeddings();
    for (int layer = 0; layer < geometry.layers(); layer++) {
      architecture.addLayer(layerPrefix(layer));
    }
    architecture.addHead();
    return List.copyOf(architecture.tensors);
  }

  /** The prefix of the names of layer {@code layer}'s tensors, counted from 0. */
  public static String layerPrefix(int layer) {
    return "distilbert.transformer.layer." + layer + ".";
  }

  private void addEmbeddings() {
    int hidden = geometry.hidden();
    String prefix = "distilbert.embeddings.";
    add(prefix + "word_embeddings.weight", 0, WORD_DEVIATION, geometry.vocabulary(), hidden);
    add(prefix + "position_embeddings.weight", 0, POSITION_DEVIATION, geometry.positions(), hidden);
    addNorm(prefix + "LayerNorm");
  }

  private void addLayer(String prefix) {
    int hidden = geometry.hidden();
    addLinear(prefix + "attention.q_lin", hidden, hidden, QUERY_KEY_GAIN);
    addLinear(prefix + "attention.k_lin", hidden, hidden, QUERY_KEY_GAIN);
    addLinear(prefix + "attention.v_lin", hidden, hidden, 1);
    addLinear(prefix + "attention.out_lin", hidden, hidden, ATTENTION_OUTPUT_GAIN);
    addNorm(prefix + "sa_layer_norm");
    addLinear(prefix + "ffn.lin1", hidden, geometry.ffn(), 1);
    addLinear(prefix + "ffn.lin2", geometry.ffn(), hidden, 1);
    addNorm(prefix + "output_layer_norm");
  }

  private void addHead() {
    addLinear("pre_classifier", geometry.hidden(), geometry.hidden(), 1);
    addLinear("classifier", geometry.hidden(), Geometry.LABELS, CLASSIFIER_GAIN);
  }

  private void addLinear(String name, int in, int out, double gain) {
    add(name + ".weight", 0, gain / Math.sqrt(in), in, out);
    add(name + ".bias", 0, BIAS_DEVIATION, out);
  }

  private void addNorm(String name) {
    add(name + ".weight", 1, NORM_DEVIATION, geometry.hidden());
    add(name + ".bias", 0, NORM_DEVIATION, geometry.hidden());
  }

  private void add(String name, double mean, double deviation, Integer... shape) {
    tensors.add(new Tensor(name, List.of(shape), mean, deviation));
  }
}

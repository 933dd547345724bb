package distilbench.inference;

import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.graph.StoredTensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * DistilBERT with a classification head, computed in double precision straight from its definition
 * (Sanh et al. 2019, arXiv:1910.01108; post-layer-norm blocks of Vaswani et al. 2017,
 * arXiv:1706.03762; GELU of Hendrycks and Gimpel 2016, arXiv:1606.08415). It shares the weights
 * with the ONNX graph, and no code: what both agree on is what the architecture says.
 */
final class DistilBertForward {
  private static final double LAYER_NORM_EPSILON = 1e-12;

  private final Geometry geometry;
  private final Map<String, float[]> weights;

  private DistilBertForward(Geometry geometry, Map<String, float[]> weights) {
    this.geometry = geometry;
    this.weights = weights;
  }

  /** Reads the weights where the model's graph says that they are. */
  static DistilBertForward of(ModelFolder model) throws IOException {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (StoredTensor tensor : StoredTensor.of(model).values()) {
      weights.put(tensor.name(), tensor.values());
    }
    return new DistilBertForward(model.geometry().orElseThrow(), weights);
  }

  /** Logits of one text, unpadded. */
  double[] logits(long[] ids) {
    boolean[] real = new boolean[ids.length];
    Arrays.fill(real, true);
    return logits(ids, real);
  }

  /**
   * Logits of one text in a padded batch.
   *
   * @param ids token ids, padding included
   * @param real which of them are tokens; the others are padding, which nothing attends to
   */
  double[] logits(long[] ids, boolean[] real) {
    double[][] hidden = embed(ids);
    for (int layer = 0; layer < geometry.layers(); layer++) {
      String prefix = "distilbert.transformer.layer." + layer + ".";
      double[][] attended = attend(prefix + "attention.", hidden, real);
      hidden = norm(prefix + "sa_layer_norm", sum(hidden, attended));
      double[][] inner = linear(prefix + "ffn.lin1", hidden, geometry.ffn());
      double[][] outer = linear(prefix + "ffn.lin2", gelu(inner), geometry.hidden());
      hidden = norm(prefix + "output_layer_norm", sum(hidden, outer));
    }
    double[][] pooled = linear("pre_classifier", new double[][] {hidden[0]}, geometry.hidden());
    for (int i = 0; i < pooled[0].length; i++) {
      pooled[0][i] = Math.max(0, pooled[0][i]);
    }
    return linear("classifier", pooled, 2)[0];
  }

  private double[][] embed(long[] ids) {
    float[] words = weights.get("distilbert.embeddings.word_embeddings.weight");
    float[] positions = weights.get("distilbert.embeddings.position_embeddings.weight");
    int width = geometry.hidden();
    double[][] embedded = new double[ids.length][width];
    for (int token = 0; token < ids.length; token++) {
      for (int i = 0; i < width; i++) {
        embedded[token][i] =
            (double) words[(int) ids[token] * width + i] + positions[token * width + i];
      }
    }
    return norm("distilbert.embeddings.LayerNorm", embedded);
  }

  private double[][] attend(String prefix, double[][] hidden, boolean[] real) {
    double[][] queries = linear(prefix + "q_lin", hidden, geometry.hidden());
    double[][] keys = linear(prefix + "k_lin", hidden, geometry.hidden());
    double[][] values = linear(prefix + "v_lin", hidden, geometry.hidden());
    double[][] context = new double[hidden.length][geometry.hidden()];
    int size = geometry.hidden() / geometry.heads();
    for (int head = 0; head < geometry.heads(); head++) {
      int from = head * size;
      for (int token = 0; token < hidden.length; token++) {
        double[] shares = shares(queries[token], keys, real, from, size);
        for (int other = 0; other < hidden.length; other++) {
          for (int i = from; i < from + size; i++) {
            context[token][i] += shares[other] * values[other][i];
          }
        }
      }
    }
    return linear(prefix + "out_lin", context, geometry.hidden());
  }

  /** Softmax over the keys of real tokens, in one head. */
  private static double[] shares(
      double[] query, double[][] keys, boolean[] real, int from, int size) {
    double[] scores = new double[keys.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int other = 0; other < keys.length; other++) {
      double product = 0;
      for (int i = from; i < from + size; i++) {
        product += query[i] * keys[other][i];
      }
      scores[other] = real[other] ? product / Math.sqrt(size) : Double.NEGATIVE_INFINITY;
      highest = Math.max(highest, scores[other]);
    }
    double total = 0;
    for (int other = 0; other < keys.length; other++) {
      scores[other] = Math.exp(scores[other] - highest);
      total += scores[other];
    }
    for (int other = 0; other < keys.length; other++) {
      scores[other] /= total;
    }
    return scores;
  }

  private double[][] linear(String name, double[][] rows, int out) {
    float[] matrix = weights.get(name + ".weight");
    float[] bias = weights.get(name + ".bias");
    double[][] result = new double[rows.length][out];
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < out; column++) {
        double value = bias[column];
        for (int i = 0; i < rows[row].length; i++) {
          value += rows[row][i] * matrix[i * out + column];
        }
        result[row][column] = value;
      }
    }
    return result;
  }

  private double[][] norm(String name, double[][] rows) {
    float[] gain = weights.get(name + ".weight");
    float[] bias = weights.get(name + ".bias");
    double[][] result = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      int width = rows[row].length;
      double mean = 0;
      for (double value : rows[row]) {
        mean += value / width;
      }
      double variance = 0;
      for (double value : rows[row]) {
        variance += (value - mean) * (value - mean) / width;
      }
      result[row] = new double[width];
      for (int i = 0; i < width; i++) {
        double unit = (rows[row][i] - mean) / Math.sqrt(variance + LAYER_NORM_EPSILON);
        result[row][i] = unit * gain[i] + bias[i];
      }
    }
    return result;
  }

  private static double[][] gelu(double[][] rows) {
    double[][] result = new double[rows.length][rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < rows[row].length; i++) {
        double x = rows[row][i];
        result[row][i] = x / 2 * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
      }
    }
    return result;
  }

  private static double[][] sum(double[][] one, double[][] other) {
    double[][] result = new double[one.length][one[0].length];
    for (int row = 0; row < one.length; row++) {
      for (int i = 0; i < one[row].length; i++) {
        result[row][i] = one[row][i] + other[row][i];
      }
    }
    return result;
  }
}

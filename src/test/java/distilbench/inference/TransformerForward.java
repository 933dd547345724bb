package distilbench.inference;

import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.graph.StoredTensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * DistilBERT, BERT and RoBERTa, computed in double precision straight from their definition (Sanh
 * et al. 2019, arXiv:1910.01108; Devlin et al. 2018, arXiv:1810.04805; Liu et al. 2019,
 * arXiv:1907.11692; post-layer-norm blocks of Vaswani et al. 2017, arXiv:1706.03762; GELU of
 * Hendrycks and Gimpel 2016, arXiv:1606.08415). It shares the weights with the ONNX graph, and no
 * code: what both agree on is what the architecture says.
 */
public final class TransformerForward {
  private final Definition definition;
  private final Map<String, float[]> weights;

  /** The largest integer of a weight; 0 where products are not of integers. */
  private final int limit;

  /**
   * @param weights by their names in PyTorch; matrices are [in, out]
   */
  public TransformerForward(Definition definition, Map<String, float[]> weights) {
    this(definition, weights, 0);
  }

  private TransformerForward(Definition definition, Map<String, float[]> weights, int limit) {
    this.definition = definition;
    this.weights = weights;
    this.limit = limit;
  }

  /**
   * The same with products of integers, the classifier's last one aside: rows become unsigned bytes
   * as ONNX defines DynamicQuantizeLinear, weights the nearest multiples of their column's scale.
   *
   * @param largest integer of a weight
   */
  public TransformerForward inIntegers(int largest) {
    return new TransformerForward(definition, weights, largest);
  }

  /**
   * What is computed.
   *
   * @param blocks names of a layer's weights
   * @param prefix what the names of the encoder's weights begin with
   * @param epsilon of normalizations
   * @param activation of feed-forward networks
   * @param padId where positions are counted from this id + 1, padding left out; -1 where they are
   *     counted from 0
   * @param labels classes; 0 without a classifier
   */
  public record Definition(
      Blocks blocks,
      String prefix,
      int layers,
      int hidden,
      int heads,
      int ffn,
      double epsilon,
      DoubleUnaryOperator activation,
      int padId,
      int labels) {}

  /** How weights are called. */
  public enum Blocks {
    DISTILBERT(
        "transformer.layer.",
        "attention.q_lin attention.k_lin attention.v_lin attention.out_lin sa_layer_norm",
        "ffn.lin1 ffn.lin2 output_layer_norm",
        "pre_classifier classifier"),
    BERT(
        "encoder.layer.",
        "attention.self.query attention.self.key attention.self.value attention.output.dense"
            + " attention.output.LayerNorm",
        "intermediate.dense output.dense output.LayerNorm",
        "bert.pooler.dense classifier"),
    ROBERTA("encoder.layer.", BERT.attention, BERT.rest, "classifier.dense classifier.out_proj");

    private final String layers;
    private final String attention;
    private final String rest;
    private final String head;

    Blocks(String layers, String attention, String rest, String head) {
      this.layers = layers;
      this.attention = attention;
      this.rest = rest;
      this.head = head;
    }
  }

  /** Reads the weights of a synthetic model where its graph says that they are. */
  public static TransformerForward of(ModelFolder model) throws IOException {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (StoredTensor tensor : StoredTensor.of(model).values()) {
      weights.put(tensor.name(), tensor.values());
    }
    Geometry geometry = model.geometry().orElseThrow();
    return new TransformerForward(
        new Definition(
            Blocks.DISTILBERT,
            "distilbert.",
            geometry.layers(),
            geometry.hidden(),
            geometry.heads(),
            geometry.ffn(),
            1e-12,
            TransformerForward::gelu,
            -1,
            2),
        weights);
  }

  /** x P(X <= x) of a normal X. */
  public static double gelu(double x) {
    return x / 2 * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
  }

  /** Logits of one text, unpadded. */
  public double[] logits(long[] ids) {
    return logits(ids, real(ids.length));
  }

  /**
   * Logits of one text in a padded batch.
   *
   * @param ids token ids, padding included
   * @param real which of them are tokens; the others are padding, which nothing attends to
   */
  public double[] logits(long[] ids, boolean[] real) {
    String[] head = definition.blocks.head.split(" ");
    double[][] first = {hidden(ids, real)[0]};
    double[][] pooled = linear(head[0], first, definition.hidden);
    boolean relu = definition.blocks == Blocks.DISTILBERT;
    DoubleUnaryOperator activation = relu ? x -> Math.max(0, x) : Math::tanh;
    return exactLinear(head[1], applied(activation, pooled), definition.labels)[0];
  }

  /** Vectors of the tokens of one text, unpadded. */
  public double[][] hidden(long[] ids) {
    return hidden(ids, real(ids.length));
  }

  private static boolean[] real(int tokens) {
    boolean[] real = new boolean[tokens];
    Arrays.fill(real, true);
    return real;
  }

  private double[][] hidden(long[] ids, boolean[] real) {
    double[][] hidden = embed(ids);
    String[] attention = definition.blocks.attention.split(" ");
    String[] rest = definition.blocks.rest.split(" ");
    for (int layer = 0; layer < definition.layers; layer++) {
      String prefix = definition.prefix + definition.blocks.layers + layer + ".";
      double[][] attended = attend(prefix, attention, hidden, real);
      hidden = norm(prefix + attention[4], sum(hidden, attended));
      double[][] inner = linear(prefix + rest[0], hidden, definition.ffn);
      double[][] outer =
          linear(prefix + rest[1], applied(definition.activation, inner), definition.hidden);
      hidden = norm(prefix + rest[2], sum(hidden, outer));
    }
    return hidden;
  }

  private double[][] embed(long[] ids) {
    String prefix = definition.prefix + "embeddings.";
    float[] words = weights.get(prefix + "word_embeddings.weight");
    float[] positions = weights.get(prefix + "position_embeddings.weight");
    float[] types = weights.get(prefix + "token_type_embeddings.weight");
    int width = definition.hidden;
    double[][] embedded = new double[ids.length][width];
    int counted = 0;
    for (int token = 0; token < ids.length; token++) {
      int position = token;
      if (definition.padId >= 0) {
        position = definition.padId + (ids[token] == definition.padId ? 0 : ++counted);
      }
      for (int i = 0; i < width; i++) {
        embedded[token][i] =
            (double) words[(int) ids[token] * width + i]
                + positions[position * width + i]
                + (types == null ? 0 : types[i]);
      }
    }
    return norm(prefix + "LayerNorm", embedded);
  }

  private double[][] attend(String prefix, String[] names, double[][] hidden, boolean[] real) {
    double[][] queries = linear(prefix + names[0], hidden, definition.hidden);
    double[][] keys = linear(prefix + names[1], hidden, definition.hidden);
    double[][] values = linear(prefix + names[2], hidden, definition.hidden);
    double[][] context = new double[hidden.length][definition.hidden];
    int size = definition.hidden / definition.heads;
    for (int head = 0; head < definition.heads; head++) {
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
    return linear(prefix + names[3], context, definition.hidden);
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
    return limit == 0 ? exactLinear(name, rows, out) : integerLinear(name, rows, out);
  }

  private double[][] integerLinear(String name, double[][] rows, int out) {
    float[] matrix = weights.get(name + ".weight");
    float[] bias = weights.get(name + ".bias");
    double least = 0;
    double most = 0;
    for (double[] row : rows) {
      least = Math.min(least, Arrays.stream(row).min().orElseThrow());
      most = Math.max(most, Arrays.stream(row).max().orElseThrow());
    }
    double step = (most - least) / 255;
    double zero = Math.rint(-least / step);
    double[][] result = new double[rows.length][out];
    for (int column = 0; column < out; column++) {
      double largest = 0;
      for (int i = column; i < matrix.length; i += out) {
        largest = Math.max(largest, Math.abs(matrix[i]));
      }
      double scale = largest / limit;
      for (int row = 0; row < rows.length; row++) {
        double sum = 0;
        for (int i = 0; i < rows[row].length; i++) {
          double integer = Math.max(0, Math.min(255, Math.rint(rows[row][i] / step) + zero));
          sum += (integer - zero) * Math.rint(matrix[i * out + column] / scale);
        }
        result[row][column] = sum * step * scale + bias[column];
      }
    }
    return result;
  }

  private double[][] exactLinear(String name, double[][] rows, int out) {
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
        double unit = (rows[row][i] - mean) / Math.sqrt(variance + definition.epsilon);
        result[row][i] = unit * gain[i] + bias[i];
      }
    }
    return result;
  }

  private static double[][] applied(DoubleUnaryOperator activation, double[][] rows) {
    double[][] result = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      result[row] = Arrays.stream(rows[row]).map(activation).toArray();
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

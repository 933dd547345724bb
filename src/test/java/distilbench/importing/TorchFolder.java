package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.inference.TransformerForward;
import distilbench.inference.TransformerForward.Blocks;
import distilbench.inference.TransformerForward.Definition;
import distilbench.model.TinyModel;
import distilbench.model.safetensors.RawFile;
import distilbench.model.synthetic.SeededValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * A folder as transformers' {@code save_pretrained} writes it, of a tiny model with random weights.
 * Names and shapes are written out here, as PyTorch has them.
 */
public final class TorchFolder {
  static final int LAYERS = 2;
  static final int HIDDEN = 24;
  static final int HEADS = 3;
  static final int FFN = 40;
  static final int POSITIONS = 66;
  static final int PAD = 1;

  /** The tokenizer's words, and so many rows. */
  static final int VOCABULARY = 2000;

  private static final byte[] TOKENIZER = tokenizer();

  private final Kind kind;
  private final int labels;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
  private final ObjectNode config = new ObjectMapper().createObjectNode();
  private String activationName = "gelu";
  private DoubleUnaryOperator activation = TransformerForward::gelu;

  /** Families, as transformers calls them. */
  public enum Kind {
    DISTILBERT("distilbert", "DistilBert", "distilbert.", Blocks.DISTILBERT),
    BERT("bert", "Bert", "bert.", Blocks.BERT),
    ROBERTA("roberta", "Roberta", "roberta.", Blocks.ROBERTA),
    XLM_ROBERTA("xlm-roberta", "XLMRoberta", "roberta.", Blocks.ROBERTA);

    final String modelType;
    final String className;
    final String prefix;
    final Blocks blocks;

    Kind(String modelType, String className, String prefix, Blocks blocks) {
      this.modelType = modelType;
      this.className = className;
      this.prefix = prefix;
      this.blocks = blocks;
    }
  }

  private record TorchTensor(List<Integer> shape, float[] values) {}

  private TorchFolder(Kind kind, int labels) {
    this.kind = kind;
    this.labels = labels;
  }

  /** A model with a classifier. */
  public static TorchFolder classifier(Kind kind, int labels) {
    TorchFolder folder = new TorchFolder(kind, labels);
    folder.addEncoder(kind.prefix);
    switch (kind) {
      case DISTILBERT -> folder.addHead("pre_classifier", "classifier");
      case BERT -> folder.addHead("bert.pooler.dense", "classifier");
      default -> folder.addHead("classifier.dense", "classifier.out_proj");
    }
    folder.describe("ForSequenceClassification");
    return folder;
  }

  /** A model that gives each token's vector; BERT's with a pooler that nobody reads. */
  public static TorchFolder encoder(Kind kind) {
    TorchFolder folder = new TorchFolder(kind, 0);
    folder.addEncoder("");
    if (kind == Kind.BERT) {
      folder.addLinear("pooler.dense", HIDDEN, HIDDEN);
    }
    folder.describe("Model");
    return folder;
  }

  private void addEncoder(String prefix) {
    String embeddings = prefix + "embeddings.";
    add(embeddings + "word_embeddings.weight", 0.5, VOCABULARY, HIDDEN);
    add(embeddings + "position_embeddings.weight", 0.2, POSITIONS, HIDDEN);
    if (kind != Kind.DISTILBERT) {
      add(embeddings + "token_type_embeddings.weight", 0.3, 2, HIDDEN);
    }
    addNorm(embeddings + "LayerNorm");
    for (int layer = 0; layer < LAYERS; layer++) {
      if (kind == Kind.DISTILBERT) {
        addDistilBertLayer(prefix + "transformer.layer." + layer + ".");
      } else {
        addBertLayer(prefix + "encoder.layer." + layer + ".");
      }
    }
  }

  private void addDistilBertLayer(String prefix) {
    for (String part : List.of("q_lin", "k_lin", "v_lin", "out_lin")) {
      addLinear(prefix + "attention." + part, HIDDEN, HIDDEN);
    }
    addNorm(prefix + "sa_layer_norm");
    addLinear(prefix + "ffn.lin1", FFN, HIDDEN);
    addLinear(prefix + "ffn.lin2", HIDDEN, FFN);
    addNorm(prefix + "output_layer_norm");
  }

  private void addBertLayer(String prefix) {
    for (String part : List.of("query", "key", "value")) {
      addLinear(prefix + "attention.self." + part, HIDDEN, HIDDEN);
    }
    addLinear(prefix + "attention.output.dense", HIDDEN, HIDDEN);
    addNorm(prefix + "attention.output.LayerNorm");
    addLinear(prefix + "intermediate.dense", FFN, HIDDEN);
    addLinear(prefix + "output.dense", HIDDEN, FFN);
    addNorm(prefix + "output.LayerNorm");
  }

  private void addHead(String dense, String output) {
    addLinear(dense, HIDDEN, HIDDEN);
    addLinear(output, labels, HIDDEN);
  }

  private void addLinear(String name, int out, int in) {
    add(name + ".weight", 1.5 / Math.sqrt(in), out, in);
    add(name + ".bias", 0.1, out);
  }

  private void addNorm(String name) {
    add(name + ".weight", 0.5, HIDDEN);
    add(name + ".bias", 0.1, HIDDEN);
  }

  private void add(String name, double deviation, Integer... shape) {
    SeededValues seeded = new SeededValues(7, name);
    float[] values = new float[List.of(shape).stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = seeded.normal(i, 0, deviation);
    }
    tensors.put(name, new TorchTensor(List.of(shape), values));
  }

  private void describe(String classEnding) {
    config.putArray("architectures").add(kind.className + classEnding);
    config.put("model_type", kind.modelType);
    config.put("vocab_size", VOCABULARY);
    config.put("max_position_embeddings", POSITIONS);
    if (kind == Kind.DISTILBERT) {
      config.put("dim", HIDDEN).put("n_heads", HEADS).put("n_layers", LAYERS);
      config.put("hidden_dim", FFN).put("pad_token_id", 0);
    } else {
      config.put("hidden_size", HIDDEN).put("num_attention_heads", HEADS);
      config.put("num_hidden_layers", LAYERS).put("intermediate_size", FFN);
      config.put("type_vocab_size", 2).put("layer_norm_eps", 1e-5).put("pad_token_id", PAD);
    }
    if (labels > 0) {
      ObjectNode names = config.putObject("id2label");
      for (int i = 0; i < labels; i++) {
        names.put(Integer.toString(i), "label " + (char) ('A' + i));
      }
    }
  }

  /** Another activation of feed-forward networks. */
  public TorchFolder withActivation(String name, DoubleUnaryOperator function) {
    activationName = name;
    activation = function;
    return this;
  }

  /** Has the tensors go by other names. */
  TorchFolder renamed(UnaryOperator<String> names) {
    Map<String, TorchTensor> before = new LinkedHashMap<>(tensors);
    tensors.clear();
    before.forEach((name, tensor) -> tensors.put(names.apply(name), tensor));
    return this;
  }

  /** Adds a tensor, or takes another in its place. */
  TorchFolder with(String name, List<Integer> shape, float... values) {
    tensors.put(name, new TorchTensor(shape, values));
    return this;
  }

  /** Leaves a tensor out. */
  TorchFolder without(String name) {
    tensors.remove(name);
    return this;
  }

  /** What config.json says, to be changed. */
  ObjectNode config() {
    return config;
  }

  /** Values of a tensor, to be changed. */
  float[] values(String name) {
    return tensors.get(name).values();
  }

  /** Shape of a tensor. */
  List<Integer> shape(String name) {
    return tensors.get(name).shape();
  }

  /** The tensors as a file. */
  RawFile weights() {
    RawFile file = new RawFile();
    tensors.forEach((name, tensor) -> file.add(name, tensor.shape(), tensor.values()));
    return file;
  }

  /** Some of the tensors as a file. */
  RawFile weights(List<String> names) {
    RawFile file = new RawFile();
    names.forEach(name -> file.add(name, tensors.get(name).shape(), tensors.get(name).values()));
    return file;
  }

  /** Names of all tensors. */
  List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  /** Writes all files. */
  public Path writeTo(Path folder) throws IOException {
    writeAllButWeights(folder);
    Files.write(folder.resolve("model.safetensors"), weights().bytes());
    return folder;
  }

  /** Writes what describes the model. */
  Path writeAllButWeights(Path folder) throws IOException {
    Files.createDirectories(folder);
    config.put(kind == Kind.DISTILBERT ? "activation" : "hidden_act", activationName);
    Files.writeString(folder.resolve("config.json"), config.toPrettyString());
    Files.write(folder.resolve("tokenizer.json"), TOKENIZER);
    return folder;
  }

  /**
   * The project's own, with the first of its words alone; "q" is the padding that RoBERTa knows.
   */
  private static byte[] tokenizer() {
    try {
      ObjectNode json =
          (ObjectNode) new ObjectMapper().readTree(TinyModel.folder().tokenizer().toFile());
      ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
      Iterable<Map.Entry<String, JsonNode>> words = List.copyOf(vocabulary.properties());
      for (Map.Entry<String, JsonNode> word : words) {
        if (word.getValue().intValue() >= VOCABULARY) {
          vocabulary.remove(word.getKey());
        }
      }
      vocabulary.remove("[unused1]");
      vocabulary.put("q", PAD);
      return new ObjectMapper().writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the model computes, by its definition. */
  public TransformerForward forward() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> weights.put(name, inByOut(name, tensor)));
    boolean distilbert = kind == Kind.DISTILBERT;
    return new TransformerForward(
        new Definition(
            kind.blocks,
            labels > 0 ? kind.prefix : "",
            LAYERS,
            HIDDEN,
            HEADS,
            FFN,
            distilbert ? 1e-12 : 1e-5,
            activation,
            kind.blocks == Blocks.ROBERTA ? PAD : -1,
            labels),
        weights);
  }

  private static float[] inByOut(String name, TorchTensor tensor) {
    if (tensor.shape().size() < 2 || name.contains("embeddings")) {
      return tensor.values();
    }
    int out = tensor.shape().get(0);
    int in = tensor.shape().get(1);
    float[] transposed = new float[tensor.values().length];
    for (int i = 0; i < transposed.length; i++) {
      transposed[i % in * out + i / in] = tensor.values()[i];
    }
    return transposed;
  }
}

package distilbench.importing;

import distilbench.console.InvalidInputException;
import distilbench.model.Graph;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSignature;
import distilbench.model.ModelSignature.Content;
import distilbench.model.ModelSignature.Input;
import distilbench.model.Pooling;
import distilbench.model.Task;
import distilbench.model.TextLimits;
import distilbench.model.graph.Architecture;
import distilbench.model.graph.EncoderGraph;
import distilbench.model.graph.FloatSink;
import distilbench.model.graph.Tensor;
import distilbench.model.graph.WeightLayout;
import distilbench.model.graph.WeightsFile;
import distilbench.model.safetensors.Checkpoint;
import distilbench.model.safetensors.TensorEntry;
import distilbench.model.safetensors.TensorReader;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Hugging Face folder: {@code config.json}, weights as safetensors, a tokenizer. Its weights are
 * wired into our own graph.
 */
final class SafetensorsSource implements ImportSource {
  /** How PyTorch itself saves weights, whole or in parts: as programs, which are never run here. */
  private static final List<String> PICKLED =
      List.of("pytorch_model.bin", "pytorch_model.bin.index.json");

  private static final String CLASSIFIER = "ForSequenceClassification";

  /** Endings of classes that are an encoder, or an encoder in training. */
  private static final List<String> ENCODERS = List.of("Model", "ForMaskedLM", "ForPreTraining");

  private final Path folder;
  private final Architecture architecture;
  private final Map<Tensor, TensorEntry> tensors;
  private final FolderTokenizer tokenizer;
  private final List<String> labels;
  private final Optional<EmbeddingHead> head;
  private final Map<String, Path> files = new LinkedHashMap<>();

  private SafetensorsSource(Path folder, ModelConfig config, Checkpoint checkpoint) {
    this.folder = folder;
    TensorMatch match = new TensorMatch(checkpoint, ArchitectureConfig.family(config));
    int width = isClassifier(config, match) ? match.labels() : 0;
    this.labels = width == 0 ? List.of() : config.labels(width);
    this.architecture = ArchitectureConfig.read(config, width);
    this.tensors = match.match(architecture);
    this.tokenizer = FolderTokenizer.read(List.of(folder), architecture.maxTokens());
    this.head = width == 0 ? Optional.of(EmbeddingHead.read(folder)) : Optional.empty();
    files.put(ModelConfig.NAME, config.file());
    files.putAll(checkpoint.files());
    files.putAll(tokenizer.files());
    head.ifPresent(read -> files.putAll(read.files()));
    requireRowPerToken(checkpoint);
  }

  /** Whether a folder has its weights as safetensors. */
  static boolean isOne(Path folder) {
    return Checkpoint.isIn(folder);
  }

  /**
   * Reads everything but the weights' values.
   *
   * @throws InvalidInputException if it cannot be used: what is wrong, or what it lacks
   */
  static SafetensorsSource open(Path folder) {
    if (!isOne(folder)) {
      throw noWeights(folder);
    }
    ModelConfig config =
        ModelConfig.read(folder)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        String.format(
                            "%s has no %s, which says what its weights are for; put it there",
                            folder, ModelConfig.NAME)));
    return new SafetensorsSource(folder, config, Checkpoint.open(folder));
  }

  /** Refuses a folder without weights that are read; says how to convert those that it has. */
  static InvalidInputException noWeights(Path folder) {
    for (String file : PICKLED) {
      if (Files.exists(folder.resolve(file))) {
        return new InvalidInputException(
            String.format(
                "%s has its weights only as %s, which can run programs and is not read; in Python,"
                    + " transformers.%s.from_pretrained('%s').save_pretrained('%s') writes %s",
                folder, file, torchClass(folder), folder, folder, Checkpoint.FILE));
      }
    }
    return new InvalidInputException(
        String.format(
            "%s has neither %s nor an ONNX file; give a folder as transformers' save_pretrained writes"
                + " it, or one with a model.onnx",
            folder, Checkpoint.FILE));
  }

  /** AutoModel would leave a classifier out. */
  private static String torchClass(Path folder) {
    return ModelConfig.read(folder).stream()
        .flatMap(read -> read.architectures().stream())
        .filter(name -> name.matches("\\w+"))
        .findFirst()
        .orElse("AutoModel");
  }

  /** What the folder says, or else what is in it. */
  private static boolean isClassifier(ModelConfig config, TensorMatch match) {
    List<String> classes = config.architectures();
    if (classes.isEmpty()) {
      return match.hasClassifier();
    } else if (classes.stream().anyMatch(name -> name.endsWith(CLASSIFIER))) {
      return true;
    } else if (classes.stream().allMatch(name -> ENCODERS.stream().anyMatch(name::endsWith))) {
      return false;
    }
    throw config.unusable(
        "architectures", "classifiers of texts (..." + CLASSIFIER + ") and encoders can be used");
  }

  private void requireRowPerToken(Checkpoint checkpoint) {
    int rows = architecture.geometry().vocabulary();
    if (tokenizer.largestId() >= rows) {
      throw new InvalidInputException(
          String.format(
              "%s: the tokenizer gives ids up to %d, the word embedding of %s has %d rows; take both"
                  + " from one model",
              folder, tokenizer.largestId(), checkpoint.mainFile().getFileName(), rows));
    }
  }

  @Override
  public String name() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? architecture.family().modelType() : name.toString();
  }

  @Override
  public String origin() {
    return String.format(
        "%s, wired from %s", architecture.torchClass(), String.join(", ", files.keySet()));
  }

  @Override
  public Map<String, Path> files() {
    return files;
  }

  @Override
  public ModelDescription write(Path target, PrintStream log) throws IOException {
    WeightLayout layout = new WeightLayout(architecture.tensors());
    TensorReader reader = new TensorReader();
    DurableFiles.create(
        target.resolve(ModelFolder.WEIGHTS),
        out ->
            WeightsFile.write(
                out,
                layout,
                (sink, tensor) -> copy(reader, tensor, sink),
                "importing the weights of " + folder,
                log));
    byte[] graph =
        EncoderGraph.build(architecture, Graph.STANDARD, layout.offsets(), ModelFolder.WEIGHTS)
            .toByteArray();
    DurableFiles.write(target.resolve(ModelFolder.GRAPH), graph);
    DurableFiles.write(target.resolve(ModelFolder.TOKENIZER), tokenizer.json());
    return description();
  }

  private void copy(TensorReader reader, Tensor tensor, FloatSink sink) throws IOException {
    TensorEntry entry = tensors.get(tensor);
    if (tensor.kind() == Tensor.Kind.MATRIX) {
      reader.readTransposed(entry, sink);
    } else {
      reader.read(entry, sink);
    }
  }

  private ModelDescription description() {
    boolean classifier = architecture.isClassifier();
    ModelSignature signature =
        new ModelSignature(
            List.of(
                new Input(EncoderGraph.INPUT_IDS, Content.TOKEN_IDS, false),
                new Input(EncoderGraph.ATTENTION_MASK, Content.ATTENTION_MASK, false)),
            classifier ? EncoderGraph.LOGITS : EncoderGraph.LAST_HIDDEN_STATE,
            head.map(EmbeddingHead::pooling).orElse(Pooling.NONE),
            head.map(EmbeddingHead::normalized).orElse(false),
            architecture.width());
    return new ModelDescription(
        architecture.family().modelType(),
        classifier ? Task.CLASSIFICATION : Task.EMBEDDING,
        labels,
        signature,
        limits(),
        false,
        architecture.operations(),
        architecture.matrixBytes(),
        Map.of());
  }

  /** A text's place begins at the first position, so padding can only follow it. */
  private TextLimits limits() {
    return new TextLimits(tokenizer.limits().maxTokens(), tokenizer.limits().padId(), false);
  }

  @Override
  public Optional<Path> original() {
    return Optional.empty();
  }
}

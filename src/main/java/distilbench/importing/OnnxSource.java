package distilbench.importing;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.inference.GraphProbe;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSignature;
import distilbench.model.Pooling;
import distilbench.model.Task;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An ONNX file, used as it is, with the tokenizer and the configuration beside or above it. */
final class OnnxSource implements ImportSource {
  /** What its family is called: nobody knows what a graph computes. */
  private static final String FAMILY = "onnx";

  /** Longest sequence if nobody says it: what BERT and most encoders since have been trained on. */
  private static final int USUAL_POSITIONS = 512;

  private final OnnxPlace place;
  private final OnnxCopy copy;
  private final GraphFacts facts;
  private final GraphSignature signature;
  private final Optional<ModelConfig> config;
  private final FolderTokenizer tokenizer;
  private final Optional<EmbeddingHead> head;

  private OnnxSource(OnnxPlace place) throws IOException {
    OnnxFile file = OnnxFile.read(place.graph());
    this.place = place;
    this.facts = new GraphFacts(file);
    place.requireUsualNumbers(facts);
    this.signature = GraphSignature.of(place.graph(), facts);
    this.copy = new OnnxCopy(file, facts);
    this.config =
        place.folders().stream().map(ModelConfig::read).flatMap(Optional::stream).findFirst();
    this.tokenizer =
        FolderTokenizer.read(
            place.folders(),
            config.map(known -> known.positions().orElse(USUAL_POSITIONS)).orElse(USUAL_POSITIONS));
    this.head =
        signature.perToken()
            ? Optional.of(EmbeddingHead.read(place.folder("modules.json")))
            : Optional.empty();
  }

  /**
   * Opens a file, or the one of a folder's that is meant.
   *
   * @param log gets a line that names those of the folder's which are not used
   * @throws InvalidInputException if there is none that can be used
   */
  static OnnxSource open(Path given, PrintStream log) {
    OnnxPlace place = OnnxPlace.find(given);
    try {
      OnnxSource source = new OnnxSource(place);
      place.others().ifPresent(log::println);
      return source;
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that and run again", given, FileProblem.of(e)),
          e);
    }
  }

  @Override
  public String name() {
    return place.name();
  }

  @Override
  public String origin() {
    return "an ONNX graph as it was given: " + String.join(", ", files().keySet());
  }

  @Override
  public Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(place.graph().getFileName().toString(), place.graph());
    files.putAll(copy.externalFiles());
    config.ifPresent(known -> files.put("config.json", known.file()));
    head.ifPresent(known -> files.putAll(known.files()));
    files.putAll(tokenizer.files());
    return files;
  }

  @Override
  public ModelDescription write(Path folder, PrintStream log) throws IOException {
    copy.write(folder, log);
    DurableFiles.write(folder.resolve(ModelFolder.TOKENIZER), tokenizer.json());
    GraphProbe probe =
        GraphProbe.run(
            folder.resolve(ModelFolder.GRAPH),
            place.graph(),
            signature(0),
            tokenizer.largestId(),
            tokenizer.limits().maxTokens(),
            folder);
    boolean classes = signature.output().equals(GraphSignature.LOGITS);
    return new ModelDescription(
        FAMILY,
        classes ? Task.CLASSIFICATION : Task.EMBEDDING,
        classes ? labels(probe.width()) : List.of(),
        signature(probe.width()),
        tokenizer.limits(),
        facts.isQuantized() || facts.isHalfPrecision(),
        probe.operations(),
        copy.outsideBytes(facts.matrices()),
        Map.of());
  }

  private ModelSignature signature(int width) {
    return new ModelSignature(
        signature.inputs(),
        signature.output(),
        head.map(EmbeddingHead::pooling).orElse(Pooling.NONE),
        head.map(EmbeddingHead::normalized).orElse(false),
        width);
  }

  private List<String> labels(int width) {
    return config.map(known -> known.labels(width)).orElseGet(() -> ModelConfig.unnamed(width));
  }

  @Override
  public Optional<Path> original() {
    return Optional.of(place.graph());
  }
}

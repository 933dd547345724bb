package distilbench.model.synthetic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import distilbench.console.InvalidInputException;
import distilbench.model.Geometry;
import distilbench.model.Graph;
import distilbench.model.Manifest;
import distilbench.model.ModelFolder;
import distilbench.model.graph.Architecture;
import distilbench.model.graph.EncoderGraph;
import distilbench.model.graph.FloatSink;
import distilbench.model.graph.Tensor;
import distilbench.model.graph.WeightLayout;
import distilbench.model.graph.WeightsFile;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import distilbench.storage.NewFolder;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes a model folder with synthetic weights. The weights are streamed to disk in pieces of 1 MiB.
 * Everything is written into a folder aside, flushed, and renamed last: a generation that is killed
 * leaves nothing that passes for a model, and what it leaves is removed by the next one.
 */
public final class ModelGenerator {
  private static final String ORIGIN = "synthetic: seeded random weights, not trained";

  private final Geometry geometry;
  private final long seed;
  private final TokenizerFile tokenizer;
  private final PrintStream log;

  private ModelGenerator(Geometry geometry, long seed, TokenizerFile tokenizer, PrintStream log) {
    this.geometry = geometry;
    this.seed = seed;
    this.tokenizer = tokenizer;
    this.log = log;
  }

  /** A generator of models with the project's own tokenizer. */
  public static ModelGenerator withOwnTokenizer(Geometry geometry, long seed, PrintStream log) {
    return new ModelGenerator(geometry, seed, TokenizerFile.builtIn(), log);
  }

  /**
   * A generator of models with the user's tokenizer.
   *
   * @throws InvalidInputException if the file is no tokenizer that fits the geometry
   */
  public static ModelGenerator withTokenizer(
      Path tokenizer, Geometry geometry, long seed, PrintStream log) {
    return new ModelGenerator(geometry, seed, TokenizerFile.read(tokenizer, geometry), log);
  }

  /**
   * Generates the model, unless a process running at the same time has just done so.
   *
   * @param directory the folder to make; must not exist, or be empty
   * @throws InvalidInputException if the folder exists and holds anything, or cannot be made
   */
  public ModelFolder generate(Path directory) {
    NewFolder.requireAbsent(directory);
    ModelFolder made = generateIfAbsent(directory);
    log.printf("model %s, SHA-256 %s%n", directory, made.modelSha());
    return made;
  }

  /** Opens the model in {@code directory}; generates it first where there is no such folder. */
  public ModelFolder generateIfAbsent(Path directory) {
    NewFolder.make(directory, this::writeInto, log);
    return ModelFolder.open(directory);
  }

  private void writeInto(Path folder) throws IOException {
    Architecture architecture = Architecture.ofDistilBert(geometry);
    WeightLayout layout = new WeightLayout(architecture.tensors());
    byte[] graph =
        EncoderGraph.build(architecture, Graph.STANDARD, layout.offsets(), ModelFolder.WEIGHTS)
            .toByteArray();
    Map<String, FileFacts> files = new LinkedHashMap<>();
    files.put(ModelFolder.GRAPH, writeSmall(folder.resolve(ModelFolder.GRAPH), graph));
    files.put(ModelFolder.WEIGHTS, writeWeights(folder.resolve(ModelFolder.WEIGHTS), layout));
    files.put(
        ModelFolder.TOKENIZER,
        writeSmall(folder.resolve(ModelFolder.TOKENIZER), tokenizer.content()));
    Manifest manifest = Manifest.ofSynthetic(ORIGIN, seed, geometry, files);
    ObjectWriter json = new ObjectMapper().writerWithDefaultPrettyPrinter();
    DurableFiles.write(folder.resolve(ModelFolder.MANIFEST), json.writeValueAsBytes(manifest));
  }

  private static FileFacts writeSmall(Path file, byte[] content) throws IOException {
    DurableFiles.write(file, content);
    return new FileFacts(content.length, Sha256.of(content));
  }

  private FileFacts writeWeights(Path file, WeightLayout layout) throws IOException {
    Sha256 sha = new Sha256();
    String task = "generating " + file.getFileName();
    DurableFiles.create(
        file, out -> WeightsFile.write(sha.writing(out), layout, this::writeTensor, task, log));
    return new FileFacts(layout.bytes(), sha.hex());
  }

  private void writeTensor(FloatSink sink, Tensor tensor) throws IOException {
    SeededValues values = new SeededValues(seed, tensor.name());
    WeightScale scale = WeightScale.of(tensor);
    for (long i = 0; i < tensor.elements(); i++) {
      sink.put(values.normal(i, scale.mean(), scale.deviation()));
    }
  }
}

package distilbench.exporting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.Task;
import distilbench.model.graph.FloatSink;
import distilbench.model.graph.Tensor;
import distilbench.model.graph.WiredGraph;
import distilbench.model.safetensors.SafetensorsWriter;
import distilbench.model.safetensors.TensorEntry;
import distilbench.model.safetensors.TensorReader;
import distilbench.storage.DurableFiles;
import distilbench.storage.NewFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a model folder as transformers' {@code save_pretrained} would: weights under the names and
 * in the shapes of the model's class there, what describes them, the tokenizer. Embeddings get what
 * sentence-transformers reads besides.
 */
public final class HuggingFaceExport {
  private final ModelFolder model;
  private final ModelDescription description;
  private final WiredGraph wired;
  private final PrintStream log;

  private HuggingFaceExport(ModelFolder model, WiredGraph wired, PrintStream log) {
    this.model = model;
    this.description = model.description();
    this.wired = wired;
    this.log = log;
  }

  /**
   * Writes the folder; whole, or nothing.
   *
   * @param model whose graph was wired here; it is verified first
   * @param directory must not exist, or be empty
   * @throws InvalidInputException if it exists, or the model is damaged or was not wired here
   */
  public static void write(ModelFolder model, Path directory, PrintStream log) {
    NewFolder.requireAbsent(directory);
    model.verify();
    model.verifyManifest();
    HuggingFaceExport export = new HuggingFaceExport(model, wired(model), log);
    if (!NewFolder.make(directory, export::writeInto, log)) {
      throw new InvalidInputException(
          "another process has just made " + directory + "; name a new folder");
    }
    log.printf("model %s, written to %s%n", model.directory(), directory);
  }

  private static WiredGraph wired(ModelFolder model) {
    try {
      int padId = Math.toIntExact(model.description().texts().padId());
      return WiredGraph.read(model.graph(), padId)
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      String.format(
                          "%s was not wired here but taken as it was given, so it has no such form;"
                              + " use the ONNX file itself",
                          model.graph())));
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + model.graph() + ": " + FileProblem.of(e), e);
    }
  }

  private void writeInto(Path folder) throws IOException {
    TensorReader reader = new TensorReader();
    DurableFiles.create(
        folder.resolve("model.safetensors"),
        out ->
            SafetensorsWriter.write(
                out,
                List.copyOf(wired.offsets().keySet()),
                (sink, tensor) -> copy(reader, tensor, sink),
                "exporting the weights of " + model.directory(),
                log));
    ObjectMapper json = new ObjectMapper();
    byte[] tokenizer = Files.readAllBytes(model.tokenizer());
    DurableFiles.write(folder.resolve("tokenizer.json"), tokenizer);
    write(
        folder.resolve("tokenizer_config.json"),
        ExportedTokenizer.config(json.readTree(tokenizer), description.texts()));
    write(
        folder.resolve("config.json"),
        ExportedConfig.of(wired.architecture(), description.labels()));
    if (description.task() == Task.EMBEDDING) {
      writeEmbeddingHead(folder);
    }
  }

  /** Matrices lie [in, out]; PyTorch has them [out, in]. */
  private void copy(TensorReader reader, Tensor tensor, FloatSink sink) throws IOException {
    List<Long> shape = tensor.shape().stream().map(Integer::longValue).toList();
    TensorEntry entry =
        TensorEntry.ofFloats(model.weights(), tensor.name(), shape, wired.offsets().get(tensor));
    if (tensor.kind() == Tensor.Kind.MATRIX) {
      reader.readTransposed(entry, sink);
    } else {
      reader.read(entry, sink);
    }
  }

  private void writeEmbeddingHead(Path folder) throws IOException {
    write(
        folder.resolve(ExportedHead.MODULES),
        ExportedHead.modules(description.signature().normalized()));
    Path pooling = Files.createDirectory(folder.resolve(ExportedHead.POOLING));
    write(
        pooling.resolve("config.json"),
        ExportedHead.pooling(
            description.signature().pooling(), wired.architecture().geometry().hidden()));
    if (description.signature().normalized()) {
      Files.createDirectory(folder.resolve(ExportedHead.NORMALIZE));
    }
    write(
        folder.resolve("sentence_bert_config.json"),
        new ObjectMapper()
            .createObjectNode()
            .put("max_seq_length", description.texts().maxTokens())
            .put("do_lower_case", false));
  }

  private static void write(Path file, JsonNode content) throws IOException {
    DurableFiles.write(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
  }
}

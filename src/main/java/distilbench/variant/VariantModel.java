package distilbench.variant;

import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.importing.ImportCheck;
import distilbench.model.Graph;
import distilbench.model.Manifest;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes a variant of a model once per content, among {@link ModelFolder#derivedFiles}. */
public final class VariantModel {
  /** Changes when the same model would be made otherwise. */
  private static final int VERSION = 1;

  private static final int SHA_DIGITS = 12;

  private final ModelFolder base;
  private final ModelVariant variant;
  private final PrintStream log;

  private VariantModel(ModelFolder base, ModelVariant variant, PrintStream log) {
    this.base = base;
    this.variant = variant;
    this.log = log;
  }

  /**
   * Opens a variant, which is made first where nobody has done so, or where it is damaged. Its
   * files are verified.
   *
   * @param base the model that was prepared
   * @return the base itself if nothing else is wanted
   * @throws InvalidInputException if the model has no such variant: why not
   */
  public static ModelFolder prepare(ModelFolder base, ModelVariant variant, PrintStream log) {
    return variant.isAsPrepared() ? base : new VariantModel(base, variant, log).prepare();
  }

  /**
   * Why a model has no such variant, in words; nothing if it has. Nothing is made.
   *
   * @param base the model that was prepared
   */
  public static Optional<String> obstacle(ModelFolder base, ModelVariant variant) {
    try {
      new VariantModel(base, variant, System.err).rewriting();
      return Optional.empty();
    } catch (ImpossibleVariantException e) {
      return Optional.of(e.reason());
    }
  }

  private ModelFolder prepare() {
    Path folder = base.derivedFiles().resolve("variant-" + variant.fileName() + "-" + digest());
    return ModelFolder.intact(folder).orElseGet(() -> make(folder));
  }

  /** Of all that decides what is made. */
  private String digest() {
    String all = VERSION + "\n" + base.modelSha() + "\n" + IntegerWeights.RANGE;
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, SHA_DIGITS);
  }

  private ModelFolder make(Path folder) {
    Rewriting rewriting = rewriting();
    try (BuildLock lock = BuildLock.acquire(folder, log)) {
      Optional<ModelFolder> madeMeanwhile = ModelFolder.intact(folder);
      if (madeMeanwhile.isPresent()) {
        return madeMeanwhile.get();
      }
      if (Files.exists(folder)) {
        log.println(folder + " is damaged; making it anew");
        DurableFiles.deleteFolder(folder);
      }
      long started = System.nanoTime();
      DurableFiles.writeFolder(folder, aside -> write(aside, rewriting));
      log.printf("made %s in %.1f s%n", folder, (System.nanoTime() - started) / 1e9);
      return ModelFolder.open(folder);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot make %s (%s); make room, or mend that, and run again",
              folder, FileProblem.of(e)),
          e);
    }
  }

  /**
   * The graph over the model's own weights.
   *
   * @param integers what becomes of it in integers; nothing in float32
   */
  private record Rewriting(RewrittenGraph graph, Optional<IntegerProducts> integers) {}

  /** Refuses what cannot be had before a file is made. */
  private Rewriting rewriting() {
    if (variant.precision() == Precision.BF16) {
      throw new InvalidInputException(
          "precision=BF16 is not possible: ONNX Runtime has no such products on CPUs; leave it to"
              + " engines that have");
    }
    try {
      RewrittenGraph graph =
          variant.graph() == Graph.CLS_ONLY ? FirstTokenGraph.of(base) : RewrittenGraph.own(base);
      RewrittenGraph normalized = graph.with(RowNormalization.rewrite(graph.model().getGraph()));
      return new Rewriting(
          normalized,
          variant.precision() == Precision.INT8
              ? Optional.of(IntegerProducts.of(base, normalized))
              : Optional.empty());
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that", base.graph(), FileProblem.of(e)), e);
    }
  }

  private void write(Path folder, Rewriting rewriting) throws IOException {
    Path weights = folder.resolve(ModelFolder.WEIGHTS);
    RewrittenGraph graph = rewriting.graph();
    if (rewriting.integers().isPresent()) {
      graph = rewriting.integers().get().write(weights, log);
    } else {
      link(base.weights(), weights);
    }
    DurableFiles.write(folder.resolve(ModelFolder.GRAPH), graph.model()::writeTo);
    Files.copy(base.tokenizer(), folder.resolve(ModelFolder.TOKENIZER));
    Map<String, FileFacts> files = new LinkedHashMap<>();
    for (String name : ModelFolder.FILES) {
      files.put(name, FileFacts.of(folder.resolve(name)));
    }
    writeManifest(folder, graph.description(), files);
    if (variant.precision() == Precision.INT8) {
      writeManifest(
          folder,
          graph
              .description()
              .withUnsuited(ImportCheck.unsuited(ModelFolder.open(folder), Optional.empty(), log)),
          files);
    }
  }

  /** The same weights need not be on the disk twice. */
  private static void link(Path existing, Path link) throws IOException {
    try {
      Files.createLink(link, existing);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // Another file system, or somebody else's file.
      Files.copy(existing, link);
      DurableFiles.flush(link);
    }
  }

  private void writeManifest(
      Path folder, ModelDescription description, Map<String, FileFacts> files) throws IOException {
    String origin = String.format("%s of: %s", variant.fileName(), base.origin());
    DurableFiles.write(
        folder.resolve(ModelFolder.MANIFEST),
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(Manifest.ofImported(origin, description, files)));
  }
}

package distilbench.importing;

import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.console.TerminalText;
import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.importing.OnnxFile.Initializer;
import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.PrepackedWeights;
import distilbench.inference.SessionSettings;
import distilbench.machine.Cores;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import distilbench.proctree.FilePages;
import distilbench.proctree.ProcFs;
import distilbench.reference.AnswerCheck;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether an imported model answers like what it was made from, and in which ways its weights can
 * be held so that it still does and processes really share them. That is tried out: ONNX Runtime
 * packs and folds what it likes.
 *
 * <p>One text a pass: of a quantized model answers depend on what else is in the batch. Its
 * original is optimized as the copy will be, since integers are rounded otherwise when it is not,
 * and answers differ in the second digit then; any other is not, so that optimizing is checked too.
 */
final class ImportCheck {
  private static final int TEXTS = 16;

  /** How many texts the built-in corpus has. */
  private static final int ALL_TEXTS = 1000;

  /** Of the bytes of matrices: what {@link distilbench.deployment.Sharing} asks for. */
  private static final double LEAST_SHARED_PART = 0.95;

  private static final double MIB = 1 << 20;
  private static final SessionSettings SETTINGS = new SessionSettings(Cores.usable(), false, 1);
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private final ModelFolder model;
  private final List<NumberedText> texts = texts();
  private final Progress progress;

  private ImportCheck(ModelFolder model, Progress progress) {
    this.model = model;
    this.progress = progress;
  }

  /**
   * Compares answers to texts of all lengths.
   *
   * @param original the ONNX file that the model was made from, if there is one
   * @return why weights cannot be held in some ways
   * @throws InvalidInputException if the model does not answer, or not like the original
   */
  static Map<Weights, String> unsuited(ModelFolder model, Optional<Path> original, PrintStream log)
      throws IOException {
    int ways = Weights.values().length + (original.isPresent() ? 1 : 0);
    Progress progress = new Progress(log, "comparing answers", (long) TEXTS * ways, "texts");
    Map<Weights, String> unsuited = new ImportCheck(model, progress).compare(original);
    progress.finish();
    return unsuited;
  }

  /** From the shortest to the longest, at even distances. */
  private static List<NumberedText> texts() {
    List<NumberedText> all = new ArrayList<>(Corpus.of(Corpus.BUILT_IN).spread(ALL_TEXTS).texts());
    all.sort(Comparator.comparingInt(text -> text.text().length()));
    List<NumberedText> chosen = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      chosen.add(all.get(i * (all.size() - 1) / (TEXTS - 1)));
    }
    return chosen;
  }

  private Map<Weights, String> compare(Optional<Path> original) throws IOException {
    List<float[]> expected = new ArrayList<>();
    if (original.isPresent()) {
      boolean optimized = model.description().quantized();
      try (Classifier classifier = OnnxClassifier.openOriginal(model, original.get(), optimized)) {
        expected = answers(classifier, original.get());
      }
    }
    List<float[]> own;
    try (Classifier classifier = OnnxClassifier.open(model, Weights.PRIVATE, SETTINGS)) {
      own = answers(classifier, original.orElse(model.graph()));
    }
    if (original.isEmpty()) {
      return unsuited(own);
    }
    Optional<String> difference = difference(expected, own);
    if (difference.isPresent()) {
      throw new InvalidInputException(
          String.format(
              "%s does not answer as before once its weights are in a file of their own: %s; use"
                  + " another model",
              original.get(), difference.get()));
    }
    return unsuited(expected);
  }

  private List<float[]> answers(Classifier classifier, Path named) {
    List<float[]> answers = new ArrayList<>();
    for (NumberedText text : texts) {
      float[] answer = classifier.classify(List.of(text.text()))[0];
      for (float number : answer) {
        if (!Float.isFinite(number)) {
          throw new InvalidInputException(
              String.format(
                  "%s answers text %d of the built-in corpus with %s; use another model, or get"
                      + " this one once more",
                  named, text.number(), number));
        }
      }
      answers.add(answer);
      progress.advance(1);
    }
    return answers;
  }

  /** The first number that is not as expected. */
  private Optional<String> difference(List<float[]> expected, List<float[]> found) {
    for (int text = 0; text < TEXTS; text++) {
      for (int i = 0; i < expected.get(text).length; i++) {
        float wanted = expected.get(text)[i];
        float number = found.get(text)[i];
        if (!(Math.abs(wanted - number) <= AnswerCheck.TOLERANCE)) {
          return Optional.of(
              String.format(
                  "number %d of the answer to text %d of the built-in corpus is %s, was %s"
                      + " (tolerance %s)",
                  i + 1, texts.get(text).number(), number, wanted, AnswerCheck.TOLERANCE));
        }
      }
    }
    return Optional.empty();
  }

  private Map<Weights, String> unsuited(List<float[]> expected) throws IOException {
    long all = model.description().matrixBytes();
    if (all == 0) {
      String why = "it has no matrices that processes could share";
      return Map.of(Weights.MAPPED, why, Weights.PREPACKED, why);
    }
    Map<Weights, String> unsuited = new EnumMap<>(Weights.class);
    PrepackedWeights packed = PrepackedWeights.of(model);
    Optional<String> notPacked =
        whyNotPacked(packed).or(() -> why(Weights.PREPACKED, expected, packed.weights()));
    notPacked.ifPresent(why -> unsuited.put(Weights.PREPACKED, why));
    why(Weights.MAPPED, expected, model.weights())
        .or(() -> notPacked.isPresent() ? Optional.empty() : whyNotMapped(packed))
        .ifPresent(why -> unsuited.put(Weights.MAPPED, why));
    if (notPacked.isPresent()) {
      DurableFiles.deleteFolder(packed.graph().getParent());
    }
    return unsuited;
  }

  /** Why the weights cannot be held so; nothing if the model answers as it should. */
  private Optional<String> why(Weights weights, List<float[]> expected, Path file) {
    try (Classifier classifier = OnnxClassifier.open(model, weights, SETTINGS)) {
      List<float[]> found = answers(classifier, model.graph());
      return difference(expected, found).or(() -> whyNotInUse(file));
    } catch (InvalidInputException | InferenceException e) {
      return Optional.of(TerminalText.oneLine(e.getMessage()));
    }
  }

  /** Whatever products use is in memory now. */
  private Optional<String> whyNotInUse(Path file) {
    ProcFs proc = ProcFs.ofThisMachine();
    try {
      FilePages.Part part =
          new FilePages(proc)
              .ofFile(file.toRealPath(), List.of(ProcessHandle.current().pid()))
              .get(0);
      return part.complete()
          ? whyTooFew((part.alone() + part.shared()) * proc.pageBytes(), "uses")
          : Optional.empty();
    } catch (IOException e) {
      // Where the system does not tell, nobody measures sharing either.
      return Optional.empty();
    }
  }

  private Optional<String> whyTooFew(long bytes, String does) {
    long all = model.description().matrixBytes();
    return bytes >= LEAST_SHARED_PART * all
        ? Optional.empty()
        : Optional.of(
            String.format(
                "ONNX Runtime %s only %.1f of %.1f MiB of its matrices in the file",
                does, bytes / MIB, all / MIB));
  }

  private Optional<String> whyNotPacked(PrepackedWeights packed) throws IOException {
    try {
      packed.build(model, NOWHERE);
    } catch (InvalidInputException e) {
      // A full disk says nothing of the model.
      if (model.directory().toFile().getUsableSpace() < 2 * Files.size(model.weights())) {
        throw e;
      }
      return Optional.of(TerminalText.oneLine(e.getMessage()));
    }
    return whyTooFew(matrices(packed.graph(), ImportCheck::isPacked), "packs");
  }

  /** Matrices that it folds or joins with others are copies, in the memory of each process. */
  private Optional<String> whyNotMapped(PrepackedWeights packed) {
    Set<String> mapped =
        OnnxFile.read(model.graph()).initializers().stream()
            .map(Initializer::tensor)
            .filter(ExternalData::isIn)
            .map(TensorProto::getName)
            .collect(Collectors.toSet());
    return whyTooFew(matrices(packed.graph(), tensor -> mapped.contains(tensor.getName())), "uses");
  }

  private static boolean isPacked(TensorProto tensor) {
    return tensor.getExternalDataList().stream()
        .anyMatch(entry -> entry.getKey().startsWith("prepacked"));
  }

  /** Bytes of those of an optimized graph's matrices that are of some kind. */
  private static long matrices(Path graph, Predicate<TensorProto> kind) {
    OnnxFile file = OnnxFile.read(graph);
    Set<String> names = new GraphFacts(file).matrices();
    return file.initializers().stream()
        .map(Initializer::tensor)
        .filter(tensor -> names.contains(tensor.getName()) && kind.test(tensor))
        .mapToLong(tensor -> TensorType.bytes(tensor).orElse(0))
        .sum();
  }
}

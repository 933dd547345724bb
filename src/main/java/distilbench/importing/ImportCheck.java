package distilbench.importing;

import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.console.TerminalText;
import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.PrepackedWeights;
import distilbench.inference.SessionSettings;
import distilbench.machine.Cores;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import distilbench.reference.Tolerance;
import distilbench.storage.DurableFiles;
import java.io.File;
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

/**
 * Whether an imported model answers like what it was made from, and in which ways its weights can
 * be held so that it still does and processes share them: each way is tried out.
 *
 * <p>One text a pass, for of a quantized model answers depend on what else is in the batch. The
 * original of one that is quantized or float16 is optimized as the copy will be: without that,
 * numbers are rounded at other places, and answers differ in the second digit. Any other original
 * is not, so that what optimizing breaks is found.
 */
public final class ImportCheck {
  private static final int TEXTS = 16;

  /** How many texts the built-in corpus has. */
  private static final int ALL_TEXTS = 1000;

  private static final SessionSettings SETTINGS = new SessionSettings(Cores.usable(), false, 1);
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private final ModelFolder model;
  private final SharedMatrices matrices;
  private final List<NumberedText> texts = texts();
  private final Progress progress;

  private ImportCheck(ModelFolder model, Progress progress) {
    this.model = model;
    this.matrices = new SharedMatrices(model);
    this.progress = progress;
  }

  /**
   * Compares answers to texts of all lengths.
   *
   * @param original the ONNX file that the model was made from, if there is one
   * @return why weights cannot be held in some ways
   * @throws InvalidInputException if the model does not answer, or not like the original
   */
  public static Map<Weights, String> unsuited(
      ModelFolder model, Optional<Path> original, PrintStream log) throws IOException {
    int ways = Weights.values().length + (original.isPresent() ? 1 : 0);
    Progress progress = new Progress(log, "comparing answers", (long) TEXTS * ways, "texts");
    ImportCheck check = new ImportCheck(model, progress);
    List<float[]> expected =
        original.isPresent() ? check.compare(original.get()) : check.answers(Weights.PRIVATE);
    Map<Weights, String> unsuited = check.unsuited(expected);
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

  /** Returns the original's answers, which the model confirms. */
  private List<float[]> compare(Path original) {
    List<float[]> expected;
    boolean optimized = model.description().quantized();
    try (Classifier classifier = OnnxClassifier.openOriginal(model, original, optimized)) {
      expected = answers(classifier, original);
    }
    Optional<String> difference = difference(expected, answers(Weights.PRIVATE));
    if (difference.isPresent()) {
      throw new InvalidInputException(
          String.format(
              "%s does not answer as before once its weights are in a file of their own: %s; use"
                  + " another model",
              original, difference.get()));
    }
    return expected;
  }

  private List<float[]> answers(Weights weights) {
    try (Classifier classifier = OnnxClassifier.open(model, weights, SETTINGS)) {
      return answers(classifier, model.graph());
    }
  }

  private List<float[]> answers(Classifier classifier, Path graph) {
    List<float[]> answers = new ArrayList<>();
    for (NumberedText text : texts) {
      answers.add(answer(classifier, text, graph));
      progress.advance(1);
    }
    return answers;
  }

  private static float[] answer(Classifier classifier, NumberedText text, Path graph) {
    float[] answer;
    try {
      answer = classifier.classify(List.of(text.text()))[0];
    } catch (InferenceException e) {
      throw new InvalidInputException(
          String.format(
              "%s fails on text %d of the built-in corpus (%s); use another model",
              graph, text.number(), firstLine(e)),
          e);
    }
    for (float number : answer) {
      if (!Float.isFinite(number)) {
        throw new InvalidInputException(
            String.format(
                "%s answers text %d of the built-in corpus with %s; use another model",
                graph, text.number(), number));
      }
    }
    return answer;
  }

  /** The first number that is not as expected. */
  private Optional<String> difference(List<float[]> expected, List<float[]> found) {
    for (int text = 0; text < TEXTS; text++) {
      for (int i = 0; i < expected.get(text).length; i++) {
        float wanted = expected.get(text)[i];
        float number = found.get(text)[i];
        if (Math.abs(wanted - number) > Tolerance.LOGIT) {
          return Optional.of(
              String.format(
                  "number %d of the answer to text %d of the built-in corpus is %s, was %s"
                      + " (tolerance %s)",
                  i + 1, texts.get(text).number(), number, wanted, Tolerance.LOGIT));
        }
      }
    }
    return Optional.empty();
  }

  private Map<Weights, String> unsuited(List<float[]> expected) throws IOException {
    if (model.description().matrixBytes() == 0) {
      String why = "it has no matrices that processes could share";
      return Map.of(Weights.MAPPED, why, Weights.PREPACKED, why);
    }
    Map<Weights, String> unsuited = new EnumMap<>(Weights.class);
    PrepackedWeights packed = PrepackedWeights.of(model);
    Optional<String> notPacked =
        whyNotBuilt(packed)
            .or(() -> matrices.whyNotPacked(packed.graph()))
            .or(() -> whyNot(Weights.PREPACKED, expected, packed.weights()));
    Optional<String> notMapped =
        whyNot(Weights.MAPPED, expected, model.weights())
            .or(
                () ->
                    Files.exists(packed.graph())
                        ? matrices.whyNotMapped(packed.graph())
                        : Optional.empty());
    notMapped.ifPresent(why -> unsuited.put(Weights.MAPPED, why));
    if (notPacked.isPresent()) {
      unsuited.put(Weights.PREPACKED, notPacked.get());
      DurableFiles.deleteFolder(packed.graph().getParent());
    }
    return unsuited;
  }

  private Optional<String> whyNotBuilt(PrepackedWeights packed) throws IOException {
    try {
      packed.build(model, NOWHERE);
      return Optional.empty();
    } catch (InvalidInputException e) {
      // A full disk says nothing of the model.
      if (model.directory().toFile().getUsableSpace() < 2 * Files.size(model.weights())) {
        throw e;
      }
      return Optional.of(reason(e));
    }
  }

  /**
   * Why weights cannot be held so.
   *
   * @param file what processes would share
   */
  private Optional<String> whyNot(Weights weights, List<float[]> expected, Path file) {
    try (Classifier classifier = OnnxClassifier.open(model, weights, SETTINGS)) {
      return difference(expected, answers(classifier, model.graph()))
          .or(() -> matrices.whyNotInUse(file));
    } catch (InvalidInputException e) {
      return Optional.of(reason(e));
    }
  }

  /** Without the advice, and without the path of a folder that has another name later. */
  private String reason(InvalidInputException failure) {
    return firstLine(failure)
        .replace(model.directory() + File.separator, "")
        .replaceFirst("; [^;]*$", "");
  }

  private static String firstLine(RuntimeException failure) {
    return TerminalText.oneLine(failure.getMessage().lines().findFirst().orElse(""));
  }
}

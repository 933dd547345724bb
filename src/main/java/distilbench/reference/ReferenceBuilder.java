package distilbench.reference;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.console.Quantity;
import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.TextTokenizer;
import distilbench.inference.TokenizedText;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Computes the reference logits that a run needs and that nobody has computed yet. */
public final class ReferenceBuilder {
  /** One text after the other on all cores; spinning pays, nothing else is running. */
  private static final int ONE_TEXT = 1;

  private ReferenceBuilder() {}

  /**
   * Writes the {@link ReferenceSet} of some texts, with answers that belong to today's token ids;
   * those that nobody has computed yet are computed.
   *
   * @param threads intra-op threads to compute missing answers with
   * @throws InvalidInputException if something cannot be written
   */
  public static void build(
      ModelFolder model, Corpus.Selection selection, int threads, PrintStream log) {
    Path file = ReferenceLogits.file(model);
    try (BuildLock lock = BuildLock.acquire(file, log)) {
      DurableFiles.deleteLeftovers(file);
      DurableFiles.deleteLeftovers(ReferenceSet.file(model, selection));
      ReferenceLogits known = complete(model, selection.texts(), threads, log);
      ReferenceSet.of(selection, known).write(ReferenceSet.file(model, selection), log);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot write reference logits into %s (%s); make room or make it writable",
              file.getParent(), FileProblem.of(e)),
          e);
    }
  }

  private static ReferenceLogits complete(
      ModelFolder model, List<NumberedText> texts, int threads, PrintStream log)
      throws IOException {
    ReferenceLogits known = ReferenceLogits.read(model, texts);
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      if (known.damaged() > 0) {
        log.printf(
            "%s: ignoring %s, damaged or of an earlier version%n",
            known.file(), Quantity.of(known.damaged(), "answer"));
      }
      List<NumberedText> missing =
          texts.stream().filter(text -> !isKnown(text, tokenizer, known)).toList();
      if (!missing.isEmpty()) {
        compute(model, missing, tokenizer, threads, known, log);
      }
      if (!missing.isEmpty() || known.damaged() > 0) {
        known.write();
      }
    }
    return known;
  }

  private static boolean isKnown(
      NumberedText text, TextTokenizer tokenizer, ReferenceLogits known) {
    ReferenceLogits.Answer answer = known.of(text.text());
    return answer != null && answer.isFor(tokenizer.tokenize(text.text()));
  }

  private static void compute(
      ModelFolder model,
      List<NumberedText> missing,
      TextTokenizer tokenizer,
      int threads,
      ReferenceLogits known,
      PrintStream log) {
    SessionSettings settings = new SessionSettings(threads, true, ONE_TEXT);
    Progress progress = new Progress(log, "reference logits", missing.size(), "texts");
    try (Classifier classifier = OnnxClassifier.open(model, Weights.PRIVATE, settings)) {
      for (NumberedText text : missing) {
        float[] logits = classifier.classify(List.of(text.text()))[0];
        TokenizedText tokens = tokenizer.tokenize(text.text());
        known.put(ReferenceLogits.Answer.of(text.text(), tokens, logits));
        progress.advance(1);
      }
    }
    progress.finish();
  }
}

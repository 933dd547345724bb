package distilbench.reference;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.console.Quantity;
import distilbench.corpus.Corpus;
import distilbench.corpus.Review;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.TextTokenizer;
import distilbench.inference.Weights;
import distilbench.model.ModelFolder;
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
   * Writes the {@link ReferenceSet} of some reviews, with answers that belong to today's token ids;
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
      ReferenceLogits known = complete(model, selection.reviews(), threads, log);
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
      ModelFolder model, List<Review> reviews, int threads, PrintStream log) throws IOException {
    ReferenceLogits known = ReferenceLogits.read(model, reviews);
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      if (known.damaged() > 0) {
        log.printf(
            "%s: ignoring %s, damaged or of an earlier version%n",
            known.file(), Quantity.of(known.damaged(), "answer"));
      }
      List<Review> missing =
          reviews.stream().filter(review -> !isKnown(review, tokenizer, known)).toList();
      if (!missing.isEmpty()) {
        compute(model, missing, tokenizer, threads, known, log);
      }
      if (!missing.isEmpty() || known.damaged() > 0) {
        known.write();
      }
    }
    return known;
  }

  private static boolean isKnown(Review review, TextTokenizer tokenizer, ReferenceLogits known) {
    ReferenceLogits.Answer answer = known.of(review.text());
    return answer != null && answer.isFor(tokenizer.encode(review.text()));
  }

  private static void compute(
      ModelFolder model,
      List<Review> missing,
      TextTokenizer tokenizer,
      int threads,
      ReferenceLogits known,
      PrintStream log) {
    SessionSettings settings = new SessionSettings(threads, true, ONE_TEXT);
    Progress progress = new Progress(log, "reference logits", missing.size(), "reviews");
    try (Classifier classifier = OnnxClassifier.open(model, Weights.PRIVATE, settings)) {
      for (Review review : missing) {
        float[] logits = classifier.classify(List.of(review.text()))[0];
        long[] ids = tokenizer.encode(review.text());
        known.put(ReferenceLogits.Answer.of(review.text(), ids, logits));
        progress.advance(1);
      }
    }
    progress.finish();
  }
}

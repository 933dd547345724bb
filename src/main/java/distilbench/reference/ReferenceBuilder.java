package distilbench.reference;

import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.corpus.Review;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.TextTokenizer;
import distilbench.inference.Weights;
import distilbench.model.ModelFolder;
import distilbench.storage.BuildLock;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Computes the reference logits that a run needs and that nobody has computed yet. */
public final class ReferenceBuilder {
  /** One text after the other on all cores; spinning pays, nothing else is running. */
  private static final int ONE_TEXT = 1;

  private ReferenceBuilder() {}

  /**
   * Makes sure that the answers to all reviews are known and belong to today's token ids.
   *
   * @param threads intra-op threads to compute missing answers with
   * @throws InvalidInputException if they cannot be written into the model's folder
   */
  public static void complete(
      ModelFolder model, List<Review> reviews, int threads, PrintStream log) {
    try (BuildLock lock = BuildLock.acquire(ReferenceLogits.file(model), log);
        TextTokenizer tokenizer = TextTokenizer.open(model)) {
      ReferenceLogits known = ReferenceLogits.read(model);
      List<Missing> missing = missing(reviews, tokenizer, known);
      if (!missing.isEmpty()) {
        compute(model, missing, threads, known, log);
        known.write();
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot write reference logits into " + model.directory() + ": " + e, e);
    }
  }

  private record Missing(String text, long[] ids) {}

  private static List<Missing> missing(
      List<Review> reviews, TextTokenizer tokenizer, ReferenceLogits known) {
    List<Missing> missing = new ArrayList<>();
    for (Review review : reviews) {
      long[] ids = tokenizer.encode(review.text());
      ReferenceLogits.Answer answer = known.of(review.text());
      if (answer == null || !answer.isFor(ids)) {
        missing.add(new Missing(review.text(), ids));
      }
    }
    return missing;
  }

  private static void compute(
      ModelFolder model,
      List<Missing> missing,
      int threads,
      ReferenceLogits known,
      PrintStream log) {
    SessionSettings settings = new SessionSettings(threads, true, ONE_TEXT);
    Progress progress = new Progress(log, "reference logits", missing.size(), "reviews");
    try (Classifier classifier = OnnxClassifier.open(model, Weights.PRIVATE, settings)) {
      for (Missing review : missing) {
        float[] logits = classifier.classify(List.of(review.text()))[0];
        known.put(ReferenceLogits.Answer.of(review.text(), review.ids(), logits));
        progress.advance(1);
      }
    }
    progress.finish();
  }
}

package distilbench.reference;

import distilbench.corpus.Corpus;
import distilbench.corpus.Review;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import java.util.List;

/** Reviews of mixed lengths with the tiny model's answers to them, computed once per JVM. */
public final class AnsweredReviews {
  private static final int COUNT = 24;
  private static final List<Review> REVIEWS = Corpus.read(Corpus.BUILT_IN).spread(COUNT);
  private static final ReferenceLogits REFERENCE = answer();

  private AnsweredReviews() {}

  /** The reviews. */
  public static List<Review> reviews() {
    return REVIEWS;
  }

  /** Their texts. */
  public static List<String> texts() {
    return REVIEWS.stream().map(Review::text).toList();
  }

  /** The answers, which lie in the tiny model's folder as well. */
  public static ReferenceLogits reference() {
    return REFERENCE;
  }

  /** Checks answers to any of the reviews. */
  public static AnswerCheck check() {
    return new AnswerCheck(REVIEWS, REFERENCE);
  }

  private static ReferenceLogits answer() {
    ModelFolder model = TinyModel.folder();
    ReferenceBuilder.complete(model, REVIEWS, 1, TinyModel.NOWHERE);
    return ReferenceLogits.read(model);
  }
}

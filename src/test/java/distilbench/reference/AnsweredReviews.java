package distilbench.reference;

import distilbench.corpus.Corpus;
import distilbench.corpus.Review;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import java.nio.file.Path;
import java.util.List;

/** Reviews of mixed lengths with the tiny model's answers to them, computed once per JVM. */
public final class AnsweredReviews {
  private static final int COUNT = 24;
  private static final Corpus.Selection SELECTION = Corpus.of(Corpus.BUILT_IN).spread(COUNT);
  private static final List<Review> REVIEWS = SELECTION.reviews();
  private static final Path FILE = answer();
  private static final ReferenceSet REFERENCE = ReferenceSet.read(FILE);

  private AnsweredReviews() {}

  /** The reviews. */
  public static List<Review> reviews() {
    return REVIEWS;
  }

  /** Their texts. */
  public static List<String> texts() {
    return REVIEWS.stream().map(Review::text).toList();
  }

  /** The reviews with their answers. */
  public static ReferenceSet reference() {
    return REFERENCE;
  }

  /** Where they lie, in the tiny model's folder. */
  public static Path file() {
    return FILE;
  }

  /** Checks answers to any of the reviews. */
  public static AnswerCheck check() {
    return new AnswerCheck(REFERENCE);
  }

  private static Path answer() {
    ModelFolder model = TinyModel.folder();
    ReferenceBuilder.build(model, SELECTION, 1, TinyModel.NOWHERE);
    return ReferenceSet.file(model, SELECTION);
  }
}

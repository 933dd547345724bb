package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.console.AwaitedLines;
import distilbench.corpus.Corpus;
import distilbench.corpus.Review;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.TextTokenizer;
import distilbench.inference.Weights;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.reference.ReferenceLogits.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what is missing or stale is computed, and it is what the model answers. */
class ReferenceBuilderTest {
  private static final List<Review> REVIEWS = AnsweredReviews.reviews().subList(0, 6);
  private static final Review FIRST = REVIEWS.get(0);

  /** Of no file: reviews are all that is asked about. */
  private static final String SHA = "0".repeat(64);

  @TempDir Path temp;

  private final AwaitedLines log = new AwaitedLines();
  private ModelFolder model;

  @BeforeEach
  void makeAModelWithoutReference() throws IOException {
    model = TinyModel.copyTo(temp.resolve("model"));
    Files.deleteIfExists(ReferenceLogits.file(model));
  }

  @Test
  void answersAreThoseOfOneTextAfterTheOther() {
    complete(REVIEWS);

    ReferenceLogits reference = ReferenceLogits.read(model, REVIEWS);
    assertThat(reference.covers(REVIEWS)).isTrue();
    try (TextTokenizer tokenizer = TextTokenizer.open(model);
        Classifier classifier =
            OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, 1))) {
      for (Review review : REVIEWS) {
        long[] ids = tokenizer.encode(review.text());
        assertThat(reference.of(review).logits())
            .containsExactly(classifier.classify(List.of(review.text()))[0]);
        assertThat(reference.of(review).tokens()).isEqualTo(ids.length);
        assertThat(reference.of(review).isFor(ids)).isTrue();
      }
    }
  }

  @Test
  void missingAnswersAreAddedAndKnownOnesAreNotRecomputed() throws IOException {
    complete(REVIEWS.subList(0, 2));
    float[] moved = moveTheFirstLogits();

    complete(REVIEWS);

    ReferenceLogits reference = ReferenceLogits.read(model, REVIEWS);
    assertThat(reference.covers(REVIEWS)).isTrue();
    assertThat(reference.of(FIRST).logits()).containsExactly(moved);
    assertThat(log.text()).contains("4 reviews");
  }

  @Test
  void answersToOtherTokenIdsAreRecomputed() throws IOException {
    complete(REVIEWS);
    float[] right = ReferenceLogits.read(model, REVIEWS).of(FIRST).logits();
    ReferenceLogits stale = ReferenceLogits.read(model, REVIEWS);
    stale.put(Answer.of(FIRST.text(), new long[] {101, 100, 102}, new float[] {7, 7}));
    stale.write();

    complete(REVIEWS);

    Answer answer = ReferenceLogits.read(model, REVIEWS).of(FIRST);
    assertThat(answer.logits()).containsExactly(right);
    assertThat(answer.tokens()).isGreaterThan(3);
    assertThat(Files.readAllLines(ReferenceLogits.file(model))).hasSize(REVIEWS.size());
  }

  @Test
  void nothingIsDoneWhereNothingIsMissing() throws IOException {
    complete(REVIEWS);
    String before = log.text();
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(ReferenceLogits.file(model), longAgo);

    complete(REVIEWS.subList(1, 3));

    assertThat(log.text()).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(ReferenceLogits.file(model))).isEqualTo(longAgo);
  }

  @Test
  void answersOutsideOfTheAskedForReviewsAreKept() {
    complete(REVIEWS.subList(0, 3));

    complete(REVIEWS.subList(3, 6));

    assertThat(ReferenceLogits.read(model, REVIEWS).covers(REVIEWS)).isTrue();
  }

  /** A wrong count of tokens would silently change the share of the machine's matrix multiply. */
  @Test
  void answersWithAnotherCountOfTokensAreComputedAnew() throws IOException {
    complete(REVIEWS);
    Path file = ReferenceLogits.file(model);
    String whole = Files.readString(file);
    Files.writeString(file, whole.replaceFirst("\"tokens\":\\d+", "\"tokens\":5"));

    complete(REVIEWS);

    assertThat(Files.readAllLines(file))
        .containsExactlyInAnyOrderElementsOf(whole.lines().toList());
    assertThat(log.text())
        .contains(file + ": ignoring 1 answer, damaged or of an earlier version")
        .contains("1 review");
  }

  @Test
  void aSetThatIsDamagedIsWrittenAnewWithOneLine() throws IOException {
    complete(REVIEWS);
    Path set = ReferenceSet.file(model, new Corpus.Selection(SHA, 0, REVIEWS));
    String whole = Files.readString(set);
    Files.writeString(set, whole.replaceFirst("\"tokens\":\\d+", "\"tokens\":5"));

    complete(REVIEWS);

    assertThat(set).hasContent(whole.strip());
    assertThat(log.text()).contains(set + " is damaged or of an earlier version");
  }

  private void complete(List<Review> reviews) {
    ReferenceBuilder.build(model, new Corpus.Selection(SHA, 0, reviews), 1, log.asStream());
  }

  private float[] moveTheFirstLogits() throws IOException {
    ReferenceLogits known = ReferenceLogits.read(model, REVIEWS);
    Answer answer = known.of(FIRST);
    float[] moved = {answer.logits()[0] + 1, answer.logits()[1]};
    known.put(new Answer(answer.text(), answer.ids(), answer.tokens(), moved));
    known.write();
    return moved;
  }
}

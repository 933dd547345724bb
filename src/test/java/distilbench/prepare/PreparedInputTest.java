package distilbench.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.corpus.Review;
import distilbench.inference.TextTokenizer;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.reference.ReferenceBuilder;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run classifies is known from what was prepared for it. */
class PreparedInputTest {
  @TempDir private Path folder;

  @Test
  void lengthsAreThoseThatTheTokenizerGives() throws IOException {
    ModelFolder model = TinyModel.copyTo(folder.resolve("tiny"));
    PreparationRequest needs =
        new PreparationRequest(model.directory().toString(), "builtin", 20, false);
    PreparedReviews prepared = PreparedReviews.choose(Corpus.read("builtin"), 20);
    prepared.write(needs);
    List<Review> reviews = prepared.reviews();
    ReferenceBuilder.complete(model, reviews, 1, TinyModel.NOWHERE);

    PreparedInput input = PreparedInput.of(needs);

    int[] expected;
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      expected =
          reviews.stream().mapToInt(review -> tokenizer.encode(review.text()).length).toArray();
    }
    assertThat(input.tokens()).isEqualTo(TokenCounts.of(expected));
    assertThat(input.modelSha256()).isEqualTo(model.modelSha());
    assertThat(input.tokenizerSha256()).isEqualTo(model.tokenizerSha());
    assertThat(input.corpusSha256()).isEqualTo(Sha256.of(Path.of("data", "reviews.csv")));
  }

  @Test
  void theCorpussDigestIsItsFiles() throws IOException {
    Path corpus = Files.writeString(folder.resolve("own.csv"), "description\nfine\n");

    assertThat(Corpus.read(corpus.toString()).sha256()).isEqualTo(Sha256.of(corpus));
  }

  @Test
  void whatIsNotPreparedIsRefused() throws IOException {
    Path corpus = Files.writeString(folder.resolve("own.csv"), "description\nnever classified\n");
    String model = TinyModel.folder().directory().toString();
    PreparationRequest needs = new PreparationRequest(model, corpus.toString(), 1, false);

    assertThatThrownBy(() -> PreparedInput.of(needs))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(corpus + " is not what it was when the run was prepared");

    PreparedReviews.choose(Corpus.read(corpus.toString()), 1).write(needs);
    assertThatThrownBy(() -> PreparedInput.of(needs))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lacks review 1");
  }

  @Test
  void aCorpusThatChangedSinceIsNotTakenForTheOne() throws IOException {
    Path corpus = Files.writeString(folder.resolve("own.csv"), "description\nfine\n");
    String model = TinyModel.folder().directory().toString();
    PreparationRequest needs = new PreparationRequest(model, corpus.toString(), 1, false);
    PreparedReviews.choose(Corpus.read(corpus.toString()), 1).write(needs);
    assertThat(PreparedReviews.read(needs).reviews()).containsExactly(new Review(1, "fine"));

    Files.writeString(corpus, "description\nother text\n");

    assertThatThrownBy(() -> PreparedReviews.read(needs))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not what it was");
  }

  @Test
  void percentilesAreLengthsThatOccur() {
    int[] hundred = new int[100];
    for (int i = 0; i < hundred.length; i++) {
      hundred[i] = 100 - i;
    }

    assertThat(TokenCounts.of(hundred)).isEqualTo(new TokenCounts(1, 5, 50, 50.5, 95, 100, 5050));
    assertThat(TokenCounts.of(new int[] {7})).isEqualTo(new TokenCounts(7, 7, 7, 7, 7, 7, 7));
    assertThat(TokenCounts.of(new int[] {1, 2, 9}))
        .isEqualTo(new TokenCounts(1, 1, 2, 4, 9, 9, 12));
  }
}

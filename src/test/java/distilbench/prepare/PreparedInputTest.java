package distilbench.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.inference.TextTokenizer;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.TinyModel;
import distilbench.reference.ReferenceBuilder;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run classifies is known from what was prepared for it. */
class PreparedInputTest {
  @TempDir private Path folder;

  @Test
  void lengthsAreThoseThatTheTokenizerGives() throws IOException {
    ModelFolder model = TinyModel.copyTo(folder.resolve("tiny"));
    Corpus.Selection chosen = Corpus.of("builtin").spread(20);
    ReferenceBuilder.build(model, chosen, 1, TinyModel.NOWHERE);

    PreparedInput input =
        PreparedInput.of(
            new PreparationRequest(
                model.directory().toString(),
                ModelVariant.AS_PREPARED,
                "builtin",
                "description",
                20,
                false),
            model,
            List.of(),
            chosen.corpusSha256());

    int[] expected;
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      expected =
          chosen.texts().stream().mapToInt(text -> tokenizer.encode(text.text()).length).toArray();
    }
    assertThat(input.tokens()).isEqualTo(counts(expected));
    assertThat(input.modelSha256()).isEqualTo(model.modelSha());
    assertThat(input.tokenizerSha256()).isEqualTo(model.tokenizerSha());
    assertThat(input.corpusSha256()).isEqualTo(Sha256.of(Path.of("data", "reviews.csv")));
  }

  @Test
  void whatIsNotPreparedIsRefused() {
    ModelFolder model = TinyModel.folder();
    PreparationRequest request =
        new PreparationRequest(
            model.directory().toString(),
            ModelVariant.AS_PREPARED,
            "own.csv",
            "description",
            1,
            false);

    assertThatThrownBy(() -> PreparedInput.of(request, model, List.of(), "0".repeat(64)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-1.ndjson is missing or damaged");
  }

  @Test
  void percentilesAreLengthsThatOccur() {
    int[] hundred = IntStream.iterate(100, i -> i - 1).limit(100).toArray();

    assertThat(counts(hundred)).isEqualTo(new TokenCounts(1, 5, 50, 50.5, 95, 100, 5050, 0));
    assertThat(counts(7)).isEqualTo(new TokenCounts(7, 7, 7, 7, 7, 7, 7, 0));
    assertThat(counts(1, 2, 9)).isEqualTo(new TokenCounts(1, 1, 2, 4, 9, 9, 12, 0));
  }

  @Test
  void oneLineTellsHowLongTextsAreAndHowManyAreCut() throws IOException {
    ModelFolder model = TinyModel.copyTo(folder.resolve("tiny"));
    Path corpus = folder.resolve("own.csv");
    Files.writeString(corpus, "description\n" + "plum ".repeat(600) + "\nplum\nplum plum\n");
    Corpus.Selection chosen = Corpus.of(corpus.toString()).spread(3);
    ReferenceBuilder.build(model, chosen, 1, TinyModel.NOWHERE);

    PreparedInput input =
        PreparedInput.of(
            new PreparationRequest(
                "tiny", ModelVariant.AS_PREPARED, corpus.toString(), "description", 3, false),
            model,
            List.of(),
            chosen.corpusSha256());

    assertThat(input.tokens()).isEqualTo(new TokenCounts(3, 3, 4, 173, 512, 512, 519, 1));
    assertThat(new Prepared(model, model, Optional.empty(), input).summary())
        .isEqualTo(
            "texts: 3 of corpus %s; tokens of model tiny: min 3, median 4, mean 173.0, p95 512,"
                + " max 512; 1 is cut at 512",
            corpus);
  }

  /** Those of texts with so many tokens, none of which is cut. */
  private static TokenCounts counts(int... tokens) {
    return TokenCounts.of(tokens, 0);
  }
}

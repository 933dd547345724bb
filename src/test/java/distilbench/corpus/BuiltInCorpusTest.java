package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import distilbench.inference.TextTokenizer;
import distilbench.model.TinyModel;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The built-in texts are as long, in tokens, as those that the article classified. */
class BuiltInCorpusTest {
  private static final long UNKNOWN = 100;

  private static Corpus.Selection corpus;
  private static List<long[]> ids;

  @BeforeAll
  static void tokenize() {
    corpus = Corpus.of(Corpus.BUILT_IN).spread(1000);
    try (TextTokenizer tokenizer = TextTokenizer.open(TinyModel.folder())) {
      ids = corpus.texts().stream().map(text -> tokenizer.encode(text.text())).toList();
    }
  }

  @Test
  void hasAThousandDifferentTexts() {
    assertThat(corpus.texts()).hasSize(1000);
    assertThatThrownBy(() -> Corpus.of(Corpus.BUILT_IN).spread(1001))
        .hasMessageContaining("has only 1000");
    assertThat(corpus.texts()).extracting(NumberedText::text).doesNotHaveDuplicates();
    assertThat(corpus.withoutText()).isZero();
  }

  @Test
  void lengthsAreSpreadLikeTheArticles() {
    int[] sorted = lengths().sorted().toArray();

    assertThat(sorted[0]).as("minimum").isEqualTo(11);
    assertThat(percentile(sorted, 5)).as("5th percentile").isEqualTo(37);
    assertThat(percentile(sorted, 50)).as("median").isEqualTo(58);
    assertThat(percentile(sorted, 95)).as("95th percentile").isCloseTo(84, withinPercentage(1));
    assertThat(percentile(sorted, 99)).as("99th percentile").isCloseTo(99, withinPercentage(1));
    assertThat(sorted[sorted.length - 1]).as("maximum").isCloseTo(116, withinPercentage(1));
  }

  @Test
  void meanDeviationAndSumAreTheArticles() {
    double mean = lengths().average().orElseThrow();
    double variance = lengths().mapToDouble(n -> (n - mean) * (n - mean)).average().orElseThrow();

    assertThat(mean).isCloseTo(59.2, withinPercentage(1));
    assertThat(Math.sqrt(variance)).isCloseTo(14.8, withinPercentage(1));
    assertThat(lengths().sum()).isCloseTo(59_190, withinPercentage(1));
  }

  @Test
  void anEvenSpreadHasTheLengthsOfTheWhole() {
    double whole = lengths().average().orElseThrow();

    double part =
        Corpus.of(Corpus.BUILT_IN).spread(250).texts().stream()
            .mapToInt(text -> ids.get(text.number() - 1).length)
            .average()
            .orElseThrow();

    assertThat(part).isCloseTo(whole, withinPercentage(2));
  }

  @Test
  void everyWordIsInTheVocabulary() {
    for (NumberedText text : corpus.texts()) {
      assertThat(LongStream.of(ids.get(text.number() - 1)))
          .as("text %d", text.number())
          .doesNotContain(UNKNOWN);
    }
  }

  private static IntStream lengths() {
    return ids.stream().mapToInt(text -> text.length);
  }

  /** The smallest length that {@code percent} of the texts do not exceed. */
  private static int percentile(int[] sorted, int percent) {
    return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
  }
}

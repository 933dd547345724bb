package distilbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.model.graph.GraphFlop;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The formula counts what the graph multiplies. */
class ForwardPassTest {
  private static final Operations BASE = ForwardPass.of(Geometry.DISTILBERT_BASE);

  @ParameterizedTest
  @ValueSource(ints = {2, 11, 59, 512})
  void itIsTheCountOfTheGraphsMatrixProducts(int tokens) throws IOException {
    long counted = GraphFlop.ofOneText(TinyModel.folder(), tokens);

    assertThat(ForwardPass.of(Geometry.TINY).flop(1, tokens)).isEqualTo(counted);
  }

  /** 6 layers of 14,155,776 a token and 4 x 59 x 768 for attention; 1,182,720 for the head. */
  @Test
  void aTextOfMeanLengthTakesFiveGflop() {
    assertThat(BASE.flop(1, 59)).isEqualTo(6 * 59 * (14_155_776.0 + 181_248) + 1_182_720);
  }

  @Test
  void severalTextsOfOneLengthTakeAsOftenAsMuch() {
    assertThat(BASE.flop(250, 250 * 59)).isEqualTo(250 * BASE.flop(1, 59), within(1.0));
  }

  /** Lengths with the mean and the spread of the built-in corpus: 59.2 and 14.8 tokens. */
  @Test
  void withMeanLengthItIsATenthOfAPercentTooLow() {
    int[] lengths = IntStream.range(0, 100).map(i -> i % 2 == 0 ? 44 : 74).toArray();
    double each = IntStream.of(lengths).mapToDouble(length -> BASE.flop(1, length)).sum();

    double together = BASE.flop(lengths.length, IntStream.of(lengths).sum());

    assertThat(together / each).isBetween(0.999, 1.0);
  }
}

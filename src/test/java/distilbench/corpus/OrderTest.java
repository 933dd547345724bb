package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The corpus is handed out as in the file, or the longest text first. */
class OrderTest {
  private static final int SEEDS = 500;

  private static final List<NumberedText> TEXTS =
      List.of(
          new NumberedText(1, "four"),
          new NumberedText(2, "longest"),
          new NumberedText(3, "five5"),
          new NumberedText(4, "size"),
          new NumberedText(5, "five6"),
          new NumberedText(6, "to"));

  private static int length(NumberedText text) {
    return text.text().length();
  }

  @Test
  void fileOrderLeavesTheTextsAsTheyAre() {
    assertThat(Order.FILE.apply(TEXTS, OrderTest::length)).isEqualTo(TEXTS);
  }

  @Test
  void lengthOrderPutsTheLongestFirstAndKeepsEquallyLongOnesInFileOrder() {
    assertThat(Order.LENGTH.apply(TEXTS, OrderTest::length))
        .extracting(NumberedText::number)
        .containsExactly(2, 3, 5, 1, 4, 6);
  }

  @Test
  void lengthIsWhatTheTokenCountSays() {
    assertThat(Order.LENGTH.apply(TEXTS, NumberedText::number))
        .extracting(NumberedText::number)
        .containsExactly(6, 5, 4, 3, 2, 1);
  }

  @ParameterizedTest
  @EnumSource
  void everyTextIsInOneCallOfOneProcess(Order order) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<NumberedText> texts = texts(random);
      int processes = 1 + random.nextInt(9);

      List<List<Call>> shares = shares(order, texts, 1 + random.nextInt(9), processes);

      assertThat(shares).hasSize(processes);
      assertThat(shares.stream().flatMap(List::stream).flatMap(call -> call.numbered().stream()))
          .containsExactlyInAnyOrderElementsOf(texts);
    }
  }

  @Test
  void fileOrderIsSharedInContiguousParts() {
    List<List<Call>> shares = shares(Order.FILE, TEXTS, 1, 4);

    assertThat(shares.stream().map(OrderTest::numbers))
        .containsExactly(List.of(1), List.of(2, 3), List.of(4), List.of(5, 6));
  }

  @Test
  void lengthOrderGivesEachCallToTheProcessWithFewestTokens() {
    List<List<Call>> shares = shares(Order.LENGTH, TEXTS, 1, 2);

    // 7 | 5, 7 | 5 + 5, 7 + 4 | 10, 11 | 10 + 4, 11 + 2 | 14
    assertThat(shares.stream().map(OrderTest::numbers))
        .containsExactly(List.of(2, 1, 6), List.of(3, 5, 4));
  }

  private static List<Integer> numbers(List<Call> share) {
    return share.stream().map(call -> call.numbered().get(0).number()).toList();
  }

  /** Whatever a process has more than another, it has by its last call, which is its shortest. */
  @Test
  void inLengthOrderNoProcessIsLeftBehindByMoreThanItsShortestCall() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int processes = 2 + random.nextInt(8);

      List<List<Call>> shares = shares(Order.LENGTH, texts(random), 4, processes);

      List<int[]> tokens =
          shares.stream()
              .map(share -> share.stream().mapToInt(OrderTest::tokens).toArray())
              .toList();
      int least = tokens.stream().mapToInt(calls -> Arrays.stream(calls).sum()).min().orElseThrow();
      for (int[] calls : tokens) {
        assertThat(IntStream.range(1, calls.length)).allMatch(i -> calls[i] <= calls[i - 1]);
        int last = calls.length == 0 ? 0 : calls[calls.length - 1];
        assertThat(Arrays.stream(calls).sum() - last)
            .as("seed %d", seed)
            .isLessThanOrEqualTo(least);
      }
    }
  }

  private static int tokens(Call call) {
    return call.numbered().stream().mapToInt(OrderTest::length).sum();
  }

  private static List<List<Call>> shares(
      Order order, List<NumberedText> texts, int callSize, int processes) {
    List<NumberedText> ordered = order.apply(texts, OrderTest::length);
    return order.share(Call.cut(ordered, callSize), processes, OrderTest::length);
  }

  private static List<NumberedText> texts(Random random) {
    return IntStream.rangeClosed(1, 1 + random.nextInt(60))
        .mapToObj(number -> new NumberedText(number, "x".repeat(2 + random.nextInt(100))))
        .toList();
  }
}

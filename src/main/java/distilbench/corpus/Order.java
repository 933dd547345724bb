package distilbench.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** In which order the corpus is handed out. */
public enum Order {
  /** As in the file: neighbours differ in length, as in real traffic. */
  FILE,
  /**
   * By length in tokens, longest first: neighbours need little padding, and the calls that end a
   * pass are short ones, so that callers finish together.
   */
  LENGTH;

  /**
   * Shares calls out among processes beforehand: in file order contiguous parts, as the article
   * did; by length each call to the process that has fewest tokens up to then, so that they finish
   * together (longest processing time first: R. L. Graham, Bounds on Multiprocessing Timing
   * Anomalies, SIAM Journal on Applied Mathematics 17, 1969).
   *
   * @param calls of the ordered texts
   * @param tokens of a text
   * @return one list per process, none of them sharing a call with another
   */
  public List<List<Call>> share(
      List<Call> calls, int processes, ToIntFunction<NumberedText> tokens) {
    return switch (this) {
      case FILE -> parts(calls, processes);
      case LENGTH -> balanced(calls, processes, tokens);
    };
  }

  private static List<List<Call>> parts(List<Call> calls, int processes) {
    List<List<Call>> parts = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      parts.add(calls.subList(calls.size() * i / processes, calls.size() * (i + 1) / processes));
    }
    return parts;
  }

  private static List<List<Call>> balanced(
      List<Call> calls, int processes, ToIntFunction<NumberedText> tokens) {
    List<List<Call>> shares = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      shares.add(new ArrayList<>());
    }
    long[] loads = new long[processes];
    for (Call call : calls) {
      int least = indexOfLeast(loads);
      shares.get(least).add(call);
      loads[least] += call.numbered().stream().mapToInt(tokens).asLongStream().sum();
    }
    return shares;
  }

  private static int indexOfLeast(long[] loads) {
    int least = 0;
    for (int i = 1; i < loads.length; i++) {
      if (loads[i] < loads[least]) {
        least = i;
      }
    }
    return least;
  }

  /** Orders the texts; equally long ones stay in file order. */
  public List<NumberedText> apply(List<NumberedText> texts, ToIntFunction<NumberedText> tokens) {
    return switch (this) {
      case FILE -> List.copyOf(texts);
      case LENGTH -> texts.stream().sorted(Comparator.comparingInt(tokens).reversed()).toList();
    };
  }
}

package distilbench.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * The texts handed over together in one call.
 *
 * @param numbered at least one
 */
public record Call(List<NumberedText> numbered) {

  /** Fewer calls than this per caller and the end of a pass would be waiting, not work. */
  private static final int MIN_CALLS_PER_CALLER = 4;

  public Call {
    numbered = List.copyOf(numbered);
  }

  /** The texts alone, in the same order. */
  public List<String> texts() {
    return numbered.stream().map(NumberedText::text).toList();
  }

  /** Cuts a corpus into calls of {@code size} texts; the last call takes what is left. */
  public static List<Call> cut(List<NumberedText> corpus, int size) {
    List<Call> calls = new ArrayList<>();
    for (int from = 0; from < corpus.size(); from += size) {
      calls.add(new Call(corpus.subList(from, Math.min(from + size, corpus.size()))));
    }
    return calls;
  }

  /**
   * The call size to use: the one asked for, or less if some of {@code callers} callers would get
   * fewer than 4 calls; at least 1.
   */
  public static int size(int asked, int texts, int callers) {
    return Math.max(1, Math.min(asked, texts / (callers * MIN_CALLS_PER_CALLER)));
  }
}

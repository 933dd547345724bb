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
   * did; by length in turns, so that each gets as many long ones as the others.
   *
   * @return one list per process, none of them sharing a call with another
   */
  public List<List<Call>> share(List<Call> calls, int processes) {
    List<List<Call>> shares = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      shares.add(
          switch (this) {
            case FILE -> part(calls, process, processes);
            case LENGTH -> turns(calls, process, processes);
          });
    }
    return shares;
  }

  private static List<Call> part(List<Call> calls, int process, int processes) {
    return calls.subList(
        calls.size() * process / processes, calls.size() * (process + 1) / processes);
  }

  private static List<Call> turns(List<Call> calls, int process, int processes) {
    List<Call> turns = new ArrayList<>();
    for (int i = process; i < calls.size(); i += processes) {
      turns.add(calls.get(i));
    }
    return turns;
  }

  /** Orders the texts; equally long ones stay in file order. */
  public List<NumberedText> apply(List<NumberedText> texts, ToIntFunction<NumberedText> tokens) {
    return switch (this) {
      case FILE -> List.copyOf(texts);
      case LENGTH -> texts.stream().sorted(Comparator.comparingInt(tokens).reversed()).toList();
    };
  }
}

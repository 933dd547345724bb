package distilbench.corpus;

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

  /** Orders the reviews; equally long ones stay in file order. */
  public List<Review> apply(List<Review> reviews, ToIntFunction<Review> tokens) {
    return switch (this) {
      case FILE -> List.copyOf(reviews);
      case LENGTH -> reviews.stream().sorted(Comparator.comparingInt(tokens).reversed()).toList();
    };
  }
}

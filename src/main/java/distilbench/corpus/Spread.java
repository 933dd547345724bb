package distilbench.corpus;

import distilbench.console.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes, of {@code total} texts, those at i * total / count for i from 0 to count - 1: a part has
 * the same mix of lengths as the whole.
 */
final class Spread implements Records {
  /**
   * What chosen texts may take: about half of a fork's heap. Beside its text, with a byte for each
   * character if all of them are Latin-1 and two if not, a text takes the fork some 300 bytes with
   * its expected answer and its part in calls.
   */
  private static final long MOST_BYTES = 32 << 20;

  private static final int BYTES_BESIDE_TEXT = 300;

  private final List<NumberedText> chosen = new ArrayList<>();
  private final int count;
  private final long total;
  private long at;
  private long bytes;

  Spread(int count, long total) {
    this.count = count;
    this.total = total;
  }

  @Override
  public void text(long number, String text) {
    if (chosen.size() < count && at == chosen.size() * total / count) {
      bytes += BYTES_BESIDE_TEXT + bytesOf(text);
      if (bytes > MOST_BYTES) {
        throw new InvalidInputException(
            String.format(
                "texts=%d are more text than a fork's memory holds, which is full after %d of"
                    + " them; ask for fewer",
                count, chosen.size()));
      }
      chosen.add(new NumberedText(Math.toIntExact(number), text));
    }
    at++;
  }

  /** As the JVM holds it. */
  private static long bytesOf(String text) {
    boolean latin1 = text.chars().allMatch(character -> character < 256);
    return latin1 ? text.length() : 2L * text.length();
  }

  /** In file order. */
  List<NumberedText> chosen() {
    return chosen;
  }
}

package distilbench.jvm;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what nobody announces, such as a thread's state or a file of another process. */
public final class Polling {
  private static final long LONGEST_WAIT_SECONDS = 30;

  private Polling() {}

  /**
   * Looks again and again until it is so.
   *
   * @throws AssertionError if it takes too long, or the test is broken off
   */
  public static void until(BooleanSupplier reached) {
    untilFound(() -> reached.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /**
   * Looks again and again until it is there: what is found may be gone at the next look.
   *
   * @throws AssertionError if it takes too long, or the test is broken off
   */
  public static <T> T untilFound(Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
    Optional<T> found = look.get();
    while (found.isEmpty()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        throw new AssertionError("waited in vain");
      }
      Thread.onSpinWait();
      found = look.get();
    }
    return found.get();
  }
}

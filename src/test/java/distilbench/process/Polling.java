package distilbench.process;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

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
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        throw new AssertionError("waited in vain");
      }
      Thread.onSpinWait();
    }
  }
}

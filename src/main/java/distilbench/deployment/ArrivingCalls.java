package distilbench.deployment;

import distilbench.corpus.Call;
import java.util.Optional;

/** Calls that arrive by themselves, whether or not earlier ones are done. */
public interface ArrivingCalls {
  /**
   * Takes the call that has waited longest, or waits for one.
   *
   * @return its number; nothing if no more come
   */
  Optional<Integer> next() throws InterruptedException;

  /** What is asked in a call. */
  Call call(int number);

  /** A call has been answered, and the answer is right. */
  void answered(int number);

  /** A call has failed: no more shall come. */
  void stop();
}

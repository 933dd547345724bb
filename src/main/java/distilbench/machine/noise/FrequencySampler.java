package distilbench.machine.noise;

import distilbench.machine.Fact;
import distilbench.machine.Frequency;
import distilbench.machine.MachineFiles;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads the cores' frequency now and then: at the ends of a window they are idle. */
final class FrequencySampler {
  /** Short enough for a window of a second. */
  private static final long FIRST_MILLIS = 500;

  /** Seldom enough to cost nothing on a machine with hundreds of cores. */
  private static final long INTERVAL_MILLIS = 2000;

  private final MachineFiles files;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::sample, "frequency-sampler");
  private double sum;
  private int samples;
  private Fact<Double> last;

  private FrequencySampler(MachineFiles files) {
    this.files = files;
    this.last = Frequency.current(files);
    thread.setDaemon(true);
  }

  /** Starts reading, unless there is nothing to read. */
  static FrequencySampler start(MachineFiles files) {
    FrequencySampler sampler = new FrequencySampler(files);
    if (sampler.last.isKnown()) {
      sampler.thread.start();
    }
    return sampler;
  }

  private void sample() {
    try {
      for (long wait = FIRST_MILLIS;
          !stopped.await(wait, TimeUnit.MILLISECONDS);
          wait = INTERVAL_MILLIS) {
        last = Frequency.current(files);
        if (!last.isKnown()) {
          return;
        }
        sum += last.value();
        samples++;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the frequency sampler", e);
    }
  }

  /** Stops reading: the mean in MHz. */
  Fact<Double> stop() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Fact.none("interrupted");
    }
    if (!last.isKnown()) {
      return last;
    }
    return samples == 0
        ? Fact.none("the window was shorter than " + FIRST_MILLIS + " ms")
        : Fact.of(sum / samples);
  }
}

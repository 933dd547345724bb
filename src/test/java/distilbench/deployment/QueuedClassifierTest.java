package distilbench.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.jvm.Polling;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever gives up waiting in the queue takes nothing away from the call under way. */
@Timeout(60)
class QueuedClassifierTest {
  private static final List<String> TEXTS = List.of("plum");

  @Test
  void closingWaitsForTheCallWhoseCallerHasGivenUp() throws InterruptedException {
    GatedClassifier gate = new GatedClassifier();
    QueuedClassifier queue = new QueuedClassifier(gate);
    List<Thread> callers =
        List.of(new Thread(() -> assertGivesUp(queue)), new Thread(() -> assertGivesUp(queue)));
    for (Thread caller : callers) {
      caller.start();
      Polling.until(() -> caller.getState() == Thread.State.WAITING);
      caller.interrupt();
      caller.join();
    }
    Thread closer = new Thread(queue::close);

    closer.start();
    Polling.until(() -> closer.getState() == Thread.State.TIMED_WAITING);

    assertThat(gate.closed).isFalse();
    gate.opened.countDown();
    closer.join();
    assertThat(gate.closed).isTrue();
    assertThat(gate.calls).as("the second was still in the queue").hasValue(1);
  }

  private static void assertGivesUp(Classifier queue) {
    assertThatThrownBy(() -> queue.classify(TEXTS)).isInstanceOf(InferenceException.class);
  }

  /** A call that nothing ends before the gate is opened, as in native code. */
  private static final class GatedClassifier implements Classifier {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean closed;

    @Override
    public float[][] classify(List<String> texts) {
      calls.incrementAndGet();
      while (opened.getCount() > 0) {
        Thread.onSpinWait();
      }
      return new float[][] {{1, 2}};
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

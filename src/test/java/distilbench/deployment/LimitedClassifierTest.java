package distilbench.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.jvm.Polling;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** So many calls run at once as the deployment allows; further ones wait. */
@Timeout(60)
class LimitedClassifierTest {
  private static final int CALLERS = 5;
  private static final List<String> TEXTS = List.of("plum");
  private static final float[][] LOGITS = {{1, 2}};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void noMoreCallsThanAllowedRunAtOnce(int allowed) throws InterruptedException {
    GatedClassifier gate = new GatedClassifier();
    List<Thread> callers = startCallers(new LimitedClassifier(gate, allowed));

    callers.forEach(LimitedClassifierTest::awaitWaiting);

    assertThat(gate.inside).hasValue(allowed);
    gate.open();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(gate.answered).hasValue(CALLERS);
  }

  @Test
  void asManyCallersAsAllowedDoNotWaitForEachOther() throws InterruptedException {
    GatedClassifier gate = new GatedClassifier();
    List<Thread> callers = startCallers(new LimitedClassifier(gate, CALLERS));

    callers.forEach(LimitedClassifierTest::awaitWaiting);

    assertThat(gate.inside).hasValue(CALLERS);
    gate.open();
    for (Thread caller : callers) {
      caller.join();
    }
  }

  @Test
  void aFailedCallGivesItsTurnBack() {
    AtomicInteger calls = new AtomicInteger();
    Classifier failing =
        new Classifier() {
          @Override
          public float[][] classify(List<String> texts) {
            calls.incrementAndGet();
            throw new InferenceException("broken");
          }

          @Override
          public void close() {}
        };

    try (Classifier limited = new LimitedClassifier(failing, 1)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> limited.classify(TEXTS)).hasMessage("broken");
      }
    }

    assertThat(calls).hasValue(3);
  }

  @Test
  void anInterruptionEndsWaitingForOnesTurn() {
    GatedClassifier gate = new GatedClassifier();
    Classifier limited = new LimitedClassifier(gate, 1);
    Thread first = new Thread(() -> limited.classify(TEXTS));
    first.start();
    awaitWaiting(first);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> limited.classify(TEXTS))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(gate.inside).hasValue(1);
    gate.open();
  }

  @Test
  void closingClosesWhatIsBehind() {
    GatedClassifier gate = new GatedClassifier();

    new LimitedClassifier(gate, 1).close();

    assertThat(gate.closed).isTrue();
  }

  private static List<Thread> startCallers(Classifier classifier) {
    List<Thread> callers =
        Stream.generate(() -> new Thread(() -> classifier.classify(TEXTS))).limit(CALLERS).toList();
    callers.forEach(Thread::start);
    return callers;
  }

  /** Waits until a caller can go no further: it waits for its turn, or before the gate. */
  private static void awaitWaiting(Thread caller) {
    Polling.until(() -> caller.getState() == Thread.State.WAITING);
  }

  /** Keeps every call inside until the gate opens. */
  private static final class GatedClassifier implements Classifier {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private boolean closed;

    private void open() {
      gate.countDown();
    }

    @Override
    public float[][] classify(List<String> texts) {
      inside.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      answered.incrementAndGet();
      return LOGITS;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

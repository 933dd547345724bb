package distilbench.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.jvm.Polling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call is handed out once, to the next free caller, until one fails. */
@Timeout(60)
class CallerThreadsTest {
  private static final List<Call> CALLS =
      IntStream.rangeClosed(1, 100)
          .mapToObj(i -> new Call(List.of(new NumberedText(i, "text " + i))))
          .toList();

  /** Stands for a process; what is done with a call is up to each test. */
  private static final List<Classifier> ONE_PROCESS = List.of(new ProcessStandIn());

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void everyCallIsHandedOutExactlyOnce(int count) {
    Queue<Call> handedOut = new ConcurrentLinkedQueue<>();

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, count)) {
      callers.pass(List.of(CALLS), (process, call) -> handedOut.add(call));
    }

    assertThat(handedOut).containsExactlyInAnyOrderElementsOf(CALLS);
  }

  @Test
  void oneCallerGetsTheCallsInOrder() {
    Queue<Call> handedOut = new ConcurrentLinkedQueue<>();

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 1)) {
      callers.pass(List.of(CALLS), (process, call) -> handedOut.add(call));
    }

    assertThat(handedOut).containsExactlyElementsOf(CALLS);
  }

  @Test
  void fourCallersHaveFourCallsUnderWayAtOnce() {
    CyclicBarrier allFour = new CyclicBarrier(4);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 4)) {
      callers.pass(
          List.of(CALLS),
          (process, call) -> {
            threads.add(Thread.currentThread());
            meet(allFour);
          });
    }

    assertThat(threads).hasSize(4);
  }

  @Test
  void theThreadsAreKeptFromPassToPass() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 1)) {
      callers.pass(List.of(CALLS), (process, call) -> threads.add(Thread.currentThread()));
      callers.pass(List.of(CALLS), (process, call) -> threads.add(Thread.currentThread()));
    }

    assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void afterAFailureNoFurtherCallIsHandedOut() {
    Queue<Call> handedOut = new ConcurrentLinkedQueue<>();
    IllegalStateException failure = new IllegalStateException("call 4 failed");

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 1)) {
      assertThatThrownBy(
              () ->
                  callers.pass(
                      List.of(CALLS),
                      (process, call) -> {
                        handedOut.add(call);
                        if (call == CALLS.get(3)) {
                          throw failure;
                        }
                      }))
          .isSameAs(failure);
    }

    assertThat(handedOut).containsExactlyElementsOf(CALLS.subList(0, 4));
  }

  /** Many times, because a pass that ends too early would only sometimes be caught at it. */
  @RepeatedTest(50)
  void aFailureIsThrownWhenEveryCallerHasStopped() {
    Thread passing = Thread.currentThread();
    AtomicReference<Thread> failed = new AtomicReference<>();
    CyclicBarrier allFour = new CyclicBarrier(4);
    AtomicInteger handedOut = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    IllegalStateException failure = new IllegalStateException("call 1 failed");

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 4)) {
      assertThatThrownBy(
              () ->
                  callers.pass(
                      List.of(CALLS),
                      (process, call) -> {
                        handedOut.incrementAndGet();
                        meet(allFour);
                        if (call == CALLS.get(0)) {
                          failed.set(Thread.currentThread());
                          throw failure;
                        }
                        Polling.until(() -> isWaiting(failed.get()) && isWaiting(passing));
                        finished.incrementAndGet();
                      }))
          .isSameAs(failure);

      assertThat(finished).hasValue(3);
      assertThat(handedOut).hasValue(4);
    }
  }

  @Test
  void afterAFailedPassTheNextOneIsWhole() {
    AtomicInteger handedOut = new AtomicInteger();

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 4)) {
      assertThatThrownBy(
              () ->
                  callers.pass(
                      List.of(CALLS),
                      (process, call) -> {
                        throw new IllegalStateException();
                      }))
          .isInstanceOf(IllegalStateException.class);
      callers.pass(List.of(CALLS), (process, call) -> handedOut.incrementAndGet());
    }

    assertThat(handedOut).hasValue(CALLS.size());
  }

  @Test
  void anErrorStopsTheOtherCallersToo() {
    AtomicReference<Thread> failed = new AtomicReference<>();
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger handedOut = new AtomicInteger();

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 2)) {
      assertThatThrownBy(
              () ->
                  callers.pass(
                      List.of(CALLS),
                      (process, call) -> {
                        handedOut.incrementAndGet();
                        meet(both);
                        if (call == CALLS.get(0)) {
                          failed.set(Thread.currentThread());
                          throw new OutOfMemoryError("no direct memory");
                        }
                        Polling.until(() -> isWaiting(failed.get()));
                      }))
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    assertThat(handedOut).hasValue(2);
  }

  @Test
  void anInterruptedPassEndsWhenTheCallsUnderWayHave() {
    Thread passing = Thread.currentThread();
    AtomicInteger handedOut = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 2)) {
      assertThatThrownBy(
              () ->
                  callers.pass(
                      List.of(CALLS),
                      (process, call) -> {
                        handedOut.incrementAndGet();
                        if (call == CALLS.get(0)) {
                          passing.interrupt();
                          // Like native code, it does not care that it is interrupted itself.
                          while (passing.isInterrupted() || !isWaiting(passing)) {
                            Thread.onSpinWait();
                          }
                        }
                        finished.incrementAndGet();
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("interrupted");

      assertThat(Thread.interrupted()).isTrue();
      assertThat(finished).hasValue(handedOut.get());
    }
  }

  @Test
  void anInterruptedPassEndsEveryWaitAndTellsOfTheLongest() {
    Thread passing = Thread.currentThread();
    List<Classifier> processes = List.of(new ProcessStandIn(), new ProcessStandIn());
    CountDownLatch firstUnderWay = new CountDownLatch(1);

    try (CallerThreads callers = new CallerThreads(processes, 1)) {
      assertThatThrownBy(
              () ->
                  callers.pass(
                      List.of(CALLS.subList(0, 2), CALLS.subList(2, 3)),
                      (process, call) -> {
                        if (call == CALLS.get(0)) {
                          // The other process's call comes first.
                          await(firstUnderWay, call);
                        } else if (call == CALLS.get(1)) {
                          passing.interrupt();
                          await(new CountDownLatch(1), call);
                        } else {
                          firstUnderWay.countDown();
                          await(new CountDownLatch(1), call);
                        }
                      }))
          .isInstanceOf(InferenceException.class)
          .hasMessage("gave up [text 3]");
    }

    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(CountDownLatch event, Call call) {
    try {
      event.await();
    } catch (InterruptedException e) {
      throw new InferenceException("gave up " + call.texts(), e);
    }
  }

  @Test
  void whateverProcessIsFreeTakesWhatComes() {
    List<Classifier> processes = List.of(new ProcessStandIn(), new ProcessStandIn());
    BlockingQueue<Optional<Integer>> coming = new LinkedBlockingQueue<>();
    Map<Integer, Classifier> taken = new ConcurrentHashMap<>();
    CountDownLatch others = new CountDownLatch(3);
    IntStream.range(0, 4).forEach(number -> coming.add(Optional.of(number)));
    List.of(1, 2).forEach(caller -> coming.add(Optional.empty()));

    try (CallerThreads callers = new CallerThreads(processes, 1)) {
      callers.serve(
          coming::take,
          (process, number) -> {
            taken.put(number, process);
            if (number == 0) {
              await(others, CALLS.get(0));
            } else {
              others.countDown();
            }
          });
    }

    assertThat(taken.keySet()).containsExactlyInAnyOrder(0, 1, 2, 3);
    // The process that serves the first is busy until the other has served all the rest.
    assertThat(List.of(taken.get(1), taken.get(2), taken.get(3)))
        .containsOnly(processes.get(1 - processes.indexOf(taken.get(0))));
  }

  @Test
  void anInterruptionEndsWhoeverWaitsForSomethingToCome() {
    Thread serving = Thread.currentThread();
    CyclicBarrier bothWait = new CyclicBarrier(2, serving::interrupt);

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 2)) {
      assertThatThrownBy(
              () ->
                  callers.serve(
                      () -> {
                        meet(bothWait);
                        new CountDownLatch(1).await();
                        return Optional.empty();
                      },
                      (process, nothing) -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("interrupted");
    }

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closingEndsTheThreads() throws InterruptedException {
    AtomicReference<Thread> caller = new AtomicReference<>();

    try (CallerThreads callers = new CallerThreads(ONE_PROCESS, 1)) {
      callers.pass(
          List.of(CALLS.subList(0, 1)), (process, call) -> caller.set(Thread.currentThread()));
    }

    caller.get().join(TimeUnit.SECONDS.toMillis(10));
    assertThat(caller.get().isAlive()).isFalse();
  }

  @Test
  void everyProcessGetsItsOwnShareInOrder() {
    List<Classifier> processes =
        List.of(new ProcessStandIn(), new ProcessStandIn(), new ProcessStandIn());
    List<List<Call>> shares =
        List.of(CALLS.subList(0, 50), CALLS.subList(50, 51), CALLS.subList(51, 100));
    Map<Classifier, Queue<Call>> handedOut = new ConcurrentHashMap<>();

    try (CallerThreads callers = new CallerThreads(processes, 1)) {
      callers.pass(
          shares,
          (process, call) ->
              handedOut.computeIfAbsent(process, any -> new ConcurrentLinkedQueue<>()).add(call));
    }

    for (int i = 0; i < processes.size(); i++) {
      assertThat(handedOut.get(processes.get(i))).containsExactlyElementsOf(shares.get(i));
    }
  }

  private static final class ProcessStandIn implements Classifier {
    @Override
    public float[][] classify(List<String> texts) {
      throw new AssertionError("these tests only look at who is handed what");
    }

    @Override
    public void close() {}
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("fewer callers than expected came", e);
    }
  }

  /** Whether a thread has nothing to do until another one does something. */
  private static boolean isWaiting(Thread thread) {
    return thread != null && thread.getState() == Thread.State.WAITING;
  }
}

package distilbench.benchmark;

import distilbench.corpus.Call;
import distilbench.deployment.ArrivingCalls;
import distilbench.load.Traffic;
import distilbench.section.Work;
import java.util.List;
import java.util.Optional;

/** What is asked in the calls that arrive: those of the corpus, in turn. */
final class ArrivingTexts implements ArrivingCalls {
  private final Traffic traffic;
  private final List<Call> calls;
  private final List<Work> work;
  private Work done = Work.NONE;

  /**
   * @param work in each of the calls
   */
  ArrivingTexts(Traffic traffic, List<Call> calls, List<Work> work) {
    this.traffic = traffic;
    this.calls = calls;
    this.work = work;
  }

  @Override
  public Optional<Integer> next() throws InterruptedException {
    return traffic.take();
  }

  @Override
  public Call call(int number) {
    return calls.get(number % calls.size());
  }

  @Override
  public void answered(int number) {
    traffic.answered(number);
    synchronized (this) {
      done = done.plus(work.get(number % work.size()));
    }
  }

  @Override
  public void stop() {
    traffic.stop();
  }

  /** The work in the calls that were answered. */
  synchronized Work done() {
    return done;
  }
}

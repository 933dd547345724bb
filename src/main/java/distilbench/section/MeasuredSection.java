package distilbench.section;

import distilbench.format.MetricLabel;
import distilbench.load.LoadFigures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * The measured section of this fork's iteration: it begins when the deployment is open and warm and
 * ends before it is closed. JMH calls profilers earlier and later than that, so benchmarks mark the
 * section here and profilers read it. JMH makes both kinds of object by itself, hence the one
 * instance per JVM.
 */
public final class MeasuredSection {
  private static final double GIGA = 1e9;
  private static final double YES = 1;
  private static final double NO = 0;
  private static final MeasuredSection CURRENT = new MeasuredSection();

  private final LongAdder operations = new LongAdder();
  private final LongAdder texts = new LongAdder();
  private final LongAdder truncated = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private final LongAdder paddedTokens = new LongAdder();
  private final DoubleAdder modelFlop = new DoubleAdder();
  private final LongAdder answers = new LongAdder();
  private final DoubleAdder agreeing = new DoubleAdder();
  private final DoubleAdder differences = new DoubleAdder();
  private final DoubleAccumulator largestDifference = new DoubleAccumulator(Math::max, 0);
  private volatile boolean running;
  private int openingNow;
  private volatile double openSeconds = Double.NaN;
  private volatile double callSize = Double.NaN;
  private volatile boolean countsTokens;
  private volatile double runsModel = Double.NaN;
  private volatile double shareExpected = Double.NaN;
  private volatile double shareVerified = Double.NaN;
  private volatile double gflop = Double.NaN;
  private volatile double workersHeap = Double.NaN;
  private volatile LoadFigures load = LoadFigures.NONE;
  private final Deque<Listener> listeners = new ArrayDeque<>();

  private MeasuredSection() {}

  /** What a profiler wants to be told, in the thread that says so and before it goes on. */
  public interface Listener {
    /** The benchmark is about to open what it measures. */
    default void opening() {}

    /**
     * What is measured is open and warm.
     *
     * @param workerPids the processes that work for it, beside this one
     */
    default void opened(List<Long> workerPids) {}

    /**
     * The measured operation has started processes.
     *
     * @param workerPids the processes that work for it from now on, beside those known before
     */
    default void joined(List<Long> workerPids) {}

    /** The measured section is about to begin. */
    default void beginning() {}

    /**
     * So much has been done since the section began, and nothing is under way.
     *
     * @param steps what is counted
     * @param count how many of them
     */
    default void reached(Steps steps, double count) {}

    /** The measured section has ended. */
    default void ended() {}
  }

  /** The section of this JVM. */
  public static MeasuredSection current() {
    return CURRENT;
  }

  /**
   * From now on this listener is told, and no other of its class; for the former one the section
   * ends.
   */
  public synchronized void tell(Listener listener) {
    end();
    openingNow = 0;
    listeners.removeIf(other -> other.getClass() == listener.getClass());
    listeners.addLast(listener);
  }

  /**
   * The benchmark is about to open what it measures. Where each thread of a benchmark has a state
   * of its own, the listener is told of the first to open and of the last to be open.
   */
  public synchronized void opening() {
    end();
    if (openingNow == 0) {
      listeners.forEach(Listener::opening);
    }
    openingNow++;
  }

  /**
   * Records how a benchmark was set up.
   *
   * @param openSeconds seconds from starting to open the deployment until it was warm; NaN if
   *     nothing was opened
   * @param callSize texts per call; NaN if there are no calls
   * @param countsTokens whether operations process tokens at all
   * @param workerPids the processes that work for it, beside this one
   */
  public synchronized void opened(
      double openSeconds, double callSize, boolean countsTokens, List<Long> workerPids) {
    end();
    this.openSeconds = openSeconds;
    this.callSize = callSize;
    this.countsTokens = countsTokens;
    this.runsModel = NO;
    this.shareExpected = Double.NaN;
    this.shareVerified = Double.NaN;
    this.gflop = Double.NaN;
    this.workersHeap = Double.NaN;
    this.load = LoadFigures.NONE;
    openingNow = Math.max(0, openingNow - 1);
    if (openingNow == 0) {
      listeners.forEach(listener -> listener.opened(workerPids));
    }
  }

  /**
   * More processes work for what is measured from now on: those that a measured operation started.
   */
  public synchronized void joined(List<Long> workerPids) {
    listeners.forEach(listener -> listener.joined(workerPids));
  }

  /**
   * Tells that so much has been done since the section began, and nothing is under way.
   *
   * @param steps what is counted
   * @param count how many of them
   */
  public synchronized void reached(Steps steps, double count) {
    listeners.forEach(listener -> listener.reached(steps, count));
  }

  /** Records, after {@link #opened}, whether operations run the model; if nobody does, not. */
  public void runsModel(boolean yes) {
    this.runsModel = yes ? YES : NO;
  }

  /**
   * Records, after {@link #opened}, whether processes share their weights.
   *
   * @param expected whether at least two of them are meant to
   * @param verified 1 if they were seen to; NaN if that is not known or not meant
   */
  public void sharing(boolean expected, double verified) {
    this.shareExpected = expected ? YES : NO;
    this.shareVerified = verified;
  }

  /**
   * Records, after {@link #opened}, that every operation is the same arithmetic.
   *
   * @param gflop billions of floating-point operations in one operation
   */
  public void calculates(double gflop) {
    this.gflop = gflop;
  }

  /**
   * Records, after the section, what the workers' managed heaps held.
   *
   * @param mib of all of them; NaN if one does not tell
   */
  public void workersHeap(double mib) {
    this.workersHeap = mib;
  }

  /** Records, after the section, what became of the calls that arrived in it. */
  public void load(LoadFigures figures) {
    this.load = figures;
  }

  /**
   * The latencies of the calls that arrived and were answered, in nanoseconds; none without any.
   */
  long[] latencies() {
    return load.latencies();
  }

  /**
   * Begins the section: what was counted before does not count. Where each thread of a benchmark
   * has a state of its own, the first of them begins it.
   */
  public synchronized void begin() {
    if (!running) {
      listeners.forEach(Listener::beginning);
      operations.reset();
      texts.reset();
      truncated.reset();
      tokens.reset();
      paddedTokens.reset();
      modelFlop.reset();
      answers.reset();
      agreeing.reset();
      differences.reset();
      largestDifference.reset();
      running = true;
    }
  }

  /** Ends the section: what comes later does not count. */
  public synchronized void end() {
    if (running) {
      running = false;
      // Whoever began last ends first: one lies within the other.
      listeners.descendingIterator().forEachRemaining(Listener::ended);
    }
  }

  /** Counts one operation and the work in it, if the section is running. */
  public void count(Work work) {
    if (running) {
      operations.increment();
      texts.add(work.texts());
      truncated.add(work.truncated());
      tokens.add(work.tokens());
      paddedTokens.add(work.paddedTokens());
      modelFlop.add(work.modelFlop());
    }
  }

  /**
   * Counts how close right answers are to those of the model as it was prepared, if the section is
   * running.
   *
   * @param texts that were answered
   * @param sameLabel how many of them got the same label; NaN if there are no labels
   * @param sum of the differences, one for each text
   * @param largest of them
   */
  public void answered(int texts, double sameLabel, double sum, double largest) {
    if (running) {
      answers.add(texts);
      agreeing.add(sameLabel);
      differences.add(sum);
      largestDifference.accumulate(largest);
    }
  }

  /** Mean of the differences counted by {@link #answered}; NaN if there are none. */
  public double meanDifference() {
    return differences.sum() / answers.sum();
  }

  /** The facts, work as a mean per operation of the section; NaN where unknown. */
  Map<MetricLabel, Double> facts() {
    Map<MetricLabel, Double> facts = new EnumMap<>(MetricLabel.class);
    facts.put(MetricLabel.OPEN_SECONDS, openSeconds);
    facts.put(MetricLabel.SHARE_EXPECTED, shareExpected);
    facts.put(MetricLabel.SHARE_VERIFIED, shareVerified);
    facts.put(MetricLabel.WORK_CALL_SIZE, callSize);
    facts.put(MetricLabel.WORK_TEXTS, perOperation(texts.sum()));
    facts.put(MetricLabel.WORK_TOKENS, ifTrue(countsTokens, perOperation(tokens.sum())));
    facts.put(
        MetricLabel.WORK_PADDED_TOKENS, ifTrue(countsTokens, perOperation(paddedTokens.sum())));
    facts.put(MetricLabel.WORK_TRUNCATED, ifTrue(countsTokens, perOperation(truncated.sum())));
    facts.put(MetricLabel.WORK_RUNS_MODEL, runsModel);
    facts.put(
        MetricLabel.WORK_MODEL_GFLOP,
        ifTrue(runsModel == YES, perOperation(modelFlop.sum()) / GIGA));
    facts.put(MetricLabel.WORK_GFLOP, gflop);
    facts.put(MetricLabel.MEM_WORKERS_HEAP, workersHeap);
    boolean answered = runsModel == YES && answers.sum() > 0;
    facts.put(MetricLabel.ANSWER_AGREEMENT, ifTrue(answered, agreeing.sum() / answers.sum()));
    facts.put(MetricLabel.ANSWER_MEAN_DIFFERENCE, ifTrue(answered, meanDifference()));
    facts.put(MetricLabel.ANSWER_MAX_DIFFERENCE, ifTrue(answered, largestDifference.get()));
    facts.putAll(load.metrics());
    return facts;
  }

  private static double ifTrue(boolean known, double figure) {
    return known ? figure : Double.NaN;
  }

  private double perOperation(double sum) {
    return sum / operations.sum();
  }
}

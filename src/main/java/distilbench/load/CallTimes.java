package distilbench.load;

import java.util.Arrays;

/**
 * When each call of a schedule was to arrive, did arrive, was taken and was answered, in
 * nanoseconds from the schedule's start.
 */
final class CallTimes {
  private static final long NEVER = -1;

  private final Schedule schedule;
  private final long[] arrived;
  private final long[] taken;
  private final long[] answered;

  CallTimes(Schedule schedule) {
    this.schedule = schedule;
    this.arrived = never(schedule.calls());
    this.taken = never(schedule.calls());
    this.answered = never(schedule.calls());
  }

  private static long[] never(int calls) {
    long[] times = new long[calls];
    Arrays.fill(times, NEVER);
    return times;
  }

  void arrived(int call, long nanos) {
    arrived[call] = nanos;
  }

  void taken(int call, long nanos) {
    taken[call] = nanos;
  }

  void answered(int call, long nanos) {
    answered[call] = nanos;
  }

  Schedule schedule() {
    return schedule;
  }

  /** How much later than intended a call arrived. */
  long slip(int call) {
    return arrived[call] - schedule.nanos(call);
  }

  /** How long a call waited until somebody took it, from when it was to arrive. */
  long wait(int call) {
    return taken[call] - schedule.nanos(call);
  }

  /** How long it took whoever took a call to answer it. */
  long service(int call) {
    return answered[call] - taken[call];
  }

  /** Both together. */
  long latency(int call) {
    return answered[call] - schedule.nanos(call);
  }

  boolean isAnswered(int call) {
    return answered[call] != NEVER;
  }

  /** When the last answer came; 0 if there was none. */
  long lastAnswer() {
    return Math.max(0, Arrays.stream(answered).max().orElse(NEVER));
  }
}

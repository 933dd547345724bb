package distilbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.format.MetricLabel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers whose service times are known, in real time. */
@Timeout(60)
class TrafficTest {
  private interface Service {
    /** How long a call takes. */
    Duration of(int call);
  }

  /**
   * An M/D/1 queue in real time. Of a hundred calls the mean wait differs from theory by chance,
   * how far is known from other seeds, and what it is for this seed is known exactly. The worker
   * ends each call when it should, so that what it oversleeps on a busy machine does not add up: it
   * is about what the calls themselves are late.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.7, 2"})
  void waitingTimesAreThoseOfAQueueWithKnownServiceTimes(double load, int seed) throws Exception {
    double service = 0.015;
    double rate = load / service;
    int calls = (int) (2.5 * rate);
    Schedule schedule = Schedule.poisson(calls, rate, seed);

    LoadFigures figures = serve(schedule, 1_000, new Punctual(schedule, service), Optional.empty());

    double waited = figure(figures, MetricLabel.LAT_WAIT_MEAN);
    double exactly = 1e3 * SingleServer.meanWait(schedule, service);
    double theory = 1e3 * SingleServer.theory(load, service);
    double chance =
        1e3 * Math.sqrt(StatUtils.variance(SingleServer.meanWaits(calls, load, service, 1_000)));
    double late = 1 + figure(figures, MetricLabel.LAT_SLIP_P99) / 4;
    assertThat(exactly).isCloseTo(theory, within(2 * chance));
    assertThat(waited).isBetween(exactly, exactly + late);
    assertThat(figure(figures, MetricLabel.RATE_OFFERED)).isCloseTo(rate, within(0.5));
    assertThat(figure(figures, MetricLabel.RATE_ACHIEVED)).isCloseTo(rate, within(0.1 * rate));
    assertThat(figure(figures, MetricLabel.LOAD_REFUSED)).isZero();
  }

  /** Serves one call after the other, each for the same time from when it could begin. */
  private static final class Punctual implements Service {
    private final Schedule schedule;
    private final long nanos;
    private final long start = System.nanoTime();
    private long free;

    Punctual(Schedule schedule, double seconds) {
      this.schedule = schedule;
      this.nanos = Math.round(seconds * 1e9);
    }

    @Override
    public Duration of(int call) {
      free = Math.max(free, schedule.nanos(call)) + nanos;
      return Duration.ofNanos(free - (System.nanoTime() - start));
    }
  }

  /**
   * The worker stands still once, for 300 ms. A client that waits for its answer sends nothing
   * meanwhile: of 200 calls one is slow, and the 99th percentile does not show it. Here the 30
   * calls that were to come in that time have waited too.
   */
  @Test
  void aStalledWorkerShowsInThePercentilesOfTheCallsThatWereToCome() throws Exception {
    Schedule schedule = Schedule.constant(200, 100);
    Service stalling = call -> Duration.ofMillis(call == 50 ? 300 : 1);

    LoadFigures figures = serve(schedule, 1_000, stalling, Optional.of(Duration.ofMillis(100)));

    assertThat(figure(figures, MetricLabel.LAT_P50)).isLessThan(100);
    assertThat(figure(figures, MetricLabel.LAT_P90)).isGreaterThan(50);
    assertThat(figure(figures, MetricLabel.LAT_P99)).isBetween(270.0, 600.0);
    // As a closed loop would have seen it.
    assertThat(figure(figures, MetricLabel.LAT_SERVICE_P99)).isLessThan(150);
    assertThat(figure(figures, MetricLabel.SLO_ATTAINMENT)).isBetween(0.6, 0.92);
  }

  @Test
  void whatExceedsTheBoundIsRefusedAndCountsAsSlowest() throws Exception {
    Schedule schedule = Schedule.constant(100, 500);

    LoadFigures figures =
        serve(schedule, 4, call -> Duration.ofMillis(8), Optional.of(Duration.ofSeconds(10)));

    double refused = figure(figures, MetricLabel.LOAD_REFUSED);
    assertThat(figure(figures, MetricLabel.LOAD_CALLS)).isEqualTo(100);
    // One of four calls is served: 2 ms apart, they take 8 ms each.
    assertThat(refused).isBetween(60.0, 96.0);
    assertThat(figures.latencies()).hasSize(100 - (int) refused);
    assertThat(figure(figures, MetricLabel.LAT_P99)).isNaN();
    assertThat(figure(figures, MetricLabel.LAT_MAX)).isNaN();
    assertThat(figure(figures, MetricLabel.SLO_ATTAINMENT)).isEqualTo((100 - refused) / 100);
    assertThat(figure(figures, MetricLabel.RATE_ACHIEVED)).isLessThan(250);
    // Nobody waits for more than those that are in flight.
    assertThat(LongStream.of(figures.latencies()).max().orElseThrow()).isLessThan(400_000_000);
  }

  @Test
  void aServerThatIsTooSlowAchievesItsOwnRateAndEndsSlowerThanItBegan() throws Exception {
    LoadFigures figures =
        serve(Schedule.constant(200, 400), 1_000, call -> Duration.ofMillis(5), Optional.empty());

    assertThat(figure(figures, MetricLabel.RATE_OFFERED)).isEqualTo(400);
    assertThat(figure(figures, MetricLabel.RATE_ACHIEVED)).isBetween(20.0, 205.0);
    assertThat(figure(figures, MetricLabel.LAT_LAST_P50))
        .isGreaterThan(3 * figure(figures, MetricLabel.LAT_FIRST_P50));
  }

  /** A worker that takes four times as long as the calls are apart. */
  @Test
  void callsArriveWhetherOrNotSomebodyServesThem() throws Exception {
    LoadFigures figures =
        serve(Schedule.constant(60, 200), 1_000, call -> Duration.ofMillis(20), Optional.empty());

    assertThat(figure(figures, MetricLabel.LAT_MAX)).isGreaterThan(850);
    assertThat(figure(figures, MetricLabel.LAT_SLIP_P99)).isBetween(0.0, 400.0);
    assertThat(figure(figures, MetricLabel.LOAD_CPU)).isBetween(1e-6, 0.1);
    assertThat(figure(figures, MetricLabel.SLO_ATTAINMENT)).isNaN();
  }

  @Test
  void whoeverWaitsIsToldWhenItIsStopped() throws Exception {
    try (Traffic traffic = Traffic.start(Schedule.constant(2, 0.001), 10)) {
      assertThat(traffic.take()).contains(0);
      Thread stopping = new Thread(traffic::stop);
      stopping.start();
      assertThat(traffic.take()).isEmpty();
      stopping.join();
    }
  }

  /** One worker. */
  private static LoadFigures serve(
      Schedule schedule, int inFlight, Service service, Optional<Duration> slo) throws Exception {
    try (Traffic traffic = Traffic.start(schedule, inFlight)) {
      for (Optional<Integer> call = traffic.take(); call.isPresent(); call = traffic.take()) {
        sleep(service.of(call.get()));
        traffic.answered(call.get());
      }
      return traffic.figures(slo);
    }
  }

  private static void sleep(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static double figure(LoadFigures figures, MetricLabel label) {
    return figures.metrics().get(label);
  }
}

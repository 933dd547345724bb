package distilbench.launcher.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.report.choice.Capacity;
import distilbench.report.choice.Load;
import distilbench.report.data.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The boundary is found where it is: of a queue with one server that serves every call in 20 ms,
 * whose calls arrive independently (M/D/1), the rate at which 99 % are answered in time is known.
 */
class BisectionTest {
  private static final double SERVICE = 20;
  private static final double LIMIT = 100;
  private static final int CALLS = 300;
  private static final int SEARCHES = 200;

  /** Found with the same queue and 4000 forks for each rate. */
  private static final double CAPACITY = capacity();

  @Test
  void theBoundaryOfAKnownQueueIsFound() {
    List<Double> found = new ArrayList<>();
    int unknown = 0;
    int covered = 0;
    int forks = 0;
    for (int seed = 0; seed < SEARCHES; seed++) {
      Map<Double, List<Load.Fork>> measured = search(new Bisection(15 + seed % 30, LIMIT), seed);
      Estimate boundary = Capacity.of(loads(measured), LIMIT).sustained();
      found.add(boundary.value());
      unknown += boundary.hasInterval() ? 0 : 1;
      covered += boundary.low() <= CAPACITY && CAPACITY <= boundary.high() ? 1 : 0;
      forks += measured.values().stream().mapToInt(List::size).sum();
    }

    double median = found.stream().sorted().skip(SEARCHES / 2).findFirst().orElseThrow();
    assertThat(median).isCloseTo(CAPACITY, within(0.02 * CAPACITY));
    assertThat(unknown).as("without an interval").isLessThan(SEARCHES * 8 / 100);
    assertThat(covered).as("intervals that hold it").isGreaterThan(SEARCHES * 88 / 100);
    assertThat(forks / SEARCHES).as("forks that it takes").isLessThan(25);
  }

  @Test
  void itBeginsWhereItIsToldAndGoesBothWays() {
    assertThat(next(List.of())).containsExactly("30");
    assertThat(next(List.of(kept(30)))).containsExactly("42.4");
    assertThat(next(List.of(failed(30)))).containsExactly("21.2");
    assertThat(next(List.of(kept(30), failed(42.4)))).containsExactly("35.7");
  }

  @Test
  void bothSidesAreMeasuredInTheSameRound() {
    assertThat(next(List.of(kept(30), failed(36)))).containsExactly("28.6", "37.8");
  }

  @Test
  void aRateThatKeepsTheLimitByChanceAboveSuchThatFailDoesNotCount() {
    assertThat(next(List.of(kept(20), load(30, false, false), kept(36)))).containsExactly("24.5");
  }

  private static List<String> next(List<Load> loads) {
    return new Bisection(30, LIMIT).next(loads);
  }

  @Test
  void whoFailsAtEveryRateIsGivenUp() {
    Bisection search = new Bisection(32, LIMIT);

    assertThat(search.next(List.of(failed(32), failed(0.6)))).isEmpty();
  }

  private static Load kept(double rate) {
    return load(rate, true);
  }

  private static Load failed(double rate) {
    return load(rate, false);
  }

  private static Load load(double rate, boolean... kept) {
    List<Load.Fork> forks = new ArrayList<>();
    for (boolean one : kept) {
      forks.add(new Load.Fork(forks.size() + 1, one ? LIMIT / 2 : 2 * LIMIT, one));
    }
    return new Load(rate, forks);
  }

  private static Map<Double, List<Load.Fork>> search(Bisection search, int seed) {
    Map<Double, List<Load.Fork>> measured = new TreeMap<>();
    Random random = new Random(seed);
    int round = 0;
    List<String> next = search.next(List.of());
    while (!next.isEmpty()) {
      round++;
      for (String rate : next) {
        measured
            .computeIfAbsent(Double.valueOf(rate), any -> new ArrayList<>())
            .add(fork(round, p99(Double.parseDouble(rate), random)));
      }
      next = search.next(loads(measured));
    }
    return measured;
  }

  private static List<Load> loads(Map<Double, List<Load.Fork>> measured) {
    return measured.entrySet().stream()
        .map(entry -> new Load(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Load.Fork fork(int round, double p99) {
    return new Load.Fork(round, p99, p99 <= LIMIT);
  }

  /** Of one fork's calls, in milliseconds. */
  private static double p99(double rate, Random random) {
    double[] latencies = new double[CALLS];
    double arrival = 0;
    double free = 0;
    for (int call = 0; call < CALLS; call++) {
      arrival += -1000 * Math.log(1 - random.nextDouble()) / rate;
      free = Math.max(free, arrival) + SERVICE;
      latencies[call] = free - arrival;
    }
    Arrays.sort(latencies);
    return latencies[CALLS * 99 / 100 - 1];
  }

  /** Where the logarithm of p99 is that of the limit in the mean. */
  private static double capacity() {
    Random random = new Random(1);
    double low = 20;
    double high = 50;
    for (int step = 0; step < 8; step++) {
      double rate = Math.sqrt(low * high);
      double mean =
          IntStream.range(0, 4000)
              .mapToDouble(fork -> Math.log(p99(rate, random)))
              .average()
              .orElseThrow();
      if (mean < Math.log(LIMIT)) {
        low = rate;
      } else {
        high = rate;
      }
    }
    return Math.sqrt(low * high);
  }
}

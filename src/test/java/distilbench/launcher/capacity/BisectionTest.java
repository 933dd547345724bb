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
import org.junit.jupiter.api.Test;

/**
 * The boundary is found where it is: of a queue with one server that serves every call in 20 ms,
 * whose calls arrive independently (M/D/1), the rate at which 99 % are answered in time is known.
 */
class BisectionTest {
  private static final double SERVICE = 20;
  private static final double LIMIT = 100;
  private static final int CALLS = 500;

  /** Where half of all forks keep the limit, found by the same queue over 4000 forks a rate. */
  private static final double CAPACITY = capacity();

  @Test
  void theBoundaryOfAKnownQueueIsFound() {
    List<Double> found = new ArrayList<>();
    int covered = 0;
    int forks = 0;
    for (int seed = 0; seed < 100; seed++) {
      Map<Double, List<Load.Fork>> measured = search(new Bisection(20, LIMIT), seed);
      Capacity capacity = Capacity.of(loads(measured), LIMIT);
      assertThat(capacity.isWithin(1.07)).as("rates have three digits").isTrue();
      assertThat(capacity.isConfirmed(Bisection.FORKS)).isTrue();
      Estimate boundary = capacity.boundary();
      assertThat(boundary.value()).isBetween(boundary.low(), boundary.high());
      found.add(boundary.value());
      covered += boundary.low() <= CAPACITY && CAPACITY <= boundary.high() ? 1 : 0;
      forks += measured.values().stream().mapToInt(List::size).sum();
    }

    double median = found.stream().sorted().skip(found.size() / 2).findFirst().orElseThrow();
    assertThat(median).isCloseTo(CAPACITY, within(0.02 * CAPACITY));
    assertThat(covered).as("intervals that hold it, of 100").isGreaterThan(80);
    assertThat(forks / 100).as("forks it takes").isLessThan(25);
  }

  @Test
  void itBeginsWhereItIsToldAndGoesBothWays() {
    Bisection search = new Bisection(30, LIMIT);

    assertThat(search.next(List.of())).containsExactly("30");
    assertThat(search.next(List.of(kept(30)))).containsExactly("42.4");
    assertThat(search.next(List.of(failed(30)))).containsExactly("21.2");
    assertThat(search.next(List.of(kept(30), failed(42.4)))).containsExactly("35.7");
  }

  @Test
  void bothSidesAreMeasuredInTheSameRoundsUntilFiveForksConfirmThem() {
    Bisection search = new Bisection(30, LIMIT);

    assertThat(search.next(List.of(kept(30), failed(31.2)))).containsExactly("30", "31.2");
    assertThat(
            search.next(
                List.of(
                    load(30, true, true, true, false, true),
                    load(31.2, false, false, false, true, false))))
        .isEmpty();
  }

  @Test
  void whatFreshForksContradictIsLookedForAgain() {
    List<Load> contradicted =
        List.of(kept(20), load(30, true, false, false, false), load(31.2, false, false));

    assertThat(new Bisection(30, LIMIT).next(contradicted)).containsExactly("24.5");
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

  private static double capacity() {
    Random random = new Random(1);
    double low = 20;
    double high = 50;
    for (int step = 0; step < 8; step++) {
      double rate = (low + high) / 2;
      int keeping = 0;
      for (int fork = 0; fork < 4000; fork++) {
        keeping += p99(rate, random) <= LIMIT ? 1 : 0;
      }
      if (keeping > 2000) {
        low = rate;
      } else {
        high = rate;
      }
    }
    return (low + high) / 2;
  }
}

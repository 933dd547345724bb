package distilbench.proctree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * By how much a tree's memory grows with what it does: the slope of the straight line that lies
 * closest to its readings, by least squares.
 *
 * <p>What a process fills once is no growth: caches, compiled code, a heap up to its working size.
 * The first third of the readings is therefore left out.
 */
final class Growth {
  private static final double SETTLING = 1.0 / 3;

  /** A line lies on two readings whatever they are. */
  private static final int LEAST_READINGS = 3;

  private static final MemoryUse UNKNOWN =
      new MemoryUse(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  private final List<Reading> readings = new ArrayList<>();

  private record Reading(double count, double pss, double anonymous) {}

  /**
   * Adds a reading.
   *
   * @param count how much had been done
   * @param memory what the tree held then; nothing if that could not be read
   */
  void add(double count, Optional<MemoryUse> memory) {
    MemoryUse use = memory.orElse(UNKNOWN);
    readings.add(new Reading(count, use.pss(), use.pssAnonymous()));
  }

  /**
   * Bytes of PSS for one more of what is counted; NaN from fewer than {@value #LEAST_READINGS}
   * readings, or if one could not be taken.
   */
  double pss() {
    return slope(Reading::pss);
  }

  /** The same of the part of PSS that belongs to no file. */
  double anonymous() {
    return slope(Reading::anonymous);
  }

  private double slope(ToDoubleFunction<Reading> memory) {
    List<Reading> settled = readings.subList((int) (readings.size() * SETTLING), readings.size());
    SimpleRegression line = new SimpleRegression();
    settled.forEach(reading -> line.addData(reading.count(), memory.applyAsDouble(reading)));
    return settled.size() < LEAST_READINGS ? Double.NaN : line.getSlope();
  }
}

package distilbench.model.synthetic;

import java.nio.charset.StandardCharsets;

/**
 * The pseudo-random values of one tensor, the same on every machine and JDK.
 *
 * <p>Counter-based: value {@code i} depends on the seed, the tensor's name and {@code i} alone.
 * Bits come from the SplitMix64 finalizer (Steele, Lea and Flood 2014, "Fast Splittable
 * Pseudorandom Number Generators", OOPSLA); a value is the centred sum of the four 16-bit lanes of
 * one 64-bit word, an Irwin-Hall approximation of the normal distribution that never leaves 3.5
 * standard deviations. Only integer arithmetic and single IEEE 754 operations are used, which are
 * exact everywhere; {@code Random.nextGaussian} and {@code Math.log} are not.
 */
public final class SeededValues {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int LANE_MAX = 0xFFFF;
  private static final long SUM_MEAN = 2L * LANE_MAX;

  /** Standard deviation of the sum: four uniform integers below n have variance (n^2-1)/12 each. */
  private static final double SUM_DEVIATION = Math.sqrt((65536.0 * 65536.0 - 1) / 3);

  private final long key;

  public SeededValues(long seed, String tensor) {
    this.key = mix(seed + GOLDEN_GAMMA) ^ mix(fnv1a(tensor));
  }

  /** Value {@code index}, distributed about {@code mean} with the given standard deviation. */
  public float normal(long index, double mean, double deviation) {
    long bits = mix(key + (index + 1) * GOLDEN_GAMMA);
    long sum =
        (bits & LANE_MAX) + (bits >>> 16 & LANE_MAX) + (bits >>> 32 & LANE_MAX) + (bits >>> 48);
    return (float) (mean + (sum - SUM_MEAN) * (deviation / SUM_DEVIATION));
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** FNV-1a, 64 bits (Fowler, Noll and Vo; draft-eastlake-fnv). */
  private static long fnv1a(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
    }
    return hash;
  }
}

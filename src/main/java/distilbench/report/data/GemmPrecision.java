package distilbench.report.data;

import distilbench.format.RowIdentity;
import distilbench.report.data.Sidecar.Probe;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The numbers that products are computed in: a row is related to what the machine's matrix multiply
 * reaches in the same ones. How many times as fast integers are differs from CPU to CPU.
 */
public enum GemmPrecision {
  /** float32, also of rows that do not say. */
  FP32("", Probe::one, Probe::all),

  /** 8-bit integers; not probed unless a row needs it. */
  INT8(" in INT8", Probe::int8One, Probe::int8All),

  /** What no probe measures. */
  OTHER(" in other numbers", any -> Double.NaN, any -> Double.NaN);

  private static final Map<String, GemmPrecision> BY_PARAMETER =
      Map.of(FP32.name(), FP32, INT8.name(), INT8);

  private final String words;
  private final ToDoubleFunction<Probe> one;
  private final ToDoubleFunction<Probe> all;

  GemmPrecision(String words, ToDoubleFunction<Probe> one, ToDoubleFunction<Probe> all) {
    this.words = words;
    this.one = one;
    this.all = all;
  }

  /** That of a row. */
  public static GemmPrecision of(ResultRow row) {
    String told = row.parameters().getOrDefault(RowIdentity.PRECISION, FP32.name());
    return BY_PARAMETER.getOrDefault(told, OTHER);
  }

  /** What follows a rate: nothing, or a space and the name. */
  public String words() {
    return words;
  }

  /** GFLOP/s that a probe found on one thread; NaN if it did not measure that. */
  public double one(Probe probe) {
    return one.applyAsDouble(probe);
  }

  /** The same on all cores. */
  public double all(Probe probe) {
    return all.applyAsDouble(probe);
  }
}

package distilbench.gemm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;

/**
 * How fast the machine multiplied just now, in one precision.
 *
 * @param gflops1 GFLOP/s of one thread; NaN if that could not be measured
 * @param gflopsAll GFLOP/s of {@code threads} threads together; NaN likewise
 * @param threads one per core that the process may use; 0 if nothing was measured
 * @param failure why nothing was measured; null if it was
 */
public record GemmSpeed(double gflops1, double gflopsAll, int threads, String failure) {

  static GemmSpeed measured(double gflops1, double gflopsAll, int threads) {
    return new GemmSpeed(gflops1, gflopsAll, threads, null);
  }

  /** Nothing was measured. */
  public static GemmSpeed unknown(String reason) {
    return new GemmSpeed(Double.NaN, Double.NaN, 0, reason);
  }

  /** One line of JSON, written by hand: a library takes longer to load than the probe measures. */
  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"gflops1\":%.3f,\"gflopsAll\":%.3f,\"threads\":%d}",
        gflops1,
        gflopsAll,
        threads);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IOException if it is anything else
   */
  static GemmSpeed parse(String json) throws IOException {
    Line line;
    try {
      line = new ObjectMapper().readValue(json, Line.class);
    } catch (JsonProcessingException e) {
      throw new IOException("no speed in '" + json + "'", e);
    }
    if (line == null || line.threads() < 1 || !(line.gflops1() > 0 && line.gflopsAll() > 0)) {
      throw new IOException("no speed in '" + json + "'");
    }
    return measured(line.gflops1(), line.gflopsAll(), line.threads());
  }

  private record Line(double gflops1, double gflopsAll, int threads) {}
}

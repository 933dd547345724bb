package distilbench.report.choice;

import distilbench.console.InvalidInputException;
import distilbench.report.data.Estimate;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory a deployment may hold: peak PSS of its process tree.
 *
 * @param mebibytes more than 0
 * @param text as the user wrote it
 */
public record MemoryLimit(double mebibytes, String text) {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([KMGT]i?B)");

  private static final double MIB = 1 << 20;

  /** Bytes of a unit: binary ones as IEC 80000-13 has them, decimal ones as SI does. */
  private static final Map<String, Double> BYTES =
      Map.of("MiB", MIB, "GiB", 1024 * MIB, "MB", 1e6, "GB", 1e9);

  /**
   * Reads a limit.
   *
   * @param text a number and MiB, GiB, MB or GB, such as 400MiB
   * @throws InvalidInputException if it is no size above 0
   */
  public static MemoryLimit of(String text) {
    Matcher size = SIZE.matcher(text);
    if (size.matches() && BYTES.containsKey(size.group(2))) {
      double mebibytes = Double.parseDouble(size.group(1)) * BYTES.get(size.group(2)) / MIB;
      if (mebibytes > 0) {
        return new MemoryLimit(mebibytes, text);
      }
    }
    throw new InvalidInputException(
        "'" + text + "' is no limit of memory; give a size above 0 such as 400MiB, 1.5GiB or 2GB");
  }

  /**
   * Whether a deployment may hold more: what counts is the upper end of the interval, where there
   * is one.
   *
   * @param memory in MiB
   */
  public boolean mayBeExceededBy(Estimate memory) {
    return (memory.hasInterval() ? memory.high() : memory.value()) > mebibytes;
  }
}

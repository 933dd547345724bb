package distilbench.gemm;

import distilbench.jvm.ChildJvm;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.ReportingChild;
import distilbench.model.Precision;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How fast does this machine multiply right now? {@code Roofline} in short, to be asked again and
 * again during a run: a child process multiplies by the matrices of one layer of the model, for a
 * text of the corpus's mean length, so that the launcher loads no native library.
 */
public final class GemmProbe {
  /**
   * How long to multiply with one thread, and again with all; with starting up, a probe takes about
   * 1.3 seconds on two cores. Where probes differ, it is because the machine's speed changed for
   * seconds: on a virtual machine whose two CPUs are at times one core's hardware threads, 12
   * probes had a standard deviation of 8 % with one thread and 18 % with two, and the same when
   * they multiplied for 1.4 seconds.
   */
  private static final Duration LENGTH = Duration.ofMillis(300);

  /** Ten times as long as usual: a machine that slow is told by the number, not by its absence. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** The weights of a layer are 28 MB, and there are two copies until they are loaded. */
  private static final String HEAP = "-Xmx128m";

  private GemmProbe() {}

  /**
   * Probes the machine, which should be idle otherwise.
   *
   * @param precision of rows and weights
   * @return the speed; if the probe cannot run, NaN and why
   */
  public static GemmSpeed measure(Precision precision) {
    return measure(child(LENGTH, precision), LIMIT);
  }

  /** The child that multiplies for this long with one thread, and again with all. */
  static ProcessBuilder child(Duration length, Precision precision) {
    return ChildJvm.describe(
        GemmProbeMain.class,
        List.of(HEAP, JvmFlags.COLLECTOR, JvmFlags.NO_PERF_DATA, JvmFlags.NATIVE_ACCESS),
        List.of(Long.toString(length.toMillis()), precision.name()));
  }

  /** Runs a child to its end, or kills it at the limit. */
  static GemmSpeed measure(ProcessBuilder description, Duration limit) {
    try (ReportingChild child = ReportingChild.start(description)) {
      if (!child.await(limit)) {
        return GemmSpeed.unknown(
            "the probe took more than " + limit.toSeconds() + " s " + child.describe());
      } else if (child.report().isEmpty()) {
        return GemmSpeed.unknown("the probe " + child.describeEnd());
      } else if (child.exitCode() != 0) {
        return GemmSpeed.unknown(
            "the probe ended with exit code " + child.exitCode() + ": " + child.report().get());
      }
      return result(child.report().get());
    } catch (IOException e) {
      return GemmSpeed.unknown("the probe cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return GemmSpeed.unknown("interrupted during the probe");
    }
  }

  private static GemmSpeed result(String report) {
    try {
      return GemmSpeed.parse(report);
    } catch (IOException e) {
      return GemmSpeed.unknown("the probe's result cannot be read: " + e.getMessage());
    }
  }
}

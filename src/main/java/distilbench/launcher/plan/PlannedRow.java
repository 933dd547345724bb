package distilbench.launcher.plan;

import distilbench.format.RowIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A row and how JMH will measure it.
 *
 * @param forks fresh JVMs that measure it; 0 = the launcher's own JVM measures it
 * @param warmUpForks fresh JVMs before them whose results are thrown away
 */
public record PlannedRow(RowIdentity row, int forks, int warmUpForks) {

  /** The row that a result belongs to. */
  public static RowIdentity of(BenchmarkParams params) {
    Map<String, String> values = new LinkedHashMap<>();
    params.getParamsKeys().forEach(name -> values.put(name, params.getParam(name)));
    return new RowIdentity(
        params.getBenchmark(), params.getMode().shortLabel(), params.getThreads(), values);
  }

  /** The mode as JMH's options have it. */
  public Mode mode() {
    return Mode.deepValueOf(row.mode());
  }
}

package distilbench.launcher.capacity;

import distilbench.format.RowIdentity;
import distilbench.launcher.bench.Bench;
import distilbench.launcher.bench.Search;
import distilbench.launcher.bench.SearchOptions;
import distilbench.launcher.plan.PlannedRow;
import distilbench.machine.Cores;
import distilbench.report.choice.LatencyLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.options.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code capacity}: finds how many calls per second deployments sustain. */
@Command(
    name = "java -jar benchmarks.jar " + CapacityCommand.VERB,
    mixinStandardHelpOptions = true,
    description =
        "Finds how many calls per second each deployment sustains if 99 % of the calls must be"
            + " answered in time: calls arrive by themselves, at rates on both sides of the"
            + " boundary, which is told with its interval.")
public final class CapacityCommand implements Callable<Integer> {
  /** The first word of the command line that means this command. */
  public static final String VERB = "capacity";

  private static final String BENCHMARKS = "distilbench\\.benchmark\\.(OpenLoop|ClosedLoop)\\.";

  private final List<String> typed;

  @Option(
      names = "--p99",
      paramLabel = "TIME",
      required = true,
      description = "How long 99 of 100 calls may take at most, such as 150ms or 1.5s.")
  private String p99;

  @Mixin private SearchOptions search = new SearchOptions();

  /**
   * @param typed the whole command line
   */
  public CapacityCommand(List<String> typed) {
    this.typed = List.copyOf(typed);
  }

  @Override
  public Integer call() {
    LatencyLimit limit = LatencyLimit.of(p99);
    Options options =
        search.forJmh(
            BENCHMARKS,
            Map.of(
                RowIdentity.DEPLOYMENT,
                "SINGLE,THREADS,SERVER,SHARED_PREPACKED",
                "processes",
                Integer.toString(Math.max(2, Cores.usable())),
                "callSize",
                "1"),
            // The closed loop only brackets: five seconds of a deployment that is open and warm.
            List.of("-wi", "0", "-i", "1", "-r", "5s", "-t", "1"));
    List<PlannedRow> rows = search.rows(options);
    return Bench.use(
        new Bench.Order(typed, options, rows, search.seed(), "", request -> false),
        bench -> new Search(bench).run(new CapacitySearch(limit), Optional.empty()));
  }
}

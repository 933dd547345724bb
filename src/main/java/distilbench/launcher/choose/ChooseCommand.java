package distilbench.launcher.choose;

import distilbench.console.InvalidInputException;
import distilbench.launcher.bench.Bench;
import distilbench.launcher.bench.Search;
import distilbench.launcher.bench.SearchOptions;
import distilbench.launcher.plan.PlannedRow;
import distilbench.machine.Cores;
import distilbench.report.choice.LatencyLimit;
import distilbench.report.choice.Limits;
import distilbench.report.choice.MemoryLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.options.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code choose}: searches for the deployment to use, and says which it is. */
@Command(
    name = "java -jar benchmarks.jar " + ChooseCommand.VERB,
    mixinStandardHelpOptions = true,
    description =
        "Answers which deployment to use for a model on this machine: searches deployments, worker"
            + " processes, callers, batch sizes and graphs, measures the best of them as a whole run,"
            + " and says what to use and why.")
public final class ChooseCommand implements Callable<Integer> {
  /** The first word of the command line that means this command. */
  public static final String VERB = "choose";

  private static final int LEAST_MINUTES = 2;

  private final List<String> typed;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "How much the process tree may hold (PSS), such as 400MiB or 1GiB.")
  private String memory;

  @Option(
      names = "--p99",
      paramLabel = "TIME",
      description =
          "How long 99 of 100 calls of one text may take, such as 150ms: the deployment is searched"
              + " that sustains the most calls per second then.")
  private String p99;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "How many cores may be used (default: all that this process may).")
  private Integer cores;

  @Option(
      names = "--allow-int8",
      description =
          "Whether answers in reduced precision will do: products of 8-bit integers, which change"
              + " some labels.")
  private boolean reduced;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long the search may take (default: 15).")
  private int minutes = 15;

  @Mixin private SearchOptions search = new SearchOptions();

  /**
   * @param typed the whole command line
   */
  public ChooseCommand(List<String> typed) {
    this.typed = List.copyOf(typed);
  }

  @Override
  public Integer call() {
    InvalidInputException.requireAtLeast("--minutes", minutes, LEAST_MINUTES);
    Limits limits =
        new Limits(
            Optional.ofNullable(memory).map(MemoryLimit::of),
            Optional.ofNullable(p99).map(LatencyLimit::of));
    Clock clock = new Clock(Duration.ofMinutes(minutes));
    SearchSpace space =
        cores == null ? space(Cores.usable(), "", limits) : space(cores, cpus(cores), limits);
    Options options = search.forJmh(space.benchmarks(), space.usual(), List.of());
    List<PlannedRow> rows = search.rows(options);
    return Bench.use(
        new Bench.Order(
            typed,
            options,
            rows,
            search.seed(),
            "",
            // Not every model has every form.
            request -> !request.variant().isAsPrepared()),
        bench ->
            new Search(bench).run(new Chooser(space, limits, clock), Optional.of(clock.limit())));
  }

  private SearchSpace space(int usable, String cpus, Limits limits) {
    return new SearchSpace(search, usable, cpus, reduced, limits.p99().isPresent());
  }

  /** The first so many cores, as the parameter {@code cpus} has them. */
  private String cpus(int wanted) {
    InvalidInputException.requireAtLeast("--cores", wanted, 1);
    if (wanted > Cores.usable()) {
      throw new InvalidInputException(
          String.format(
              "--cores=%d is not possible; this process may use %d", wanted, Cores.usable()));
    } else if (search.given().contains("cpus")) {
      throw new InvalidInputException("--cores and -p cpus= both say which cores to use; give one");
    }
    return Cores.first(wanted).stream()
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("+"));
  }
}

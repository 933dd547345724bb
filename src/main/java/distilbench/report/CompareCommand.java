package distilbench.report;

import distilbench.console.InvalidInputException;
import distilbench.console.StandardStreams;
import distilbench.console.TerminalText;
import distilbench.report.compare.Comparison;
import distilbench.report.compare.ComparisonCsv;
import distilbench.report.compare.ComparisonJson;
import distilbench.report.compare.ComparisonText;
import distilbench.report.data.Difference;
import distilbench.report.data.RunFile;
import distilbench.report.fleet.Prices;
import distilbench.report.tracking.Baseline;
import distilbench.report.tracking.BaselineText;
import distilbench.report.tracking.TrackedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code compare}: which rows of other result files differ from those of a first one. */
@Command(
    name = "java -jar benchmarks.jar " + CompareCommand.VERB,
    mixinStandardHelpOptions = true,
    description = {
      "Says which rows of other JMH result files are faster or slower, and hold less or more memory,"
          + " than those of a first one, as far as their forks show it. Of a folder alone: what texts"
          + " take and cost on each machine, and which rows change places."
    },
    footer = "Exit codes: 0; 1 if there is what --fail-on names; 2 if a file cannot be used.")
public final class CompareCommand implements Callable<Integer> {
  /** The first word of the command line that means this command. */
  public static final String VERB = "compare";

  private static final int FAILED = 1;

  private final Consumer<String> output;

  public CompareCommand() {
    this(StandardStreams::print);
  }

  /**
   * @param output takes what is printed
   */
  CompareCommand(Consumer<String> output) {
    this.output = output;
  }

  @Parameters(
      index = "0",
      paramLabel = "BASE",
      description =
          "x.json; x.env.json is used too. A folder alone: all its machines beside each other.")
  private Path base;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "OTHER", description = "The same.")
  private List<Path> others = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      description =
          "Compare all files with the last valid runs of the same kind of machine in this folder,"
              + " up to "
              + Baseline.RUNS
              + ", instead of the first one: what differs from run to run is part of the interval.")
  private Path baseline;

  @Option(
      names = "--prices",
      paramLabel = "CSV",
      description =
          "Of a folder: what an hour of each machine costs, in the columns machine and per_hour.")
  private Path prices;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--fail-on",
      paramLabel = "WORD",
      description =
          "Exit with 1 if a row is that: ${COMPLETION-CANDIDATES}; if inconclusive, also if a row is"
              + " missing in OTHER. Repeatable.")
  private List<Failure> failOn = new ArrayList<>();

  /** What can be asked to fail. */
  enum Failure {
    slower(Difference.SLOWER),
    larger(Difference.LARGER),
    inconclusive(Difference.INCONCLUSIVE);

    private final Difference verdict;

    Failure(Difference verdict) {
      this.verdict = verdict;
    }
  }

  @Override
  public Integer call() {
    boolean fleet = others.isEmpty() && baseline == null && Files.isDirectory(base);
    if (prices != null && !fleet) {
      throw new InvalidInputException("--prices are those of machines; give one folder of results");
    } else if (fleet) {
      return sideBySide();
    } else if (baseline != null) {
      return besideBaseline();
    } else if (others.isEmpty()) {
      throw new InvalidInputException(
          "nothing to compare with "
              + base
              + "; give another file, a folder with --baseline, or a folder alone");
    }
    List<RunFile> runs = readDifferent();
    List<Comparison> comparisons =
        runs.stream().skip(1).map(other -> Comparison.of(runs.get(0), other)).toList();
    output.accept(printed(comparisons));
    return exitCode(comparisons.stream().flatMap(comparison -> comparison.verdicts().stream()));
  }

  private int sideBySide() {
    if (!failOn.isEmpty()) {
      throw new InvalidInputException(
          "--fail-on needs a run that others are compared with; name it before them");
    }
    GivenRuns given = GivenRuns.of(List.of(base));
    FleetReport report =
        new FleetReport(base, given, prices == null ? Prices.NONE : Prices.read(prices));
    given
        .unusable()
        .forEach(line -> StandardStreams.printError("Left out: " + TerminalText.oneLine(line)));
    output.accept(report.text(format));
    return 0;
  }

  private int exitCode(Stream<Difference> verdicts) {
    boolean failed =
        verdicts.anyMatch(verdict -> failOn.stream().anyMatch(word -> word.verdict == verdict));
    return failed ? FAILED : 0;
  }

  private int besideBaseline() {
    if (format != Format.text) {
      throw new InvalidInputException("--baseline has no other format than text");
    }
    Baseline earlier =
        new Baseline(GivenRuns.of(List.of(baseline)).runs().stream().map(TrackedRun::of).toList());
    List<Difference> verdicts = new ArrayList<>();
    for (RunFile file : readDifferent()) {
      TrackedRun run = TrackedRun.of(file);
      run.leftOut()
          .forEach(line -> StandardStreams.printError("Left out: " + TerminalText.oneLine(line)));
      List<Baseline.Deviation> deviations = earlier.of(run);
      BaselineText.of(run, deviations)
          .forEach(line -> output.accept(TerminalText.ofOutput().line(line) + "\n"));
      deviations.forEach(one -> verdicts.add(one.verdict()));
    }
    return exitCode(verdicts.stream());
  }

  private String printed(List<Comparison> comparisons) {
    return switch (format) {
      case text -> joined(comparisons.stream().map(one -> new ComparisonText(one).text()).toList());
      case markdown ->
          joined(comparisons.stream().map(one -> new ComparisonText(one).markdown()).toList());
      case csv -> new ComparisonCsv(comparisons).text();
      case json -> ComparisonJson.text(comparisons);
    };
  }

  private static String joined(List<String> parts) {
    return parts.stream().collect(Collectors.joining("\n"));
  }

  /** Result files of which no two are the same: a copy would compare well with anything. */
  private List<RunFile> readDifferent() {
    List<Path> paths = new ArrayList<>(List.of(base));
    paths.addAll(others);
    Map<String, Path> seen = new HashMap<>();
    List<RunFile> runs = new ArrayList<>();
    for (Path path : paths) {
      RunFile run = RunFile.read(path);
      Path first = seen.putIfAbsent(run.text(), path);
      if (first != null) {
        throw new InvalidInputException(
            path + " holds the results of " + first + " itself; give files of two runs");
      }
      runs.add(run);
    }
    return runs;
  }
}

package distilbench.run;

import distilbench.benchmark.CorpusPass;
import distilbench.console.InvalidInputException;
import distilbench.facts.FactsProfiler;
import distilbench.prepare.Needs;
import distilbench.prepare.Preparation;
import distilbench.proctree.ProcessTreeProfiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks with JMH's command line. It checks everything that can be checked before the
 * first fork, has the model prepared, and adds what the user did not say: the benchmark, the result
 * file, the forks' environment.
 */
public final class BenchmarkCommand {
  private static final int ALL_MEASURED = 0;
  private static final int ROW_FAILED = 1;

  private final String[] arguments;

  public BenchmarkCommand(String[] arguments) {
    this.arguments = arguments.clone();
  }

  /**
   * Runs what the command line says.
   *
   * @return exit code: 0 if every planned row was measured, 1 if one was not
   * @throws InvalidInputException if the command line cannot be carried out; nothing was measured
   */
  public int run() {
    CommandLineOptions commandLine = parse();
    if (asksForInformation(commandLine)) {
      return inform(commandLine);
    }
    refuseUnusableProfilers(commandLine);
    Options defaulted = withDefaultBenchmark(commandLine);
    List<Row> rows = RowPlan.of(defaulted, givenParameters());
    Set<Needs> needs = new LinkedHashSet<>();
    rows.forEach(row -> needs.add(ParameterCheck.check(row)));
    needs.removeIf(need -> !need.packedWeights() && needs.contains(need.andPackedWeights()));
    ResultFormatType format = commandLine.getResultFormat().orElse(ResultFormatType.JSON);
    Path results = resultFile(commandLine, format);
    if (commandLine.getIncludes().isEmpty()) {
      System.out.println(
          "No benchmark named: running CorpusPass. Name one (-l lists them), or '.*' for all.");
    }
    needs.forEach(Preparation::run);
    // With -f 0 this JVM is the fork.
    System.setProperty(Preparation.DONE, "true");
    return measure(complete(defaulted, format, results), commandLine, rows, results);
  }

  private CommandLineOptions parse() {
    try {
      return new CommandLineOptions(arguments);
    } catch (CommandLineOptionException e) {
      throw new InvalidInputException(e.getMessage() + "; -h lists all options", e);
    }
  }

  private static boolean asksForInformation(CommandLineOptions commandLine) {
    return commandLine.shouldHelp()
        || commandLine.shouldList()
        || commandLine.shouldListWithParams()
        || commandLine.shouldListProfilers()
        || commandLine.shouldListResultFormats();
  }

  /** JMH answers as ever; its help gets a line about what is ours. */
  private int inform(CommandLineOptions commandLine) {
    try {
      org.openjdk.jmh.Main.main(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (commandLine.shouldHelp()) {
      System.out.printf("%nFurther commands: %s generate --help%n", ModelCommand.VERB);
    }
    return ALL_MEASURED;
  }

  private static void refuseUnusableProfilers(CommandLineOptions commandLine) {
    for (ProfilerConfig profiler : commandLine.getProfilers()) {
      try {
        ProfilerFactory.getProfilerOrException(profiler);
      } catch (ProfilerException e) {
        throw new InvalidInputException(
            "profiler " + profiler.getKlass() + ": " + e.getMessage() + "; -lprof lists them", e);
      }
    }
  }

  private static Options withDefaultBenchmark(CommandLineOptions commandLine) {
    ChainedOptionsBuilder options = new OptionsBuilder().parent(commandLine);
    if (commandLine.getIncludes().isEmpty()) {
      options.include(CorpusPass.class.getName() + "\\.");
    }
    return options.build();
  }

  /**
   * Names given with {@code -p NAME=VALUES}, which JMH's parser keeps to itself; {@code -pNAME=...}
   * is the same to it.
   */
  private Set<String> givenParameters() {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < arguments.length; i++) {
      String pair = null;
      if (arguments[i].equals("-p") && i + 1 < arguments.length) {
        pair = arguments[i + 1];
      } else if (arguments[i].startsWith("-p") && !arguments[i].startsWith("-prof")) {
        pair = arguments[i].substring("-p".length());
      }
      if (pair != null && pair.contains("=")) {
        names.add(pair.substring(0, pair.indexOf('=')).strip());
      }
    }
    return names;
  }

  private static Path resultFile(CommandLineOptions commandLine, ResultFormatType format) {
    return commandLine.getResult().hasValue()
        ? ResultFile.checked(Path.of(commandLine.getResult().get()))
        : ResultFile.byDefault(Instant.now(), format);
  }

  private static Options complete(Options options, ResultFormatType format, Path results) {
    ChainedOptionsBuilder complete =
        new OptionsBuilder()
            .parent(options)
            .resultFormat(format)
            .result(results.toString())
            .addProfiler(ForkEnvironment.class)
            .addProfiler(FactsProfiler.class);
    if (!hasOwnMemoryProfiler(options)) {
      complete.addProfiler(ProcessTreeProfiler.class);
    }
    return complete.build();
  }

  /** With options of the user's choice. */
  private static boolean hasOwnMemoryProfiler(Options options) {
    return options.getProfilers().stream()
        .anyMatch(profiler -> profiler.getKlass().equals(ProcessTreeProfiler.class.getName()));
  }

  private static int measure(
      Options options, CommandLineOptions commandLine, List<Row> rows, Path results) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteIfEmpty(results)));
    try {
      Collection<RunResult> measured = new Runner(options).run();
      System.out.println();
      Summary.print(measured, System.out);
      return reportMissing(rows, measured);
    } catch (RunnerException e) {
      System.err.println("The run failed: " + e.getMessage());
      if (commandLine.verbosity().orElse(VerboseMode.NORMAL) == VerboseMode.EXTRA) {
        e.printStackTrace();
      }
      return ROW_FAILED;
    }
  }

  /** JMH keeps what a fork measured before it failed: a row is done if nothing is missing. */
  private static int reportMissing(List<Row> rows, Collection<RunResult> measured) {
    List<Row> missing = new ArrayList<>(rows);
    measured.stream()
        .filter(BenchmarkCommand::isWhole)
        .forEach(result -> missing.remove(Row.of(result.getParams())));
    if (missing.isEmpty()) {
      return ALL_MEASURED;
    }
    System.err.printf(
        "%d of %d rows were not measured, or not wholly:%n", missing.size(), rows.size());
    missing.forEach(row -> System.err.println("  " + row));
    return ROW_FAILED;
  }

  private static boolean isWhole(RunResult result) {
    BenchmarkParams planned = result.getParams();
    int iterations = planned.getMeasurement().getCount();
    // With -f 0 the host counts as the one fork.
    return result.getBenchmarkResults().size() >= Math.max(1, planned.getForks())
        && result.getBenchmarkResults().stream()
            .allMatch(fork -> fork.getIterationResults().size() >= iterations);
  }

  /** JMH makes the file before it measures; when a run is broken off, an empty one is left. */
  private static void deleteIfEmpty(Path results) {
    try {
      if (Files.exists(results) && Files.size(results) == 0) {
        Files.delete(results);
      }
    } catch (IOException e) {
      System.err.println("cannot delete the empty " + results + ": " + e.getMessage());
    }
  }
}

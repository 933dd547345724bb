package distilbench.launcher;

import distilbench.benchmark.CorpusPass;
import distilbench.console.InvalidInputException;
import distilbench.format.FormerNames;
import distilbench.format.RowIdentity;
import distilbench.launcher.LauncherOptions.Memory;
import distilbench.launcher.bench.Bench;
import distilbench.launcher.bench.ForkProfilers;
import distilbench.launcher.capacity.CapacityCommand;
import distilbench.launcher.choose.ChooseCommand;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RowPlan;
import distilbench.report.CompareCommand;
import distilbench.report.ExportCommand;
import distilbench.report.ReportCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks with JMH's command line. It checks everything that can be checked before the
 * first fork, has the model prepared, and adds what the user did not say: the benchmark, the result
 * file, the forks' environment.
 */
public final class BenchmarkCommand {
  private static final int INFORMED = 0;

  private static final Pattern NO_SUCH_VALUE =
      Pattern.compile("No enum constant (?<type>\\S+)\\.(?<value>[^.\\s]*)");

  private final String[] arguments;

  public BenchmarkCommand(String[] arguments) {
    this.arguments = arguments.clone();
  }

  /**
   * Runs what the command line says.
   *
   * @return exit code: 0 if every planned row was measured and its result kept, 1 if not
   * @throws InvalidInputException if the command line cannot be carried out; nothing was measured
   */
  public int run() {
    LauncherOptions launcher = LauncherOptions.parse(arguments);
    if (launcher.version) {
      Stream.of(new ProductVersion().getVersion()).forEach(System.out::println);
      return INFORMED;
    }
    String[] forJmh = FormerNames.commandLine(launcher.forJmh.toArray(String[]::new));
    CommandLineOptions commandLine = parse(forJmh);
    refuseUnusablePatterns(commandLine);
    if (asksForInformation(commandLine)) {
      return inform(commandLine, forJmh);
    }
    ForkProfilers.requireUsable(commandLine);
    Options options =
        ForkProfilers.addTo(
            withPreset(launcher.preset, withDefaultBenchmark(commandLine)),
            launcher.memory == Memory.ON);
    List<PlannedRow> all = RowPlan.of(options, givenParameters(forJmh));
    boolean engineNamed = commandLine.getParameter(RowIdentity.ENGINE).hasValue();
    Bench.Order order =
        new Bench.Order(
            List.of(arguments),
            options,
            all,
            launcher.seed,
            commandLine.getIncludes().isEmpty()
                ? "No benchmark named: running CorpusPass. Name one (-l lists them), or '.*' for all."
                : "",
            // A preset does without an engine that cannot be had, a user who named it does not.
            request -> !request.isOwn() && !engineNamed);
    return Bench.use(order, bench -> new Run(launcher, bench).measure());
  }

  private static CommandLineOptions parse(String[] arguments) {
    try {
      return new CommandLineOptions(arguments);
    } catch (CommandLineOptionException | IllegalStateException e) {
      // The latter is said of modes, in two lines.
      throw new InvalidInputException(
          namingValues(e.getMessage()).replace("\n", "; ") + "; -h lists all options", e);
    }
  }

  /** Where JMH's parser names but the class of the values that are possible. */
  private static String namingValues(String message) {
    Matcher value = NO_SUCH_VALUE.matcher(message);
    if (!value.matches()) {
      return message;
    }
    try {
      return value.group("value")
          + " is none of "
          + Arrays.toString(Class.forName(value.group("type")).getEnumConstants());
    } catch (ClassNotFoundException e) {
      return message;
    }
  }

  private static void refuseUnusablePatterns(CommandLineOptions commandLine) {
    Stream.of(commandLine.getIncludes(), commandLine.getExcludes(), commandLine.getWarmupIncludes())
        .flatMap(List::stream)
        .forEach(
            pattern -> {
              try {
                Pattern.compile(pattern);
              } catch (PatternSyntaxException e) {
                throw new InvalidInputException(
                    String.format(
                        "'%s' is no regular expression (%s); -l lists the benchmarks",
                        pattern, e.getDescription()),
                    e);
              }
            });
  }

  private static boolean asksForInformation(CommandLineOptions commandLine) {
    return commandLine.shouldHelp()
        || commandLine.shouldList()
        || commandLine.shouldListWithParams()
        || commandLine.shouldListProfilers()
        || commandLine.shouldListResultFormats();
  }

  /** JMH answers as ever; its help is followed by what is ours. */
  private static int inform(CommandLineOptions commandLine, String[] arguments) {
    try {
      org.openjdk.jmh.Main.main(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (commandLine.shouldHelp()) {
      System.out.printf(
          "%nThe launcher's own options:%n%s%n"
              + "Defaults that differ from JMH's: the benchmark CorpusPass alone, -rf json,"
              + " -rff jmh-results/TIME-HOST.json%n%nFurther commands: %s%n",
          LauncherOptions.help(),
          Stream.of(
                  ChooseCommand.VERB,
                  CapacityCommand.VERB,
                  ModelCommand.VERB,
                  ReportCommand.VERB,
                  CompareCommand.VERB,
                  ExportCommand.VERB)
              .map(verb -> verb + " --help")
              .collect(Collectors.joining(", ")));
    }
    return INFORMED;
  }

  private static Options withDefaultBenchmark(CommandLineOptions commandLine) {
    ChainedOptionsBuilder options = new OptionsBuilder().parent(commandLine);
    if (commandLine.getIncludes().isEmpty()) {
      options.include(CorpusPass.class.getName() + "\\.");
    }
    return options.build();
  }

  private static Options withPreset(Preset preset, Options options) {
    return preset == null ? options : preset.complete(options);
  }

  /**
   * Names given with {@code -p NAME=VALUES}, which JMH's parser keeps to itself; {@code -pNAME=...}
   * is the same to it.
   */
  private static Set<String> givenParameters(String[] arguments) {
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
}

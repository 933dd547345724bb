package distilbench.launcher;

import distilbench.console.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Unmatched;

/** The options that the launcher has beside JMH's, and what is left of the command line for JMH. */
@Command
final class LauncherOptions {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "quick: shows in less than 3 minutes that everything works, not for publishing; article:"
              + " 5 rounds over the article's 1000 texts; engines: all engines that can be had;"
              + " article-python: the article's own programs beside this suite's. Explicit options"
              + " take precedence.")
  Preset preset;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the order of rows within the rounds; by default a new one.")
  Long seed;

  @Option(
      names = "--sequential",
      description = "JMH's own order: all forks of a row, then those of the next.")
  boolean sequential;

  @Option(
      names = "--twin",
      description =
          "Measures the first row twice under two names in every round. The report compares the two:"
              + " if it tells them apart, do not trust what it says of others.")
  boolean twin;

  @Option(
      names = "--memory",
      paramLabel = "on|off",
      description =
          "Whether the memory and CPU of the process tree are measured (default: on). Options of"
              + " the profiler are given with -prof distilbench.proctree.ProcessTreeProfiler:help")
  Memory memory = Memory.ON;

  @Option(
      names = {"--version", "-version", "-V"},
      description = "Prints the versions of the program and of its libraries.")
  boolean version;

  /** What JMH's parser gets to see. */
  @Unmatched List<String> forJmh = new ArrayList<>();

  /** Whether the process tree is measured. */
  enum Memory {
    ON,
    OFF
  }

  private LauncherOptions() {}

  /**
   * Takes the launcher's options out of a command line.
   *
   * @throws InvalidInputException if one of them has no possible value
   */
  static LauncherOptions parse(String... arguments) {
    LauncherOptions options = new LauncherOptions();
    try {
      commandLine(options).parseArgs(arguments);
    } catch (ParameterException e) {
      throw new InvalidInputException(e.getMessage() + "; -h lists all options", e);
    }
    return options;
  }

  /** The options one under the other, for people. */
  static String help() {
    CommandLine help = commandLine(new LauncherOptions());
    help.getCommandSpec().parser().separator(" ");
    return help.getHelp().optionList();
  }

  private static CommandLine commandLine(LauncherOptions options) {
    return new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // JMH's options of several letters begin with one dash too.
        .setPosixClusteredShortOptionsAllowed(false)
        // JMH takes an argument that begins with @ as it is.
        .setExpandAtFiles(false);
  }
}

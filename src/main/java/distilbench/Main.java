package distilbench;

import distilbench.console.InvalidInputException;
import distilbench.console.SafePrintStream;
import distilbench.console.StandardStreams;
import distilbench.console.TerminalText;
import distilbench.launcher.BenchmarkCommand;
import distilbench.launcher.ModelCommand;
import distilbench.launcher.ProductVersion;
import distilbench.launcher.capacity.CapacityCommand;
import distilbench.launcher.choose.ChooseCommand;
import distilbench.report.CompareCommand;
import distilbench.report.ExportCommand;
import distilbench.report.ReportCommand;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The launcher behind {@code java -jar target/benchmarks.jar}: one of its own verbs, or else JMH's
 * command line.
 *
 * <p>Exit codes: 0 all was done; 1 a benchmark failed, or a comparison did as asked; 2 the user's
 * input cannot be used.
 */
public final class Main {
  /** What Java puts where the locale's encoding has no letter for bytes of the command line. */
  private static final String LOST_LETTER = "\ufffd";

  private Main() {}

  public static void main(String[] arguments) {
    SafePrintStream.install();
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    Optional<String> incomplete =
        Stream.of(arguments).filter(argument -> argument.contains(LOST_LETTER)).findFirst();
    if (incomplete.isPresent()) {
      return explain(incomplete(incomplete.get()));
    }
    Optional<Object> own = arguments.length == 0 ? Optional.empty() : command(List.of(arguments));
    if (own.isPresent()) {
      String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
      return versioned(new CommandLine(own.get()))
          .setParameterExceptionHandler((failure, words) -> explain(misused(failure)))
          .setExecutionExceptionHandler((failure, verb, parsed) -> explain(failure))
          .execute(rest);
    }
    try {
      return new BenchmarkCommand(arguments).run();
    } catch (InvalidInputException | InvalidPathException e) {
      return explain(e);
    }
  }

  private static InvalidInputException incomplete(String argument) {
    return new InvalidInputException(
        String.format(
            "Java could not read all letters of '%s', because the encoding of this locale (%s) lacks"
                + " them; run with LC_ALL=C.UTF-8",
            argument, System.getProperty("sun.jnu.encoding")));
  }

  /** Each verb knows it, and each of its verbs. */
  private static CommandLine versioned(CommandLine verb) {
    verb.getCommandSpec().versionProvider(new ProductVersion());
    verb.getSubcommands().values().forEach(Main::versioned);
    return verb;
  }

  /** In one line, without the whole usage. */
  private static InvalidInputException misused(ParameterException failure) {
    return new InvalidInputException(
        String.format(
            "%s; '%s --help' lists the options",
            failure.getMessage(), failure.getCommandLine().getCommandSpec().qualifiedName()),
        failure);
  }

  /** One of the launcher's own verbs; none if the first word is for JMH. */
  private static Optional<Object> command(List<String> words) {
    return switch (words.get(0)) {
      case ModelCommand.VERB -> Optional.of(new ModelCommand());
      case ReportCommand.VERB -> Optional.of(new ReportCommand());
      case CompareCommand.VERB -> Optional.of(new CompareCommand());
      case ExportCommand.VERB -> Optional.of(new ExportCommand());
      case CapacityCommand.VERB -> Optional.of(new CapacityCommand(words));
      case ChooseCommand.VERB -> Optional.of(new ChooseCommand(words));
      default -> Optional.empty();
    };
  }

  private static InvalidInputException unnamable(InvalidPathException failure) {
    return new InvalidInputException(
        String.format(
            "'%s' is no name of a file here (%s); give another",
            failure.getInput(), failure.getReason()),
        failure);
  }

  private static int explain(Exception failure) throws IllegalStateException {
    if (failure instanceof InvalidInputException) {
      StandardStreams.printError(TerminalText.ofOutput().line(failure.getMessage()));
      return InvalidInputException.EXIT_CODE;
    } else if (failure instanceof InvalidPathException path) {
      return explain(unnamable(path));
    }
    throw new IllegalStateException(failure);
  }
}

package distilbench;

import distilbench.console.InvalidInputException;
import distilbench.console.StandardStreams;
import distilbench.format.PlainText;
import distilbench.launcher.BenchmarkCommand;
import distilbench.launcher.ModelCommand;
import distilbench.report.CompareCommand;
import distilbench.report.ReportCommand;
import java.util.Arrays;
import java.util.Optional;
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
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    Optional<Object> own = arguments.length == 0 ? Optional.empty() : command(arguments[0]);
    if (own.isPresent()) {
      String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
      return new CommandLine(own.get())
          .setParameterExceptionHandler((failure, words) -> explain(misused(failure)))
          .setExecutionExceptionHandler((failure, verb, parsed) -> explain(failure))
          .execute(rest);
    }
    try {
      return new BenchmarkCommand(arguments).run();
    } catch (InvalidInputException e) {
      return explain(e);
    }
  }

  /** In one line, without the whole usage. */
  private static InvalidInputException misused(ParameterException failure) {
    return new InvalidInputException(
        String.format(
            "%s; '%s --help' tells how it is used",
            failure.getMessage(), failure.getCommandLine().getCommandSpec().qualifiedName()),
        failure);
  }

  /** One of the launcher's own verbs; none if the word is for JMH. */
  private static Optional<Object> command(String word) {
    return switch (word) {
      case ModelCommand.VERB -> Optional.of(new ModelCommand());
      case ReportCommand.VERB -> Optional.of(new ReportCommand());
      case CompareCommand.VERB -> Optional.of(new CompareCommand());
      default -> Optional.empty();
    };
  }

  private static int explain(Exception failure) throws IllegalStateException {
    if (failure instanceof InvalidInputException) {
      StandardStreams.printError(PlainText.oneLine(failure.getMessage()));
      return InvalidInputException.EXIT_CODE;
    }
    throw new IllegalStateException(failure);
  }
}

package distilbench;

import distilbench.console.InvalidInputException;
import distilbench.run.BenchmarkCommand;
import distilbench.run.ModelCommand;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * The launcher behind {@code java -jar target/benchmarks.jar}: one of its own verbs, or else JMH's
 * command line.
 *
 * <p>Exit codes: 0 all was done; 1 a benchmark failed; 2 the user's input cannot be used.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(ModelCommand.VERB)) {
      String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
      return new CommandLine(new ModelCommand())
          .setExecutionExceptionHandler((failure, verb, parsed) -> explain(failure))
          .execute(rest);
    }
    try {
      return new BenchmarkCommand(arguments).run();
    } catch (InvalidInputException e) {
      return explain(e);
    }
  }

  private static int explain(Exception failure) throws IllegalStateException {
    if (failure instanceof InvalidInputException) {
      System.err.println(failure.getMessage());
      return InvalidInputException.EXIT_CODE;
    }
    throw new IllegalStateException(failure);
  }
}

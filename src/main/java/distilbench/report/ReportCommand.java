package distilbench.report;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The verb {@code report}: prints what a result file says. */
@Command(
    name = "java -jar benchmarks.jar " + ReportCommand.VERB,
    mixinStandardHelpOptions = true,
    description = "Prints a JMH result file, of this or any suite, as tables; measures nothing.")
public final class ReportCommand implements Runnable {
  /** The first word of the command line that means this command. */
  public static final String VERB = "report";

  @Parameters(
      paramLabel = "FILE",
      description = "x.json; what is in x.env.json beside it is used too.")
  private Path file;

  @Override
  public void run() {
    System.out.print(Report.of(file).text());
  }
}

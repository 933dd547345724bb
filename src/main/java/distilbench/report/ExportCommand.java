package distilbench.report;

import distilbench.console.InvalidInputException;
import distilbench.console.StandardStreams;
import distilbench.console.TerminalText;
import distilbench.report.json.Json;
import distilbench.report.tracking.TrackedRun;
import distilbench.report.tracking.TrackingFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The verb {@code export}: prints result files as tools that watch figures read them. */
@Command(
    name = "java -jar benchmarks.jar " + ExportCommand.VERB,
    mixinStandardHelpOptions = true,
    description =
        "Prints the figures of result files as a tool reads them that watches figures over time: one"
            + " series for each row and kind of machine. Figures that a run's own verdict calls"
            + " invalid are left out, with a line on standard error.")
public final class ExportCommand implements Runnable {
  /** The first word of the command line that means this command. */
  public static final String VERB = "export";

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "x.json, or a folder of such files; x.env.json beside it is needed, too.")
  private List<Path> files;

  @Option(
      names = "--format",
      paramLabel = "TOOL",
      required = true,
      converter = Word.class,
      description = "otava, bmf (Bencher) or github-action-benchmark.")
  private TrackingFormat format;

  /** The formats' own words. */
  static final class Word implements ITypeConverter<TrackingFormat> {
    @Override
    public TrackingFormat convert(String word) {
      return Arrays.stream(TrackingFormat.values())
          .filter(format -> format.toString().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + word + "' is none of otava, bmf, github-action-benchmark"));
    }
  }

  @Override
  public void run() {
    GivenRuns given = GivenRuns.of(files);
    List<TrackedRun> runs = given.runs().stream().map(TrackedRun::of).toList();
    Stream.concat(given.unusable().stream(), runs.stream().flatMap(run -> run.leftOut().stream()))
        .map(line -> "Left out: " + TerminalText.oneLine(line))
        .forEach(StandardStreams::printError);
    List<TrackedRun> whole = runs.stream().filter(run -> !run.figures().isEmpty()).toList();
    if (whole.isEmpty()) {
      throw new InvalidInputException(
          "no valid figure of a deployment is left to export; 'report' says what is wrong with them");
    }
    StandardStreams.print(Json.written(format.json(whole)));
  }
}

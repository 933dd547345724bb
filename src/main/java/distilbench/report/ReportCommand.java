package distilbench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.console.StandardStreams;
import distilbench.console.TerminalText;
import distilbench.report.choice.LatencyLimit;
import distilbench.report.choice.Limits;
import distilbench.report.choice.MemoryLimit;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunNames;
import distilbench.report.fleet.Prices;
import distilbench.report.json.Json;
import distilbench.report.json.ReportCsv;
import distilbench.report.json.ReportJson;
import distilbench.report.text.MarkdownText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code report}: prints what result files say. */
@Command(
    name = "java -jar benchmarks.jar " + ReportCommand.VERB,
    mixinStandardHelpOptions = true,
    description =
        "Prints JMH result files, of this or any suite, as tables, and which deployment to use;"
            + " measures nothing.")
public final class ReportCommand implements Runnable {
  /** The first word of the command line that means this command. */
  public static final String VERB = "report";

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "x.json, or a folder of such files; what is in x.env.json beside it is used too.")
  private List<Path> files;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text (default); markdown, for a comment on a change; csv, a line for each figure; json,"
              + " all figures that charts are drawn from.")
  private Format format = Format.text;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "Says which deployment to use of those that hold no more, such as 400MiB or 2GB: peak PSS"
              + " of the process tree.")
  private String memory;

  @Option(
      names = "--p99",
      paramLabel = "TIME",
      description =
          "Says which deployment to use of those that answer 99 of 100 calls in this time, such as"
              + " 150ms or 1.5s.")
  private String p99;

  @Option(
      names = "--prices",
      paramLabel = "CSV",
      description =
          "With --format json: what an hour of each machine costs, in the columns machine and"
              + " per_hour.")
  private Path prices;

  @Override
  public void run() {
    Optional<Limits> limits = limits();
    if (prices != null && format != Format.json) {
      throw new InvalidInputException(
          "--prices has a place in --format json only; 'compare FOLDER --prices' prints what texts"
              + " cost");
    }
    if (limits.isPresent() && format == Format.csv) {
      throw new InvalidInputException(
          "--memory and --p99 ask for a choice, which --format csv has no place for; give text,"
              + " markdown or json");
    }
    StandardStreams.print(
        text(
            GivenRuns.of(files),
            format,
            limits,
            prices == null ? Prices.NONE : Prices.read(prices)));
  }

  /** Nothing if no choice is asked for. */
  private Optional<Limits> limits() {
    return memory == null && p99 == null
        ? Optional.empty()
        : Optional.of(
            new Limits(
                Optional.ofNullable(memory).map(MemoryLimit::of),
                Optional.ofNullable(p99).map(LatencyLimit::of)));
  }

  /**
   * The report on all files.
   *
   * @param limits of the choice to make; nothing if none is asked for
   * @param prices of the machines
   */
  static String text(GivenRuns files, Format format, Optional<Limits> limits, Prices prices) {
    return switch (format) {
      case text -> texts(files, limits);
      case markdown -> markdown(files, limits);
      case csv -> new ReportCsv(json(files, limits, prices)).text();
      case json -> Json.written(json(files, limits, prices));
    };
  }

  private static ObjectNode json(GivenRuns files, Optional<Limits> limits, Prices prices) {
    return new ReportJson(files.runs(), files.unusable(), limits, prices).json();
  }

  private static String texts(GivenRuns files, Optional<Limits> limits) {
    List<String> parts =
        parts(
            files,
            name -> name + "\n" + "=".repeat(name.length()) + "\n\n",
            run ->
                Report.of(run).text()
                    + limits.map(kept -> "\n" + ChoiceReport.of(run, kept).text()).orElse(""));
    leftOut(files).forEach(line -> parts.add(line + "\n"));
    return String.join("\n", parts);
  }

  private static String markdown(GivenRuns files, Optional<Limits> limits) {
    List<String> parts =
        parts(
            files,
            name -> "## " + MarkdownText.escaped(name) + "\n\n",
            run ->
                Report.of(run).markdown()
                    + limits.map(kept -> "\n" + ChoiceReport.of(run, kept).markdown()).orElse(""));
    if (!files.unusable().isEmpty()) {
      parts.add(String.join("\n", MarkdownText.list(leftOut(files))) + "\n");
    }
    return String.join("\n", parts);
  }

  private static List<String> leftOut(GivenRuns files) {
    return files.unusable().stream()
        .map(line -> "Left out: " + TerminalText.oneLine(line))
        .toList();
  }

  /** The report on each file; where there are several, behind its name. */
  private static List<String> parts(
      GivenRuns files, Function<String, String> heading, Function<RunFile, String> form) {
    List<RunFile> runs = files.runs();
    List<String> names = new RunNames(runs).all();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String head = runs.size() > 1 ? heading.apply(names.get(i)) : "";
      parts.add(head + form.apply(runs.get(i)));
    }
    return parts;
  }
}

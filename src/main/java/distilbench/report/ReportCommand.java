package distilbench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.StandardStreams;
import distilbench.console.TerminalText;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunNames;
import distilbench.report.json.Json;
import distilbench.report.json.ReportCsv;
import distilbench.report.json.ReportJson;
import distilbench.report.text.MarkdownText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code report}: prints what result files say. */
@Command(
    name = "java -jar benchmarks.jar " + ReportCommand.VERB,
    mixinStandardHelpOptions = true,
    description = "Prints JMH result files, of this or any suite, as tables; measures nothing.")
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

  @Override
  public void run() {
    StandardStreams.print(text(GivenRuns.of(files), format));
  }

  /** The report on all files. */
  static String text(GivenRuns files, Format format) {
    return switch (format) {
      case text -> texts(files);
      case markdown -> markdown(files);
      case csv -> new ReportCsv(json(files)).text();
      case json -> Json.written(json(files));
    };
  }

  private static ObjectNode json(GivenRuns files) {
    return new ReportJson(files.runs(), files.unusable()).json();
  }

  private static String texts(GivenRuns files) {
    List<String> parts =
        parts(files, name -> name + "\n" + "=".repeat(name.length()) + "\n\n", Report::text);
    leftOut(files).forEach(line -> parts.add(line + "\n"));
    return String.join("\n", parts);
  }

  private static String markdown(GivenRuns files) {
    List<String> parts =
        parts(files, name -> "## " + MarkdownText.escaped(name) + "\n\n", Report::markdown);
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
      GivenRuns files, Function<String, String> heading, Function<Report, String> form) {
    List<RunFile> runs = files.runs();
    List<String> names = new RunNames(runs).all();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String head = runs.size() > 1 ? heading.apply(names.get(i)) : "";
      parts.add(head + form.apply(Report.of(runs.get(i))));
    }
    return parts;
  }
}

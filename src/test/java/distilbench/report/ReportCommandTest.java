package distilbench.report;

import static distilbench.report.ResultFiles.facts;
import static distilbench.report.ResultFiles.holding;
import static distilbench.report.ResultFiles.padded;
import static distilbench.report.ResultFiles.pass;
import static distilbench.report.ResultFiles.result;
import static distilbench.report.ResultFiles.with;
import static distilbench.report.ResultFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.format.ResultDigest;
import distilbench.report.data.RunFile;
import distilbench.report.fleet.Prices;
import distilbench.report.verdict.Status;
import distilbench.report.verdict.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders are reported in each format. */
class ReportCommandTest {
  private static final double[] SECONDS = {10.0, 10.2, 9.8};

  @TempDir private Path folder;

  private static String report(Format format, Path... named) {
    return ReportCommand.text(GivenRuns.of(List.of(named)), format, Optional.empty(), Prices.NONE);
  }

  @Test
  void oneFileHasNoHeading() {
    Path file = write(folder, "x", facts(), result(1.0));

    assertThat(report(Format.text, file)).isEqualTo(Report.of(RunFile.read(file)).text());
    assertThat(report(Format.text, folder)).isEqualTo(report(Format.text, file));
  }

  @Test
  void eachOfSeveralStandsBelowItsName() {
    Path one = write(folder, "one", null, result(1.0));
    Path two = write(folder, "two", null, result(2.0));

    assertThat(report(Format.text, one, two))
        .isEqualTo(
            "one\n===\n\n"
                + Report.of(RunFile.read(one)).text()
                + "\ntwo\n===\n\n"
                + Report.of(RunFile.read(two)).text());
    assertThat(report(Format.markdown, two, one)).startsWith("## two\n\n").contains("\n## one\n\n");
  }

  /** Two runs of three forks each, one of them disturbed, and their sidecars change places. */
  @Test
  void aStrangersSidecarJudgesNobody() throws IOException {
    Path quiet = withSidecar("quiet", 10.0, 10.01, 9.99);
    Path other = withSidecar("other", 20.0, 20.01, 19.99);
    assertThat(report(Format.text, quiet)).doesNotContain("nothing is known about the machine");

    Path kept = folder.resolve("kept");
    Files.move(folder.resolve("quiet.env.json"), kept);
    Files.move(folder.resolve("other.env.json"), folder.resolve("quiet.env.json"));
    Files.move(kept, folder.resolve("other.env.json"));

    for (Path run : List.of(quiet, other)) {
      assertThat(report(Format.text, run).replaceAll("\\n +", " "))
          .contains(
              "Verdict on time: invalid\n- nothing is known about the machine: the .env.json beside"
                  + " the results was written for others, or they were changed since; put a run's"
                  + " own two files side by side.\n");
      JsonNode json = json(report(Format.json, run)).at("/runs/0");
      assertThat(json.path("hasSidecar").asBoolean()).isFalse();
      assertThat(Verdict.of(RunFile.read(run)).rows())
          .allSatisfy(row -> assertThat(row.time().status()).isEqualTo(Status.INVALID));
    }
  }

  private Path withSidecar(String name, double... scores) throws IOException {
    Path file = write(folder, name, null, result(scores));
    ObjectNode facts = facts();
    facts.putArray("resultsSha256").add(ResultDigest.of(Files.readAllBytes(file)));
    Files.writeString(folder.resolve(name + ".env.json"), facts.toString());
    return file;
  }

  @Test
  void ofAFolderWhatIsUsableIsReportedAndTheRestNamed() throws IOException {
    write(folder, "good", facts(), result(1.0));
    Path broken = Files.writeString(folder.resolve("broken.json"), "");
    Files.writeString(folder.resolve("notes.txt"), "no JSON");
    String line = broken + " is empty: its run failed or was broken off; measure again";

    assertThat(report(Format.text, folder)).endsWith("\n\nLeft out: " + line + "\n");
    assertThat(report(Format.markdown, folder)).endsWith("\n\n- Left out: " + line + "\n");
    assertThat(json(report(Format.json, folder)).at("/unusable/0").asText()).isEqualTo(line);
  }

  @Test
  void aFileCountsOnceAndSidecarsThatAShellAddsAreNone() {
    Path file = write(folder, "x", facts(), result(1.0));

    GivenRuns given = GivenRuns.of(List.of(file, folder.resolve("x.env.json"), folder, file));

    assertThat(given.runs()).extracting(RunFile::path).containsExactly(file);
    assertThat(given.unusable()).isEmpty();
  }

  @Test
  void aFolderWithoutResultsIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path file = write(folder, "x", null, result(1.0));

    assertThat(GivenRuns.of(List.of(empty, file)).unusable())
        .containsExactly(empty + " holds no JMH result file");
    assertThatThrownBy(() -> GivenRuns.of(List.of(empty)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(empty + " holds no JMH result file");
  }

  @Test
  void aSidecarAloneIsRefused() {
    write(folder, "x", facts(), result(1.0));

    assertThatThrownBy(() -> GivenRuns.of(List.of(folder.resolve("x.env.json"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.env.json is no JMH result file, but what stands beside one");
  }

  @Test
  void aFileThatWasNamedItselfMustBeUsable() throws IOException {
    Path good = write(folder, "good", null, result(1.0));
    Path broken = Files.writeString(folder.resolve("broken.json"), "[]");

    assertThatThrownBy(() -> GivenRuns.of(List.of(good, broken)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("broken.json holds no results");
  }

  @Test
  void markdownHoldsTheTableAndEscapesWhatMarksUp() {
    Path file =
        write(
            folder,
            "x",
            null,
            with(result(1.0), "name", "a|b"),
            with(result(2.0), "name", "_c_ *"));

    assertThat(report(Format.markdown, file))
        .startsWith(
            """
            ### Sort.sort

            | name | score | unit | forks |
            | --- | --: | --- | --: |
            | a\\|b | 1.00! | us/op | 1 |
            | \\_c\\_ \\* | 2.00! | us/op | 1 |

            - !: invalid, for the reasons below.

            Smallest difference that this run could have shown: not known, it needs two rows of 3 forks each.

            Verdict on time: invalid
            """);
  }

  @Test
  void csvHasALineForEachFigureWithAllItsDigits() throws IOException {
    Path file =
        write(
            folder,
            "x",
            facts(),
            padded(holding(pass("SINGLE", SECONDS), 500, Double.NaN, 512), 2),
            with(result(1.0 / 3), "a,b", "c\"d"));

    List<CSVRecord> lines =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(new StringReader(report(Format.csv, file)))
            .getRecords();

    assertThat(lines)
        .extracting(line -> line.get("figure"))
        .containsExactlyInAnyOrder(
            "score",
            "time",
            "rate",
            "normalisedRate",
            "ratioToSingle",
            "gemmShare",
            "padding",
            "open.seconds",
            "work.texts",
            "work.tokens",
            "work.padded_tokens",
            "mem.tree.pss.peak",
            "score");
    CSVRecord time = lines.get(1);
    assertThat(time.get("file")).isEqualTo(file.toString());
    assertThat(time.get("benchmark")).isEqualTo("distilbench.benchmark.CorpusPass.pass");
    assertThat(time.get("Param: deployment")).isEqualTo("SINGLE");
    assertThat(time.get("unit")).isEqualTo("s/1000 texts");
    JsonNode figure = json(report(Format.json, file)).at("/runs/0/groups/0/rows/0/time");
    for (String part : List.of("value", "low", "high")) {
      assertThat(time.get(part)).isEqualTo(figure.path(part).asText());
    }
    assertThat(time.get("forks")).isEqualTo("3");
    CSVRecord memory =
        lines.stream()
            .filter(line -> line.get("figure").equals("mem.tree.pss.peak"))
            .findFirst()
            .orElseThrow();
    assertThat(memory.get("value")).isEqualTo("NaN");
    assertThat(memory.get("low")).isEmpty();
    assertThat(memory.get("verdict")).isEqualTo("invalid");
    CSVRecord other = lines.get(12);
    assertThat(other.get("value")).isEqualTo("0.3333333333333333");
    assertThat(other.get("Param: a,b")).isEqualTo("c\"d");
    assertThat(other.get("Param: deployment")).isEmpty();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}

package distilbench.report;

import static distilbench.report.ResultFiles.holding;
import static distilbench.report.ResultFiles.in;
import static distilbench.report.ResultFiles.pass;
import static distilbench.report.ResultFiles.result;
import static distilbench.report.ResultFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.Main;
import distilbench.console.InvalidInputException;
import distilbench.jvm.ChildJvm;
import distilbench.jvm.ChildProgram;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The verb prints what it found, and its exit code says what a CI asked. */
class CompareCommandTest {
  private static final double[] BASE = {1.00, 1.01, 0.99, 1.00, 1.02};
  private static final double[] SAME = {1.01, 1.00, 0.99, 1.01, 1.00};
  private static final double[] SLOWER = {1.10, 1.11, 1.09, 1.10, 1.12};

  /** What the last digits of two libraries' quantiles may differ by, in percent. */
  private static final double ROUNDING = 1e-6;

  private static final long LONG_ENOUGH_SECONDS = 60;

  private final StringBuilder printed = new StringBuilder();

  @TempDir private Path temp;

  /** Runs the verb in this process. */
  private int compare(Object... arguments) {
    CompareCommand command = new CompareCommand(printed::append);
    new CommandLine(command)
        .parseArgs(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return command.call();
  }

  /** Runs it as users do, in the folder of the files. */
  private ProcessBuilder process(List<String> flags, String... arguments) {
    List<String> all = new ArrayList<>(List.of(CompareCommand.VERB));
    all.addAll(List.of(arguments));
    return ChildJvm.describe(Main.class, flags, all).directory(temp.toFile());
  }

  private Path file(String name, JsonNode... rows) {
    return ResultFiles.write(temp, name, null, rows);
  }

  private static Path fixture(String name) throws Exception {
    return Path.of(CompareCommandTest.class.getResource("/distilbench/plot/" + name).toURI());
  }

  // What is printed

  @ParameterizedTest
  @CsvSource({"text, txt", "markdown, md"})
  void textsAreAsExpectedToTheLetter(String form, String suffix) throws Exception {
    copyFixtures();

    try (ChildProgram child =
        ChildProgram.start(process(List.of(), "base.json", "other.json", "--format", form))) {
      assertThat(child.exitCode()).isZero();
      assertThat(child.errors().text()).isEmpty();
      assertThat(child.output().text() + "\n")
          .isEqualTo(Files.readString(fixture("compared." + suffix)));
    }
  }

  @Test
  void csvHasTheExpectedFigures() throws Exception {
    List<CSVRecord> expected = records(Files.readString(fixture("compared.csv")));

    compare(fixture("base.json"), fixture("other.json"), "--format", "csv");

    List<CSVRecord> found = records(printed.toString());
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).size()).isEqualTo(expected.get(i).size());
      // But for the files' paths, which are as given.
      for (int cell = 2; cell < found.get(i).size(); cell++) {
        assertSame(found.get(i).get(cell), expected.get(i).get(cell));
      }
    }
  }

  private static void assertSame(String found, String expected) {
    if (expected.matches("[0-9]+\\.[0-9]+")) {
      assertThat(Double.parseDouble(found))
          .isCloseTo(Double.parseDouble(expected), withinPercentage(ROUNDING));
    } else {
      assertThat(found).isEqualTo(expected);
    }
  }

  private static List<CSVRecord> records(String text) throws IOException {
    return CSVFormat.DEFAULT.parse(new StringReader(text)).getRecords();
  }

  private void copyFixtures() throws Exception {
    for (String name : List.of("base.json", "base.env.json", "other.json", "other.env.json")) {
      Files.copy(fixture(name), temp.resolve(name));
    }
  }

  @Test
  void severalFilesAreComparedWithOne() {
    compare(file("a", result(BASE)), file("b", result(SLOWER)), file("c", result(SAME)));

    assertThat(printed.toString().lines().filter(line -> line.startsWith("Outcome")))
        .containsExactly("Outcome: time 1 slower.", "Outcome: time 1 no difference shown.");
    assertThat(printed.toString().split("\n\nBASE  ")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"1.21, 1.36", "1.36, 1.37", "1.37, 1.21"})
  void filesOfOtherSuitesAndVersionsOfJmhCompare(String before, String after) throws Exception {
    int code = compare(fixture("jmh-" + before + ".json"), fixture("jmh-" + after + ".json"));

    assertThat(code).isZero();
    assertThat(printed.toString())
        .contains("Outcome: time 3 inconclusive.")
        .contains("(1) not measured alike: jmhVersion " + before + " -> " + after + ".");
  }

  /** The same figures, but with nine times the time where they are rates. */
  @ParameterizedTest
  @ValueSource(strings = {"1.21", "1.36", "1.37"})
  void filesOfOneVersionOfJmhAreJudged(String version) throws Exception {
    Path recorded = fixture("jmh-" + version + ".json");
    JsonNode results = new ObjectMapper().readTree(recorded.toFile());
    for (JsonNode row : results) {
      if (row.path("mode").asText().equals("thrpt")) {
        for (JsonNode fork : row.path("primaryMetric").path("rawData")) {
          for (int i = 0; i < fork.size(); i++) {
            ((ArrayNode) fork).set(i, fork.get(i).doubleValue() / 9);
          }
        }
      }
    }
    Path slow = Files.writeString(temp.resolve("slow.json"), results.toString());

    compare(recorded, slow);

    assertThat(printed).contains("Outcome: time 1 slower, 2 no difference shown.");
  }

  // Exit codes

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "--fail-on slower, 1",
    "--fail-on larger, 0",
    "--fail-on inconclusive, 0",
    "--fail-on larger --fail-on slower, 1"
  })
  void whatFailsIsChosen(String options, int code) {
    Path base = file("base", holding(pass("SINGLE", BASE), 500, 501, 499));
    Path other = file("other", holding(pass("SINGLE", SLOWER), 500, 502, 499));
    List<Object> arguments = new ArrayList<>(List.of(base, other));
    Stream.of(options.split(" ")).filter(word -> !word.isEmpty()).forEach(arguments::add);

    assertThat(compare(arguments.toArray())).isEqualTo(code);
    assertThat(printed).contains("slower");
  }

  @Test
  void fasterNeverFails() {
    int code = compare(file("a", result(SLOWER)), file("b", result(BASE)), "--fail-on", "slower");

    assertThat(code).isZero();
    assertThat(printed).contains("faster");
  }

  @Test
  void anyOfSeveralFilesCanFail() {
    int code =
        compare(
            file("base", result(BASE)),
            file("slow", result(SLOWER)),
            file("same", result(SAME)),
            "--fail-on",
            "slower");

    assertThat(code).isEqualTo(1);
  }

  /** Else a benchmark that crashes would pass. */
  @Test
  void aRowThatIsGoneIsInconclusiveForTheExitCode() {
    Path base = file("base", result(BASE), with(result(BASE), "size", "1"));
    Path other = file("other", result(SAME));

    assertThat(compare(base, other)).isZero();
    assertThat(compare(base, other, "--fail-on", "inconclusive")).isEqualTo(1);
    assertThat(printed).contains("Only in BASE: ");
  }

  // What is refused

  /** It would look as if nothing had changed. */
  @Test
  void aFileIsNotComparedWithItselfOrItsCopy() throws Exception {
    Path file = file("a", result(BASE));
    Path copy = Files.copy(file, temp.resolve("copy.json"));

    for (Path same : List.of(file, temp.resolve("./a.json"), copy)) {
      assertThatThrownBy(() -> compare(file, same))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(same + " holds the results of " + file + " itself; give files of two runs");
    }
    assertThat(printed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', BASE",
    "a.json b.json --formt csv, --formt",
    "a.json b.json --form csv, --form",
    "a.json b.json --format pdf, pdf",
    "a.json b.json --fail-on faster, faster"
  })
  void aWrongCommandLineIsRefused(String arguments, String words) {
    Object[] all = Stream.of(arguments.split(" ")).filter(word -> !word.isEmpty()).toArray();

    assertThatThrownBy(() -> compare(all))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aFileAloneHasNothingToCompareWith() {
    assertThatThrownBy(() -> compare("a.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("nothing to compare with a.json");
  }

  @Test
  void aRunIsComparedWithThoseBeforeIt() {
    Path published = Path.of("jmh-results/2026-11-26-epyc-2cores");

    compare("--baseline", published, published.resolve("default.json"));

    assertThat(printed.toString())
        .startsWith("default.json: 0 of 8 figures more or less than the earlier runs let expect.")
        .contains("SINGLE on AMD EPYC, 2 cores (25/17): pss ");
  }

  /** Besides runs of two machines there are a broken file, and one without a model. */
  @Test
  void aFolderIsOneTableOfItsMachines() throws Exception {
    fleet("Zen 3", 10).write(temp, "zen");
    fleet("Xeon", 6).write(temp, "xeon");
    Files.writeString(temp.resolve("broken.json"), "[{");
    file("other", result(BASE));
    Path prices = temp.resolve("prices.csv");
    Files.writeString(prices, "machine,per_hour\nxeon,0.36\n");

    int code = compare(temp, "--prices", prices);

    assertThat(code).isZero();
    assertThat(printed.toString())
        .contains("SINGLE wins on 1 of 2 machines; SERVER on Zen 3, 2 cores.")
        .contains("SINGLE is faster than SERVER on Xeon, 2 cores, and slower on Zen 3, 2 cores.")
        .containsPattern("Xeon, 2 cores +SINGLE +24\\.0 \\[23\\.4, 24\\.6]")
        .doesNotContain("Sort");
    assertThat(printed.toString().lines()).allMatch(line -> line.length() <= 120);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyFormHasAllMachines(Format format) {
    fleet("Zen 3", 10).write(temp, "zen");
    fleet("Xeon", 6).write(temp, "xeon");

    compare(temp, "--format", format);

    assertThat(printed.toString()).contains("Zen 3, 2 cores", "Xeon, 2 cores", "SINGLE", "24");
  }

  private static MeasuredRounds fleet(String cpu, double single) {
    return new MeasuredRounds(ResultFiles.facts(cpu, 150, 151, 149))
        .add(MeasuredRounds.row("SINGLE", 280, single, 1.01 * single, 0.99 * single))
        .add(MeasuredRounds.row("SERVER", 300, 8, 8.08, 7.92));
  }

  @ParameterizedTest
  @CsvSource({
    "--fail-on slower, needs a run that others are compared with",
    "--prices missing.csv, No such file",
    "--format json, holds no two runs",
  })
  void aFolderThatIsNoFleetIsRefusedInOneLine(String options, String said) {
    fleet("Xeon", 6).write(temp, "xeon");
    List<Object> arguments = new ArrayList<>(List.of(temp));
    arguments.addAll(List.of(options.split(" ")));

    assertThatThrownBy(() -> compare(arguments.toArray()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n");
  }

  @Test
  void pricesOfTwoFilesAreRefused() {
    assertThatThrownBy(
            () -> compare(file("a", result(BASE)), file("b", result(SAME)), "--prices", "p.csv"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("give one folder");
  }

  @Test
  void whatIsRefusedIsSaidInOneLine() throws Exception {
    file("a", with(result(BASE), "name", "\u001b[2J\nx"));
    file("b", result(BASE));

    for (String[] arguments :
        List.of(
            new String[] {"a.json", "b.json"},
            new String[] {"a.json", "missing.json"},
            new String[] {"a.json", "b.json", "--format", "pdf"})) {
      try (ChildProgram child = ChildProgram.start(process(List.of(), arguments))) {
        assertThat(child.exitCode()).isEqualTo(InvalidInputException.EXIT_CODE);
        assertThat(child.output().text()).isEmpty();
        assertThat(child.errors().text().lines()).hasSize(1);
        assertThat(child.errors().text()).doesNotContain("\u001b");
      }
    }
  }

  @Test
  void helpSaysWhatTheExitCodesMean() {
    assertThat(new CommandLine(new CompareCommand()).getUsageMessage())
        .contains("Exit codes: 0; 1 if")
        .contains("--format")
        .contains("--fail-on");
  }

  // Where it is printed

  private ProcessBuilder failingOnSlower() {
    file("a", result(1, 1, 1));
    file("b", result(2, 2, 2));
    return process(List.of(), "--fail-on", "slower", "a.json", "b.json");
  }

  @Test
  void aReaderWhoGoesAwayChangesNoVerdict() throws Exception {
    File errors = temp.resolve("errors.txt").toFile();
    Process child = failingOnSlower().redirectError(errors).start();
    child.getInputStream().close();

    assertThat(child.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(1);
    assertThat(errors).isEmpty();
  }

  @Test
  void whatCannotBePrintedIsOneLine() throws Exception {
    File full = new File("/dev/full");
    assumeThat(full.exists()).as("a disk that is always full").isTrue();
    File errors = temp.resolve("errors.txt").toFile();
    Process child = failingOnSlower().redirectOutput(full).redirectError(errors).start();

    assertThat(child.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(InvalidInputException.EXIT_CODE);
    assertThat(errors).content().isEqualTo("nothing can be printed: No space left on device\n");
  }

  @Test
  void namesThatATerminalCannotShowAreEscaped() throws Exception {
    ObjectNode row = in(result(BASE), "ss", "s/op");
    String name = "org.example.Gr\u00f6\u00dfe.run";
    file("a", with(row, changed -> changed.put("benchmark", name)));
    file("b", with(in(result(SAME), "ss", "s/op"), changed -> changed.put("benchmark", name)));
    ProcessBuilder description = process(List.of(), "a.json", "b.json");
    // As in containers and under cron.
    description.environment().put("LC_ALL", "C");

    try (ChildProgram child = ChildProgram.start(description)) {
      assertThat(child.exitCode()).isZero();
      assertThat(child.output().text()).contains("Gr\\u00f6\\u00dfe.run");
    }
    file("b", result(SAME));
    try (ChildProgram child = ChildProgram.start(description)) {
      assertThat(child.exitCode()).isEqualTo(InvalidInputException.EXIT_CODE);
      assertThat(child.errors().text())
          .contains("benchmark is org.example.Gr\\u00f6\\u00dfe.run in one");
    }
  }

  @Test
  void resultsMayComeThroughPipes() throws Exception {
    assumeThat(new File("/usr/bin/mkfifo")).as("named pipes").exists();
    List<Thread> writers = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      Path pipe = temp.resolve(name);
      assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor()).isZero();
      String text = "[" + result(name.length() + writers.size()) + "]";
      writers.add(new Thread(() -> write(pipe, text)));
    }
    writers.forEach(Thread::start);

    assertThat(compare(temp.resolve("one"), temp.resolve("two"))).isZero();
    assertThat(printed).contains("fewer than 3 forks");
    for (Thread writer : writers) {
      writer.join();
    }
  }

  private static void write(Path pipe, String text) {
    try {
      Files.writeString(pipe, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

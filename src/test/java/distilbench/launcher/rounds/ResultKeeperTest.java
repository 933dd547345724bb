package distilbench.launcher.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.format.ResultDigest;
import distilbench.launcher.output.PrintedConsole;
import distilbench.report.data.RunFile;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The file is whole at any time and holds what has been measured. */
class ResultKeeperTest {
  private static final ObjectNode FACTS = JsonNodeFactory.instance.objectNode();

  static {
    FACTS.putObject("run").put("seed", 7);
  }

  private final PrintedConsole printed = PrintedConsole.plain(VerboseMode.NORMAL);

  @TempDir private Path folder;

  @Test
  void theFileIsAnArrayFromTheBeginning() throws IOException {
    Path file = folder.resolve("results.json");

    ResultKeeper keeper = open(file);
    assertThat(new ObjectMapper().readTree(file.toFile()).isArray()).isTrue();

    for (int forks = 1; forks <= 3; forks++) {
      keep(keeper, forks);
      assertThat(new ObjectMapper().readTree(file.toFile())).hasSize(forks);
    }
    assertThat(keeper.finish()).isTrue();
    assertThat(printed.output()).contains("Results: " + file);
    assertThat(entries()).containsExactlyInAnyOrder(file, folder.resolve("results.env.json"));
  }

  @Test
  void aRunThatMeasuredNothingLeavesNoFile() throws IOException {
    Path file = folder.resolve("r.json");
    ResultFile claimed = claim(file);
    ResultKeeper keeper = ResultKeeper.open(claimed, printed.console());
    keeper.write(FACTS);

    assertThat(keeper.finish()).isTrue();

    assertThat(entries()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatOfJmhIsWritten(ResultFormatType format) throws IOException {
    Path file = folder.resolve("results");
    ResultKeeper keeper = ResultKeeper.open(ResultFile.claim(file, format), printed.console());

    keep(keeper, 2);

    assertThat(Files.readString(file)).contains("Example", "1");
    assertThat(digests(folder.resolve("results.env.json")))
        .containsExactly(ResultDigest.of(Files.readAllBytes(file)));
    keeper.finish();
  }

  private static void keep(ResultKeeper keeper, int rows) {
    keeper.keep(measured(rows));
    keeper.write(FACTS);
    // As when the run goes on: what is known changes, the results do not.
    keeper.write(FACTS);
  }

  private static List<String> digests(Path sidecar) throws IOException {
    List<String> digests = new ArrayList<>();
    new ObjectMapper()
        .readTree(sidecar.toFile())
        .path("resultsSha256")
        .forEach(digest -> digests.add(digest.asText()));
    return digests;
  }

  /**
   * What a process that is killed between the two writes leaves, or a disk that is full by then.
   */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void factsWhoseResultsCouldNotBeWrittenBelongToTheEarlierResults() throws IOException {
    Path file = folder.resolve("r.json");
    Path kept = folder.resolve("kept.json");
    ResultKeeper keeper = open(file);
    keep(keeper, 1);
    Files.copy(file, kept);
    // Nothing can be renamed to this.
    Files.delete(file);
    Files.createDirectories(file.resolve("folder"));

    keeper.keep(measured(2));
    keeper.write(FACTS);

    assertThat(printed.errors()).contains("it holds 1 of the 2 forks measured so far");
    Files.delete(file.resolve("folder"));
    Files.delete(file);
    Files.copy(kept, file);
    assertThat(RunFile.read(file).strangersSidecar()).isFalse();

    keep(keeper, 3);
    assertThat(RunFile.read(file).strangersSidecar()).isFalse();
    assertThat(digests(folder.resolve("r.env.json"))).hasSize(1);
    assertThat(keeper.finish()).isTrue();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void withoutTheirFactsNoResultsAreWritten() throws IOException {
    Path file = folder.resolve("r.json");
    Path sidecar = folder.resolve("r.env.json");
    ResultKeeper keeper = open(file);
    keep(keeper, 1);
    Files.delete(sidecar);
    Files.createDirectories(sidecar.resolve("folder"));

    keeper.keep(measured(2));
    keeper.write(FACTS);

    assertThat(new ObjectMapper().readTree(file.toFile())).hasSize(1);
    assertThat(printed.errors()).contains("it holds 1 of the 2 forks measured so far");
    assertThat(keeper.finish()).isFalse();
    Path rescued =
        Path.of(printed.errors().replaceFirst("(?s).*all results are in (\\S+) instead.*", "$1"));
    assertThat(new ObjectMapper().readTree(rescued.toFile())).hasSize(2);
    assertThat(RunFile.read(rescued).fact("run.seed")).isPresent();
    DurableFiles.deleteFolder(rescued.getParent());
  }

  /** A run that was killed when its first fork had been measured, and not been written yet. */
  @Test
  void factsWithoutAnyResultsBlockNobody() throws IOException {
    Path file = folder.resolve("r.json");
    byte[] blank;
    try (ResultFile claimed = claim(file)) {
      blank = Files.readAllBytes(file);
    }
    ObjectNode facts = FACTS.deepCopy();
    facts.putObject("verdict");
    facts.putArray("resultsSha256").add(ResultDigest.of(blank)).add("ab".repeat(32));
    Files.writeString(folder.resolve("r.env.json"), facts.toString());

    assertThat(open(file)).isNotNull();
    assertThat(file).hasBinaryContent(blank);
  }

  @Test
  void aProblemIsToldOncePerFork() throws IOException {
    Path results = Files.createDirectory(folder.resolve("results"));
    ResultKeeper keeper = open(results.resolve("r.json"));
    keep(keeper, 1);
    Files.move(results, folder.resolve("away"));

    keep(keeper, 2);
    assertThat(printed.errors()).containsOnlyOnce("it holds 1 of the 2 forks");
    Files.move(folder.resolve("away"), results);
    assertThat(keeper.finish()).isTrue();
  }

  @Test
  void whereNothingCanBeWrittenNothingBegins() {
    assertThatThrownBy(() -> open(folder.resolve("nowhere/r.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere (No such file or directory); name another file with -rff");
  }

  private ResultKeeper open(Path file) {
    return ResultKeeper.open(claim(file), printed.console());
  }

  private static ResultFile claim(Path file) {
    return ResultFile.claim(file, ResultFormatType.JSON);
  }

  @Test
  void aNameIsTakenOnceWithThatOfTheFileBesideIt() throws IOException {
    Path file = folder.resolve("r.json");
    try (ResultFile first = claim(file)) {
      assertThatThrownBy(() -> claim(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("the result file " + file + " exists already");
      assertThatThrownBy(() -> ResultFile.claim(folder.resolve("r.csv"), ResultFormatType.CSV))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("r.env.json of another run exists already");
      assertThat(entries()).containsExactlyInAnyOrder(file, first.environmentPath());
    }
    assertThat(entries()).isEmpty();
  }

  @Test
  void aWriteThatFailsIsToldAndMadeUpForByTheNext() throws IOException {
    Path results = Files.createDirectory(folder.resolve("results"));
    Path away = folder.resolve("away");
    Path file = results.resolve("r.json");
    ResultKeeper keeper = open(file);
    keep(keeper, 1);

    Files.move(results, away);
    keep(keeper, 2);
    assertThat(printed.errors())
        .contains("it holds 1 of the 2 forks measured so far", "No such file or directory");
    assertThat(new ObjectMapper().readTree(away.resolve("r.json").toFile())).hasSize(1);

    Files.move(away, results);
    keep(keeper, 3);
    assertThat(new ObjectMapper().readTree(file.toFile())).hasSize(3);
    assertThat(keeper.finish()).isTrue();
  }

  private static List<RunResult> measured(int rows) {
    return Stream.iterate(1, size -> size + 1)
        .limit(rows)
        .map(size -> MeasuredFork.row(Mode.SingleShotTime, Map.of("size", size.toString())))
        .map(row -> MeasuredFork.singleShot(row, 2))
        .toList();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}

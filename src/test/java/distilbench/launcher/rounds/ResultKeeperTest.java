package distilbench.launcher.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import distilbench.console.InvalidInputException;
import distilbench.launcher.output.PrintedConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The file is whole at any time and holds what has been measured. */
class ResultKeeperTest {
  private final PrintedConsole printed = PrintedConsole.plain(VerboseMode.NORMAL);

  @TempDir private Path folder;

  @Test
  void theFileIsAnArrayFromTheBeginning() throws IOException {
    Path file = folder.resolve("results.json");

    ResultKeeper keeper = open(file);
    assertThat(new ObjectMapper().readTree(file.toFile()).isArray()).isTrue();

    for (int forks = 1; forks <= 3; forks++) {
      keeper.keep(measured(forks));
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
    claimed.environment().write(JsonNodeFactory.instance.objectNode());

    assertThat(keeper.finish()).isTrue();

    assertThat(entries()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatOfJmhIsWritten(ResultFormatType format) throws IOException {
    Path file = folder.resolve("results");
    ResultKeeper keeper = ResultKeeper.open(ResultFile.claim(file, format), printed.console());

    keeper.keep(measured(2));

    assertThat(Files.readString(file)).contains("Example", "1");
    keeper.finish();
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
      assertThat(entries()).containsExactlyInAnyOrder(file, first.environment().path());
    }
    assertThat(entries()).isEmpty();
  }

  @Test
  void aWriteThatFailsIsToldAndMadeUpForByTheNext() throws IOException {
    Path results = Files.createDirectory(folder.resolve("results"));
    Path away = folder.resolve("away");
    Path file = results.resolve("r.json");
    ResultKeeper keeper = open(file);
    keeper.keep(measured(1));

    Files.move(results, away);
    keeper.keep(measured(2));
    assertThat(printed.errors())
        .contains("it holds 1 of the 2 forks measured so far", "No such file or directory");
    assertThat(new ObjectMapper().readTree(away.resolve("r.json").toFile())).hasSize(1);

    Files.move(away, results);
    keeper.keep(measured(3));
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

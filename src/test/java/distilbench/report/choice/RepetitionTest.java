package distilbench.report.choice;

import static distilbench.report.ResultFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.launcher.plan.RowPlan;
import distilbench.report.MeasuredRounds;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ResultsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What a shell and JMH make of the printed commands are the rows that they are to repeat. */
class RepetitionTest {
  private static final String JAR = "java -jar target/benchmarks.jar ";

  private static List<ResultRow> rows(ObjectNode... results) {
    return ResultsFile.rows(JsonNodeFactory.instance.arrayNode().addAll(List.of(results)));
  }

  private static ObjectNode row(String deployment, String... parameters) {
    ObjectNode row = MeasuredRounds.row(deployment, 300, 1, 1, 1, 1, 1);
    for (int i = 0; i < parameters.length; i += 2) {
      row = with(row, parameters[i], parameters[i + 1]);
    }
    return row;
  }

  /** The words behind the jar, as bash takes them. */
  private static List<String> words(String command) throws IOException {
    assertThat(command).startsWith(JAR);
    String script = "printf '%s\\n' " + command.substring(JAR.length());
    Process bash = new ProcessBuilder("bash", "-c", script).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private static Set<Map<String, String>> planned(String command)
      throws IOException, CommandLineOptionException {
    List<String> words = words(command);
    return RowPlan.of(new CommandLineOptions(words.toArray(String[]::new)), Set.of()).stream()
        .map(row -> row.row().parameters())
        .collect(Collectors.toSet());
  }

  @Test
  void oneCommandRepeatsRowsThatCombine() throws Exception {
    Repetition repetition =
        Repetition.of(rows(row("THREADS", "batchSize", "4"), row("SERVER", "batchSize", "4")));

    assertThat(repetition.remarks()).isEmpty();
    assertThat(repetition.commands())
        .containsExactly(JAR + "CorpusPass -p deployment=THREADS,SERVER -p batchSize=4 -f 5");
    assertThat(planned(repetition.commands().get(0)))
        .extracting(row -> row.get("deployment") + row.get("batchSize") + row.get("texts"))
        .containsExactlyInAnyOrder("THREADS4250", "SERVER4250");
  }

  @Test
  void whatACommandMeasuresBesidesIsSaid() {
    Repetition repetition =
        Repetition.of(rows(row("THREADS", "batchSize", "4"), row("SERVER", "batchSize", "8")));

    assertThat(repetition.commands())
        .containsExactly(JAR + "CorpusPass -p deployment=THREADS,SERVER -p batchSize=4,8 -f 5");
    assertThat(repetition.remarks())
        .containsExactly(
            "The command also measures up to 2 other rows, since JMH combines all values.");
  }

  @Test
  void rowsThatDoNotCombineAreRepeatedOneByOne() {
    Repetition repetition =
        Repetition.of(
            rows(
                row("THREADS", "batchSize", "4", "callers", "2"),
                row("SERVER", "batchSize", "8", "callers", "4")));

    assertThat(repetition.commands())
        .containsExactly(
            JAR + "CorpusPass -p deployment=THREADS -p batchSize=4 -p callers=2 -f 5",
            JAR + "CorpusPass -p deployment=SERVER -p batchSize=8 -p callers=4 -f 5");
    assertThat(repetition.remarks())
        .containsExactly(
            "Rows of several commands are not paired by round: one command for them would measure 8"
                + " rows.");
  }

  @Test
  void benchmarksHaveCommandsOfTheirOwn() {
    ObjectNode open = MeasuredRounds.of("OpenLoop.serve", row("THREADS", "rate", "20"));
    ObjectNode closed = MeasuredRounds.of("ClosedLoop.call", row("THREADS"));
    closed.put("mode", "sample").put("threads", 4);

    assertThat(Repetition.of(rows(row("THREADS"), open, closed)).commands())
        .containsExactly(
            JAR + "CorpusPass -p deployment=THREADS -f 5",
            JAR + "OpenLoop -p deployment=THREADS -p rate=20 -f 5",
            JAR + "ClosedLoop -p deployment=THREADS -bm sample -t 4 -f 5");
  }

  @Test
  void shellsTakeAPathForOneWord() throws Exception {
    String path = "it's my \"model\" $HOME=`x`";
    Repetition repetition = Repetition.of(rows(row("THREADS", "model", path)));

    assertThat(words(repetition.commands().get(0))).contains("model=" + path);
    assertThat(planned(repetition.commands().get(0)))
        .extracting(row -> row.get("model"))
        .containsExactly(path);
  }

  @Test
  void aCommaCannotBeTyped() {
    Repetition repetition =
        Repetition.of(rows(row("THREADS", "model", "a,b"), row("SERVER", "model", "a,b")));

    assertThat(repetition.commands()).isEmpty();
    assertThat(repetition.remarks())
        .containsExactly(
            "No command can be typed for model=a,b: JMH separates values by commas; rename it.");
  }

  @Test
  void aRowIsRepeatedOnce() {
    List<ResultRow> rows = rows(row("THREADS"));

    assertThat(Repetition.of(Stream.concat(rows.stream(), rows.stream()).toList()).commands())
        .hasSize(1);
  }
}

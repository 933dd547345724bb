package distilbench.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.format.RowIdentity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What would measure something else than its name says is refused before the first fork. */
class MeasurementCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t 2",
        "-t max -tg 2",
        "-tg 1,1",
        "-bm avgt",
        "-bm all",
        "-bs 2",
        "-wbs 3",
        "-opi 5"
      })
  void aColdStartIsOneStartAlone(String options) {
    assertThatThrownBy(() -> planned("ColdStart " + options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(options.substring(0, options.indexOf(' ')))
        .hasMessageContaining("leave")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whateverElseIsMeasuredWithItItIsRefused() {
    assertThatThrownBy(() -> planned("CorpusPass ColdStart -t 2"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-e ColdStart");
  }

  @Test
  void anOperationIsWhatTheBenchmarkCallsOne() {
    assertThatThrownBy(() -> planned("CorpusPass -opi 250"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-opi 250");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ColdStart",
        "ColdStart -t 1 -i 3 -bs 1 -opi 1",
        "CorpusPass -t 2 -bs 2",
        "ClosedLoop -t 3 -bm all",
        "Tokenize -t 2",
        "Roofline -t 2 -bm avgt"
      })
  void whatHasAMeaningIsPlanned(String commandLine) throws Exception {
    assertThat(planned(commandLine)).isNotEmpty();
  }

  /** As in the results that JMH writes. */
  @Test
  void rowsSayHowManyThreadsMeasureThem() throws Exception {
    int cpus = Runtime.getRuntime().availableProcessors();

    assertThat(threads("CorpusPass")).containsOnly(1);
    assertThat(threads("CorpusPass -t 3")).containsOnly(3);
    assertThat(threads("CorpusPass -t 3 -tg 2")).containsOnly(4);
    assertThat(threads("ClosedLoop")).containsOnly(cpus);
  }

  private static List<Integer> threads(String commandLine) throws Exception {
    return planned(commandLine).stream().map(PlannedRow::row).map(RowIdentity::threads).toList();
  }

  private static List<PlannedRow> planned(String commandLine) throws Exception {
    return RowPlan.of(new CommandLineOptions(commandLine.split(" ")), Set.of());
  }
}

package distilbench.report.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.InvalidInputException;
import distilbench.report.data.RunFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Published runs as tools that watch figures get them. */
class TrackedRunTest {
  private static final Path PUBLISHED = Path.of("jmh-results/2026-11-26-epyc-2cores");

  private final TrackedRun run = TrackedRun.of(RunFile.read(PUBLISHED.resolve("default.json")));

  @Test
  void aSeriesIsARowOnAKindOfMachine() {
    assertThat(run.figures())
        .extracting(TrackedFigure::series)
        .contains("CorpusPass.pass SINGLE on AMD EPYC, 2 cores (25/17)")
        .noneMatch(series -> series.contains("CONTROL"));
  }

  @Test
  void timesThatAreInvalidAreLeftOutAndMemoryThatIsValidIsNot() {
    assertThat(run.leftOut())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("default.json: time of CorpusPass.pass "));
    assertThat(run.figures()).extracting(TrackedFigure::measure).containsOnly(Measure.MEMORY);
  }

  @Test
  void bencherGetsTheEndsOfTheInterval() {
    JsonNode json = TrackingFormat.BMF.json(List.of(run));

    JsonNode single = json.get("CorpusPass.pass SINGLE on AMD EPYC, 2 cores (25/17)").get("pss");
    assertThat(single.get("lower_value").asDouble()).isLessThan(single.get("value").asDouble());
    assertThat(single.get("upper_value").asDouble()).isGreaterThan(single.get("value").asDouble());
  }

  @Test
  void theActionGetsNamesUnitsAndRanges() {
    JsonNode json = TrackingFormat.GITHUB_ACTION_BENCHMARK.json(List.of(run));

    assertThat(json).hasSize(run.figures().size());
    assertThat(json.get(0).get("name").asText()).endsWith(": pss");
    assertThat(json.get(0).get("unit").asText()).isEqualTo("MiB");
    assertThat(json.get(0).get("range").asText()).contains(" to ");
  }

  @Test
  void otavaGetsOneEntryForEachRunWithWhatAllHave() {
    TrackedRun later =
        new TrackedRun(
            "b.json", run.start().plusSeconds(60), "", run.figures().subList(0, 1), List.of());

    JsonNode json = TrackingFormat.OTAVA.json(List.of(later, run));

    assertThat(json).hasSize(2);
    assertThat(json.get(0).get("timestamp").asLong()).isEqualTo(run.start().getEpochSecond());
    assertThat(json).allMatch(entry -> entry.get("metrics").size() == 1);
  }

  @Test
  void aReportOfOneMomentHoldsEachSeriesOnce() {
    assertThatThrownBy(() -> TrackingFormat.BMF.json(List.of(run, run)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("both have");
  }
}

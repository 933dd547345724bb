package distilbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is published of measured runs is what their files say. */
class PublishedRunTest {
  /** The run whose table the project's README shows. */
  private static final Path SHOWN =
      PublishedRuns.FOLDER.resolve("2026-11-26-epyc-2cores/default.json");

  static List<Path> published() throws IOException {
    return PublishedRuns.files();
  }

  @ParameterizedTest
  @MethodSource("published")
  void theReportBesideTheResultsIsTheirs(Path results) throws IOException {
    Path text = Path.of(results.toString().replace(".json", ".txt"));

    assertThat(text).hasContent(Report.of(results).text());
  }

  @Test
  void theReadmeShowsThePublishedTableAndSentences() throws IOException {
    List<String> paragraphs = List.of(Report.of(SHOWN).text().split("\n\n"));

    assertThat(Files.readString(Path.of("README.md")))
        .contains(indented(paragraphs.get(1)) + "\n\n" + indented(paragraphs.get(2)));
  }

  @Test
  void theReadmeTellsThePublishedVerdict() throws IOException {
    JsonNode verdict = Report.of(SHOWN).verdict();

    assertThat(verdict.at("/memory/status").asText()).isEqualTo("valid");
    assertThat(verdict.at("/time/status").asText()).isEqualTo("invalid");
    assertThat(verdict.at("/time/reasons/0/kind").asText()).isEqualTo("drift");
    assertThat(Files.readString(Path.of("README.md")))
        .containsPattern(
            "The verdict of the run above: memory is valid, time is\\s"
                + "invalid, because the machine's speed drifted between rounds");
  }

  private static String indented(String paragraph) {
    return paragraph.indent(4).stripTrailing();
  }
}

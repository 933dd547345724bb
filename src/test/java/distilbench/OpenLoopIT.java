package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls arrive through the jar: at processes of their own, and in every round at other times. */
@Timeout(300)
class OpenLoopIT {
  @TempDir private Path folder;

  @BeforeEach
  void copyModel() throws Exception {
    TinyModel.copyTo(folder.resolve("tiny"));
  }

  @Test
  void callsArriveInRoundsAndAreAnswered() throws Exception {
    JarRun run =
        JarRun.in(
            folder,
            "OpenLoop",
            "-p",
            "model=tiny",
            "-p",
            "texts=24",
            "-p",
            "deployment=THREADS,SERVER",
            "-p",
            "rate=100",
            "-p",
            "calls=100",
            "-p",
            "slo=30s",
            "-f",
            "2",
            "-rff",
            "open.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output())
        .contains("Latency of calls that arrive", "fewer than 299 calls a fork")
        .doesNotContain("s per 1000");
    JsonNode rows = new ObjectMapper().readTree(folder.resolve("open.json").toFile());
    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      assertThat(row.at("/params/rate").asText()).isEqualTo("100");
      assertThat(row.at("/params/callSize").asText()).isEqualTo("1");
      JsonNode metrics = row.get("secondaryMetrics");
      assertThat(score(metrics, "work.texts")).isEqualTo(100);
      assertThat(score(metrics, "load.refused")).isZero();
      assertThat(score(metrics, "slo.attainment")).isEqualTo(1);
      assertThat(score(metrics, "rate.offered")).isCloseTo(100, withinPercentage(0.1));
      assertThat(score(metrics, "lat.p50")).isPositive();
      // All calls of both forks, put together by JMH.
      assertThat(metrics.at("/lat.call/scorePercentiles/50.0").asDouble())
          .isBetween(0.9 * fork(metrics, false), 1.1 * fork(metrics, true));
    }
  }

  @Test
  void whatCannotArriveIsRefusedBeforeTheFirstFork() throws Exception {
    Files.writeString(folder.resolve("times.txt"), "0.5\nsoon\n");

    JarRun run =
        JarRun.in(folder, "OpenLoop", "-p", "model=tiny", "-p", "arrivals=times.txt", "-f", "1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("times.txt, line 2: not a time in seconds");
    assertThat(run.errors().lines()).hasSize(1);
  }

  /** The lowest or highest median of a fork. */
  private static double fork(JsonNode metrics, boolean highest) {
    double one = metrics.at("/lat.p50/rawData/0/0").asDouble();
    double other = metrics.at("/lat.p50/rawData/1/0").asDouble();
    return highest ? Math.max(one, other) : Math.min(one, other);
  }

  /** NaN where JMH wrote that. */
  private static double score(JsonNode metrics, String label) {
    return metrics.at("/" + label + "/score").asDouble(Double.NaN);
  }
}

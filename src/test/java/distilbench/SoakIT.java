package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.engine.EngineFolders;
import distilbench.model.TinyModel;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whether memory grows is seen through the jar, in every process of the tree. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class SoakIT {
  /** Every call leaves so much behind. */
  private static final double LEAK_MIB = 0.25;

  private static final double CALLS = 1000;

  @TempDir private Path folder;

  @BeforeEach
  void copyModel() throws Exception {
    TinyModel.copyTo(folder.resolve("tiny"));
  }

  @Test
  void aLeakIsFoundWithItsSize() throws Exception {
    EngineFolders.make(
        folder.resolve("leaking"),
        "",
        EngineFolders.program(
            "kept = []; say({'ready': {}})", "kept.append(bytearray(b'x') * (1 << 18))"));

    JarRun run = soak("Soak.calls", "SINGLE", "-p", "engine=leaking");

    assertThat(run.output()).contains("Growth of memory", "Memory grows: ");
    // An allocation of this size is rounded up to whole pages, with its head.
    assertThat(growth("growth.pss")).isBetween(0.95 * LEAK_MIB * CALLS, 1.15 * LEAK_MIB * CALLS);
    assertThat(growth("growth.anon")).isBetween(0.95 * LEAK_MIB * CALLS, 1.15 * LEAK_MIB * CALLS);
    assertThat(growth("growth.open.pss")).isNaN();
  }

  @Tag("thorough")
  @Test
  void aDeploymentThatKeepsNothingDoesNotGrowWithItsOpenings() throws Exception {
    soak("Soak.reopening", "SHARED_PREPACKED", "-p", "processes=2");

    assertThat(growth("growth.open.pss")).isBetween(-0.5, 0.5);
    assertThat(growth("growth.pss")).isNaN();
  }

  private JarRun soak(String benchmark, String deployment, String... more) throws Exception {
    Stream<String> common =
        Stream.of(benchmark, "-p", "model=tiny", "-p", "texts=24", "-p", "callSize=1", "-f", "3");
    Stream<String> chosen =
        Stream.of("-p", "readings=6", "-p", "deployment=" + deployment, "-rff", "soak.json");
    JarRun run =
        JarRun.in(
            folder,
            Stream.of(common, chosen, Stream.of(more)).flatMap(all -> all).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    return run;
  }

  /** NaN where JMH wrote that. */
  private double growth(String label) throws Exception {
    JsonNode rows = new ObjectMapper().readTree(folder.resolve("soak.json").toFile());
    return rows.at("/0/secondaryMetrics/" + label + "/score").asDouble(Double.NaN);
  }
}

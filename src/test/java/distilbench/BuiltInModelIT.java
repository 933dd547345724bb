package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar alone in an empty folder, with the model that everybody's results are about. That it runs
 * at all shows that generation gave the published SHA-256: any other is refused.
 */
class BuiltInModelIT {
  private static final int TEXTS = 200;
  private static final double TOLERANCE = 1e-4;

  @TempDir private static Path folder;
  private static JarRun run;

  @BeforeAll
  static void runInAnEmptyFolder() throws Exception {
    run = JarRun.in(folder, "-p", "texts=" + TEXTS, "-p", "deployment=CONTROL", "-f", "1");
  }

  @Test
  void theJarAloneGeneratesWhatItNeedsAndMeasures() throws IOException {
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.errors()).contains("generating weights.bin").contains("reference answers");
    assertThat(folder.resolve("jmh-results")).isNotEmptyDirectory();
  }

  @Tag("thorough")
  @Test
  void aSecondRunUsesWhatIsThere() throws Exception {
    JarRun second =
        JarRun.in(
            folder, "-p", "texts=20", "-p", "deployment=SINGLE,THREADS", "-f", "1", "-rff", "2");

    assertThat(second.exitCode()).as(second.output() + second.errors()).isZero();
    assertThat(second.errors()).doesNotContain("generating");
  }

  /** The published classifier of this geometry has as many parameters. */
  @Test
  void inspectingItTellsWhatIsMeasured() throws Exception {
    JarRun inspection = JarRun.in(folder, "model", "inspect", "builtin");

    assertThat(inspection.exitCode()).as(inspection.errors()).isZero();
    assertThat(inspection.output())
        .containsPattern("(?m)^parameters +66,955,010$")
        .containsPattern("(?m)^texts +250 texts of builtin, tokens min 22, ")
        .containsPattern("(?m)^work +5\\.\\d\\d GFLOP per text of 59\\.\\d tokens$")
        .containsPattern("(?m)^SHARED_MAPPED +at least 164\\.3 MiB less for each further worker$");
    assertThat(JarRun.in(folder, "model", "inspect", "builtin", "--format", "json").output())
        .contains("\"parameters\" : 66955010");
  }

  @Test
  void eachLabelGetsItsShareOfTheCorpus() throws IOException {
    long positive = logits().stream().filter(logits -> logits[1] > logits[0]).count();

    assertThat(positive).isBetween(TEXTS / 5L, TEXTS * 4L / 5);
  }

  @Test
  void nearlyEveryPairOfTextsDiffersByFarMoreThanTheTolerance() throws IOException {
    List<double[]> logits = logits();
    long pairs = 0;
    long apart = 0;
    for (int a = 0; a < logits.size(); a++) {
      for (int b = 0; b < a; b++) {
        pairs++;
        apart += distance(logits.get(a), logits.get(b)) > 100 * TOLERANCE ? 1 : 0;
      }
    }

    assertThat(apart).isGreaterThan(pairs * 99 / 100);
  }

  private static double distance(double[] a, double[] b) {
    return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]));
  }

  private static List<double[]> logits() throws IOException {
    Path model = folder.resolve("models/distilbert-base-synthetic");
    try (Stream<Path> files = Files.list(model)) {
      Path reference =
          files
              .filter(file -> file.getFileName().toString().startsWith("reference-logits-"))
              .findFirst()
              .orElseThrow();
      List<double[]> all = new ArrayList<>();
      for (String line : Files.readAllLines(reference)) {
        JsonNode logits = new ObjectMapper().readTree(line).get("logits");
        all.add(new double[] {logits.get(0).doubleValue(), logits.get(1).doubleValue()});
      }
      assertThat(all).hasSizeGreaterThanOrEqualTo(TEXTS);
      return all;
    }
  }
}

package distilbench.model.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.Main;
import distilbench.console.InvalidInputException;
import distilbench.jvm.ChildProgram;
import distilbench.jvm.Polling;
import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.storage.BuildLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Generation by processes of their own: in little memory, killed, and two at once. */
@Timeout(60)
class GenerationProcessTest {
  @TempDir Path temp;

  @Test
  void aSmallHeapIsEnough() throws Exception {
    Path directory = temp.resolve("model");

    try (ChildProgram child = generate(directory, "tiny", "-Xmx32m")) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();
    }

    assertThat(ModelFolder.open(directory).modelSha()).isEqualTo(TinyModel.folder().modelSha());
  }

  @Test
  void aKilledGenerationLeavesNothingThatPassesForAModel() throws Exception {
    Path directory = temp.resolve("model");

    killInTheMiddleOfTheWeights(directory);

    assertThat(directory).doesNotExist();
    assertThatThrownBy(() -> ModelFolder.open(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no model in " + directory);
  }

  @Test
  void theNextGenerationRemovesWhatAKilledOneLeft() throws Exception {
    Path directory = temp.resolve("model");
    killInTheMiddleOfTheWeights(directory);
    assertThat(entries()).anyMatch(name -> name.startsWith(".model.partial-"));

    ModelFolder made =
        ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, TinyModel.NOWHERE).generate(directory);

    made.verify();
    assertThat(entries()).containsExactlyInAnyOrder("model", ".model.lock");
  }

  @Test
  void ofTwoAtOnceOneGeneratesAndTheOtherTakesItsModel() throws Exception {
    Path directory = temp.resolve("model");
    // Held until both are past looking whether there is a model: neither can come too late.
    BuildLock held = BuildLock.acquire(directory, TinyModel.NOWHERE);

    try (ChildProgram one = generate(directory, "tiny");
        ChildProgram other = generate(directory, "tiny")) {
      one.errors().await("waiting for another process");
      other.errors().await("waiting for another process");
      held.close();

      assertThat(one.exitCode()).as(one.errors().text()).isZero();
      assertThat(other.exitCode()).as(other.errors().text()).isZero();
      assertThat(List.of(one.errors().text(), other.errors().text()))
          .filteredOn(log -> log.contains("generating weights.bin"))
          .as("logs that tell of a generation")
          .hasSize(1);
    } finally {
      held.close();
    }
    ModelFolder.open(directory).verify();
    assertThat(entries()).containsExactlyInAnyOrder("model", ".model.lock");
  }

  private static ChildProgram generate(Path directory, String geometry, String... flags)
      throws IOException {
    return ChildProgram.start(
        Main.class,
        List.of(flags),
        "model",
        "generate",
        "--seed",
        "1",
        "--geometry",
        geometry,
        directory.toString());
  }

  /** Kills a generation of the full-size model, whose weights take a second or more to write. */
  private void killInTheMiddleOfTheWeights(Path directory) throws Exception {
    try (ChildProgram child = generate(directory, "distilbert-base")) {
      Polling.until(this::weightsAreBegun);
      child.kill();
    }
  }

  private boolean weightsAreBegun() {
    return entries().stream()
        .filter(name -> name.startsWith(".model.partial-"))
        .anyMatch(name -> Files.exists(temp.resolve(name).resolve("weights.bin")));
  }

  private List<String> entries() {
    try (Stream<Path> entries = Files.list(temp)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

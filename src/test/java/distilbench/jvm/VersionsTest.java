package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The build writes its versions into the jar. */
class VersionsTest {

  @Test
  void allAreFilledIn() {
    Versions versions = Versions.ofThisJar();

    assertThat(versions.distilbench()).matches("\\d.*");
    assertThat(versions.jmh()).matches("\\d+\\.\\d+");
    assertThat(versions.onnxRuntime()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(versions.tokenizers()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(versions.commit().orElse("0".repeat(40))).matches("[0-9a-f]{40,64}");
    assertThat(versions.modified().isPresent()).isEqualTo(versions.commit().isPresent());
  }

  @Test
  void theCommitIsTheOneThatIsCheckedOut() throws Exception {
    Process git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
    String head = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assumeTrue(git.waitFor() == 0 && Files.exists(Path.of(".git")), "this is no git repository");

    assertThat(Versions.ofThisJar().commit()).contains(head);
  }

  @Test
  void aBuildOutsideARepositoryHasNoCommit() {
    Properties built = new Properties();
    for (String name : new String[] {"distilbench", "jmh", "onnxruntime", "tokenizers"}) {
      built.setProperty(name, "1.0");
    }
    built.setProperty("commit", "unknown");
    built.setProperty("modified", "unknown");

    Versions versions = Versions.of(built);

    assertThat(versions.commit()).isEmpty();
    assertThat(versions.modified()).isEmpty();
  }
}

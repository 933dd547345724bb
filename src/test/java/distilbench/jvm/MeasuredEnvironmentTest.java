package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A process can tell what its environment lacks for its figures to compare. */
class MeasuredEnvironmentTest {

  @Test
  void nothingIsMissingFromTheMeasuredEnvironmentItself() {
    assertThat(MeasuredEnvironment.missingFrom(MeasuredEnvironment.variables())).isEmpty();
  }

  @Test
  void anEmptyEnvironmentLacksEverythingSortedByName() {
    assertThat(MeasuredEnvironment.missingFrom(Map.of()))
        .containsExactly(
            "MALLOC_ARENA_MAX=2",
            "MALLOC_MMAP_THRESHOLD_=131072",
            "ORT_DISABLE_TELEMETRY=1",
            "TOKENIZERS_PARALLELISM=false");
  }

  @Test
  void anotherValueIsAsBadAsNone() {
    Map<String, String> environment = new TreeMap<>(MeasuredEnvironment.variables());
    environment.put("MALLOC_ARENA_MAX", "8");

    assertThat(MeasuredEnvironment.missingFrom(environment)).containsExactly("MALLOC_ARENA_MAX=2");
  }

  @Test
  void whatElseIsSetDoesNotMatter() {
    Map<String, String> environment = new TreeMap<>(MeasuredEnvironment.variables());
    environment.put("PATH", "/bin");

    assertThat(MeasuredEnvironment.missingFrom(environment)).isEmpty();
  }
}

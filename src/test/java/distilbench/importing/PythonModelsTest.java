package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that Python's transformers wrote answer here as they do there. */
class PythonModelsTest {
  @TempDir private static Path place;

  static List<Path> folders() throws URISyntaxException {
    return PythonAnswers.folders(Path.of(PythonModelsTest.class.getResource("python").toURI()));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void answersAreThoseOfPyTorch(Path folder) throws Exception {
    assertThat(PythonComparison.of(folder, place)).isNotEmpty();
  }
}

package distilbench.importing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models of every family, task, layout and storage, made by Python's transformers, answer here as
 * they do there.
 *
 * <p>{@code src/test/python/reference/make_models.py target/python-models} makes them, {@code mvn
 * verify -Pmodels} compares; without them it is skipped.
 */
@Tag("models")
class PythonModelsIT {
  private static final Path HOME = Path.of(System.getProperty("python.models"));

  @TempDir private static Path place;

  @TestFactory
  Stream<DynamicTest> answersAreThoseOfPyTorch() {
    if (Files.notExists(HOME)) {
      String how = HOME + " is not there: src/test/python/reference/make_models.py makes it";
      return Stream.of(DynamicTest.dynamicTest("none", () -> abort(how)));
    }
    return PythonAnswers.folders(HOME).stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(),
                    () -> System.out.println(PythonComparison.of(folder, place))));
  }
}

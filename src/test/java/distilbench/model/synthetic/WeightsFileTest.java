package distilbench.model.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.model.Geometry;
import distilbench.model.TinyModel;
import distilbench.model.graph.Architecture;
import distilbench.model.graph.StoredTensor;
import distilbench.model.graph.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The weights lie where the graph says, each tensor aligned, distributed as declared. */
class WeightsFileTest {
  private static final long ALIGNMENT = 64 * 1024;

  private static final List<Tensor> DECLARED = Architecture.ofDistilBert(Geometry.TINY).tensors();
  private static Map<String, StoredTensor> stored;

  @BeforeAll
  static void readTheGraph() throws IOException {
    stored = StoredTensor.of(TinyModel.folder());
  }

  @Test
  void theGraphListsEveryTensorOfTheArchitectureInFileOrder() {
    assertThat(stored.keySet())
        .containsExactlyElementsOf(DECLARED.stream().map(Tensor::name)::iterator);
    for (Tensor tensor : DECLARED) {
      assertThat(stored.get(tensor.name()).shape())
          .as(tensor.name())
          .containsExactlyElementsOf(tensor.shape().stream().map(Integer::longValue).toList());
    }
  }

  @Test
  void everyTensorBeginsAtAMultipleOf64KiB() {
    assertThat(stored.values())
        .allSatisfy(tensor -> assertThat(tensor.offset() % ALIGNMENT).isZero());
  }

  @Test
  void tensorsFollowEachOtherWithNothingButZerosBetween() throws IOException {
    Path weights = TinyModel.folder().directory().resolve("weights.bin");
    long end = 0;
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "r")) {
      for (StoredTensor tensor : stored.values()) {
        byte[] between = new byte[(int) (tensor.offset() - end)];
        file.seek(end);
        file.readFully(between);

        assertThat(between).as("before " + tensor.name()).hasSizeLessThan((int) ALIGNMENT);
        assertThat(between).as("before " + tensor.name()).isEqualTo(new byte[between.length]);
        assertThat(tensor.file()).isEqualTo(weights);
        end = tensor.end();
      }
    }
    assertThat(Files.size(weights)).isEqualTo(end);
  }

  @Test
  void everyValueIsALittleEndianFloatAtTheOffsetThatTheGraphSays() throws IOException {
    for (Tensor tensor : DECLARED) {
      SeededValues expected = new SeededValues(1, tensor.name());

      float[] found = stored.get(tensor.name()).values();

      assertThat(found).as(tensor.name()).hasSize((int) tensor.elements());
      for (int i = 0; i < found.length; i++) {
        if (found[i] != expected.normal(i, mean(tensor), deviation(tensor))) {
          assertThat(found[i])
              .as(tensor.name() + " at " + i)
              .isEqualTo(expected.normal(i, mean(tensor), deviation(tensor)));
        }
      }
    }
  }

  @Test
  void valuesHaveTheDeclaredMeanAndDeviation() throws IOException {
    for (Tensor tensor : DECLARED) {
      float[] values = stored.get(tensor.name()).values();
      double mean = mean(values);
      // Five standard errors: of a mean, and of a deviation (which a sum of uniforms undercuts).
      double errors = 5 / Math.sqrt(values.length);

      assertThat((mean - mean(tensor)) / deviation(tensor))
          .as("mean of " + tensor.name())
          .isCloseTo(0, within(errors));
      assertThat(deviation(values, mean) / deviation(tensor))
          .as("deviation of " + tensor.name())
          .isCloseTo(1, within(errors));
    }
  }

  @Test
  void noValueIsFurtherOutThanThreeAndAHalfDeviations() throws IOException {
    for (Tensor tensor : DECLARED) {
      for (float value : stored.get(tensor.name()).values()) {
        if (Math.abs(value - mean(tensor)) > 3.5 * deviation(tensor)) {
          assertThat((double) value)
              .as(tensor.name())
              .isCloseTo(mean(tensor), within(3.5 * deviation(tensor)));
        }
      }
    }
  }

  @Test
  void noTwoTensorsBeginAlike() throws IOException {
    Set<List<Long>> beginnings = new HashSet<>();
    for (Tensor tensor : DECLARED) {
      float[] values = stored.get(tensor.name()).values();
      // In units of the deviation, so that a tensor copied at another scale is found as well.
      List<Long> beginning =
          Arrays.asList(standardized(values[0], tensor), standardized(values[1], tensor));

      assertThat(beginnings.add(beginning)).as(tensor.name() + " is a copy").isTrue();
    }
  }

  private static long standardized(float value, Tensor tensor) {
    return Math.round((value - mean(tensor)) / deviation(tensor) * 1000);
  }

  private static double mean(Tensor tensor) {
    return WeightScale.of(tensor).mean();
  }

  private static double deviation(Tensor tensor) {
    return WeightScale.of(tensor).deviation();
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values, double mean) {
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }
}

package distilbench.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values come out in the order asked for, of matrices of any size, and only finite ones. */
class TensorReaderTest {
  @TempDir Path temp;

  /** The last one has more than the reader holds at a time. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "5, 1", "3, 4", "2049, 2051"})
  void aMatrixIsReadByRowsAndByColumns(int rows, int columns) throws IOException {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    TensorEntry tensor = write(new RawFile().add("w", List.of(rows, columns), values));
    float[] byRows = new float[values.length];
    float[] byColumns = new float[values.length];

    new TensorReader().read(tensor, collector(byRows)::put);
    new TensorReader().readTransposed(tensor, collector(byColumns)::put);

    assertThat(byRows).isEqualTo(values);
    for (int i = 0; i < values.length; i++) {
      float expected = values[i % rows * columns + i / rows];
      if (byColumns[i] != expected) {
        assertThat(byColumns[i]).as("value %d", i).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aValueThatIsNotFiniteIsRefused(float value) throws IOException {
    TensorEntry tensor = write(new RawFile().add("w", List.of(2, 3), 0, 1, 2, 3, value, 5));

    assertThatThrownBy(() -> new TensorReader().read(tensor, any -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "%s: tensor 'w' holds %s at index 4; get or train it anew", tensor.file(), value);
    assertThatThrownBy(() -> new TensorReader().readTransposed(tensor, any -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tensor 'w' holds " + value + " at index 4");
  }

  @Test
  void aFileThatIsCutOffMeanwhileIsRefused() throws IOException {
    TensorEntry tensor = write(new RawFile().add("w", List.of(2, 2), 1, 2, 3, 4));
    try (var channel = Files.newByteChannel(tensor.file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }

    assertThatThrownBy(() -> new TensorReader().read(tensor, any -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tensor 'w' was cut off while it was read");
  }

  private TensorEntry write(RawFile content) throws IOException {
    Files.write(temp.resolve("model.safetensors"), content.bytes());
    return Checkpoint.open(temp).tensors().get("w");
  }

  private static Collector collector(float[] values) {
    return new Collector(values);
  }

  private static final class Collector {
    private final float[] values;
    private int count;

    Collector(float[] values) {
      this.values = values;
    }

    void put(float value) {
      values[count] = value;
      count++;
    }
  }
}

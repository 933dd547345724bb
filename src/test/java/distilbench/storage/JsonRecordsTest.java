package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records are read as data binding reads them, without its memory. */
class JsonRecordsTest {
  @TempDir Path temp;

  /** Something of every kind. */
  record Sample(
      String text,
      int small,
      long large,
      Long maybe,
      double fraction,
      boolean flag,
      TimeUnit unit,
      Part part,
      List<Part> parts,
      Map<String, Long> counts,
      Map<TimeUnit, List<String>> words) {}

  /** Refuses a part of the values. */
  record Part(String name, int size) {
    Part {
      if (size < 0) {
        throw new IllegalArgumentException("too small");
      }
    }
  }

  private static final Sample FULL =
      new Sample(
          "crème \"brûlée\" 🍷",
          -3,
          1L << 40,
          7L,
          1e-12,
          true,
          TimeUnit.DAYS,
          new Part("a", 1),
          List.of(new Part("b", 2), new Part("c", 3)),
          Map.of("x", 1L),
          Map.of(TimeUnit.HOURS, List.of("one", "two"), TimeUnit.DAYS, List.of()));

  @Test
  void whatDataBindingWritesIsReadUnchanged() throws IOException {
    assertThat(read(new ObjectMapper().writeValueAsString(FULL))).isEqualTo(FULL);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3})
  void soIsWhatIsNotFinite(double number) throws IOException {
    Sample sample =
        new Sample(null, 0, 0, null, number, false, null, null, List.of(), Map.of(), Map.of());

    assertThat(read(new ObjectMapper().writeValueAsString(sample))).isEqualTo(sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"small\": null, \"fraction\": null, \"part\": null, \"parts\": null, \"maybe\": null}"
      })
  void whatIsNotThereIsNothing(String json) throws IOException {
    assertThat(read(json))
        .isEqualTo(new Sample(null, 0, 0, null, 0, false, null, null, null, null, null));
  }

  @Test
  void theWordNullIsNoRecord() throws IOException {
    assertThat(read("null")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{ not JSON",
        "{\"text\": \"unfinished\"",
        "{\"parts\": [{\"name\": \"b\"}",
        "{\"unknown\": 1}",
        "{\"text\": 1}",
        "{\"small\": \"3\"}",
        "{\"small\": 3000000000}",
        "{\"fraction\": \"much\"}",
        "{\"flag\": 1}",
        "{\"unit\": \"YEARS\"}",
        "{\"words\": {\"YEARS\": []}}",
        "{\"parts\": {}}",
        "{\"counts\": []}",
        "{\"part\": {\"size\": -1}}"
      })
  void whatDoesNotFitIsRefused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(JsonProcessingException.class);
  }

  private Sample read(String json) throws IOException {
    return JsonRecords.read(Files.writeString(temp.resolve("sample.json"), json), Sample.class);
  }
}

package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.machine.noise.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Facts become JSON in which every null has its reason beside it. */
class FactsJsonTest {
  private record Inner(Fact<Integer> known, Fact<Integer> unknown) {}

  private record Outer(
      String text,
      Instant time,
      boolean yes,
      long number,
      double fraction,
      List<Inner> list,
      Map<String, String> map,
      Fact<List<String>> words,
      double notMeasured) {}

  private final JsonNode json =
      FactsJson.of(
          new Outer(
              "a",
              Instant.EPOCH,
              true,
              3_000_000_000L,
              1000.000_04,
              List.of(new Inner(Fact.of(1), Fact.none("nobody told"))),
              Map.of("k", "v"),
              Fact.of(List.of("b", "c")),
              Double.NaN));

  @Test
  void eachKindOfValueIsWrittenAsWhatItIs() {
    assertThat(json.get("text").textValue()).isEqualTo("a");
    assertThat(json.get("time").textValue()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(json.get("yes").booleanValue()).isTrue();
    assertThat(json.get("number").longValue()).isEqualTo(3_000_000_000L);
    assertThat(json.at("/map/k").textValue()).isEqualTo("v");
    assertThat(json.get("words")).hasToString("[\"b\",\"c\"]");
    assertThat(json.at("/list/0/known").intValue()).isEqualTo(1);
  }

  @Test
  void fractionsAreRoundedAndNeverWrittenWithAnExponent() {
    assertThat(json.get("fraction")).hasToString("1000");
    assertThat(FactsJson.of(new Window(Instant.EPOCH, 0.123_46)).get("seconds"))
        .hasToString("0.1235");
  }

  @Test
  void theReasonOfANullStandsInItsOwnObject() {
    assertThat(json.at("/list/0/unknown").isNull()).isTrue();
    assertThat(json.at("/list/0/whyNull")).hasToString("{\"unknown\":\"nobody told\"}");
  }

  @Test
  void aNumberThatIsNoneIsNullForAReason() {
    assertThat(json.get("notMeasured").isNull()).isTrue();
    assertThat(json.get("whyNull")).hasToString("{\"notMeasured\":\"it could not be measured\"}");
  }

  @Test
  void anObjectWithoutNullsHasNoReasons() {
    assertThat(FactsJson.of(new Window(Instant.EPOCH, 1)).has("whyNull")).isFalse();
  }

  @Test
  void aReadingHasEitherAValueOrAReason() {
    assertThatThrownBy(() -> Fact.of(null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fact.none(null)).isInstanceOf(IllegalArgumentException.class);
  }
}

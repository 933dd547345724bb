package distilbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import org.junit.jupiter.api.Test;

/** Geometries have names that users type, and sizes that fit each other. */
class GeometryTest {

  @Test
  void knowsGeometriesByName() {
    assertThat(Geometry.named("distilbert-base")).isEqualTo(Geometry.DISTILBERT_BASE);
    assertThat(Geometry.named("tiny")).isEqualTo(Geometry.TINY);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Geometry.named("huge"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("unknown geometry 'huge'; known are distilbert-base, tiny");
  }

  @Test
  void headsMustShareTheHiddenWidthEvenly() {
    assertThat(new Geometry(1, 12, 3, 5, 7, 9).headSize()).isEqualTo(4);

    assertThatThrownBy(() -> new Geometry(1, 12, 5, 5, 7, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hidden size 12 is not a multiple of 5 heads");
  }

  @Test
  void everySizeIsAtLeastOne() {
    assertThatThrownBy(() -> new Geometry(0, 12, 3, 5, 7, 9))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Geometry(1, 12, 3, 5, 7, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

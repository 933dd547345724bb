package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The kernel's lists of numbers. */
class CpuListTest {

  @Test
  void rangesAndSingleNumbersMix() {
    assertThat(CpuList.parse("0-2,8,10-11\n").stream()).containsExactly(0, 1, 2, 8, 10, 11);
  }

  @Test
  void anEmptyListHasNone() {
    assertThat(CpuList.parse("\n").isEmpty()).isTrue();
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> CpuList.parse("all")).isInstanceOf(NumberFormatException.class);
  }
}

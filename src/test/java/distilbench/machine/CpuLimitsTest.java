package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits are what was typed, and a process knows whether it has them. */
class CpuLimitsTest {

  @ParameterizedTest
  @CsvSource({"0-1, '0,1'", "3, 3", "0+2-3, '0,2,3'", "'0,2', '0,2'", "1+0, '0,1'"})
  void cpusAreListedAsLinuxDoes(String typed, String list) {
    assertThat(CpuLimits.of(typed, "0").list()).isEqualTo(list);
    assertThat(CpuLimits.of(typed, "0").hasAffinity()).isTrue();
  }

  @Test
  void allAndZeroAreNoLimits() {
    CpuLimits none = CpuLimits.of("all", "0");

    assertThat(none.hasAffinity()).isFalse();
    assertThat(none.hasQuota()).isFalse();
    assertThat(none.atMost(64)).isEqualTo(64);
    none.requireApplied();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ALL", "0-", "-1", "1-0", "0 1", "a", "0++1", "99999"})
  void otherCpusAreRefusedInOneLine(String typed) {
    assertThatThrownBy(() -> CpuLimits.of(typed, "0"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cpus=" + typed + " is not possible")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "0.001", "half", "1e3", "NaN", "1,5"})
  void otherQuotasAreRefusedInOneLine(String typed) {
    assertThatThrownBy(() -> CpuLimits.of("all", typed))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("quota=" + typed + " is not possible")
        .hasMessageNotContaining("\n");
  }

  /** A quota is rounded up to whole cores, as the JVM does. */
  @ParameterizedTest
  @CsvSource({"0-3, 0, 4", "0-3, 1.5, 2", "all, 2, 2", "0, 2, 1", "all, 0.1, 1", "0-15, 0, 8"})
  void coresAreThoseWithinTheLimits(String cpus, String quota, int cores) {
    assertThat(CpuLimits.of(cpus, quota).atMost(8)).isEqualTo(cores);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessThatIsNotLimitedSoSaysSo() {
    BitSet allowed = CpuLimits.allowedCpus();
    assertThat(allowed.isEmpty()).isFalse();
    new CpuLimits(allowed, 0).requireApplied();
    BitSet other = (BitSet) allowed.clone();
    other.flip(0);

    assertThatThrownBy(() -> new CpuLimits(other, 0).requireApplied())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new CpuLimits(new BitSet(), 0.02).requireApplied())
        .isInstanceOf(IllegalStateException.class);
  }
}

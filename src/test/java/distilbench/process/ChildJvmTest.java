package distilbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child JVM runs our classes with the flags, arguments and environment that it is given. */
@Timeout(60)
class ChildJvmTest {

  @Test
  void runsAMainClassUnderTheMeasuredEnvironment() throws Exception {
    try (ChildProgram child =
        ChildProgram.start(
            SelfDescription.class, JvmFlags.ALL, "plain", "with blank and \"quotes\"", "")) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();

      assertThat(child.output().text().lines())
          .containsSubsequence("argument plain", "argument with blank and \"quotes\"", "argument ")
          .contains("missing []");
      assertThat(child.output().text().lines().filter(line -> line.startsWith("flag ")))
          .containsSequence(JvmFlags.ALL.stream().map(flag -> "flag " + flag).toList());
    }
  }

  @Test
  void keepsTheEnvironmentThatItDoesNotSet() {
    ProcessBuilder child = ChildJvm.describe(SelfDescription.class, List.of(), List.of());

    assertThat(child.environment()).containsAllEntriesOf(MeasuredEnvironment.variables());
    assertThat(child.environment().keySet()).containsAll(System.getenv().keySet());
  }
}

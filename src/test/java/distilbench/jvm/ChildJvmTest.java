package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child JVM runs our classes with the flags, arguments and environment that it is given. */
@Timeout(60)
class ChildJvmTest {

  @Test
  void runsAMainClassWithItsFlagsAndArguments() throws Exception {
    try (ChildProgram child =
        ChildProgram.start(
            SelfDescription.class, JvmFlags.ALL, "plain", "with blank and \"quotes\"", "")) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();

      assertThat(child.output().text().lines())
          .containsSequence("argument plain", "argument with blank and \"quotes\"", "argument ")
          .containsSequence(JvmFlags.ALL.stream().map(flag -> "flag " + flag).toList());
    }
  }

  @Test
  void addsTheMeasuredEnvironmentWhereTheParentLacksIt() throws Exception {
    ProcessBuilder parent =
        ChildJvm.describe(
            GrandchildStarter.class, List.of(), List.of(SelfDescription.class.getName()));
    parent.environment().keySet().removeAll(MeasuredEnvironment.variables().keySet());

    try (ChildProgram starter = ChildProgram.start(parent)) {
      assertThat(starter.exitCode()).as(starter.errors().text()).isZero();

      assertThat(starter.output().text().lines()).contains("missing []");
    }
  }

  @Test
  void keepsTheEnvironmentThatItDoesNotSet() {
    ProcessBuilder child = ChildJvm.describe(SelfDescription.class, List.of(), List.of());

    assertThat(child.environment().keySet()).containsAll(System.getenv().keySet());
  }
}

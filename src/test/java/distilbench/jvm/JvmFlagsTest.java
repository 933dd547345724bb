package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Flags fit the JVM that gets them: an unknown one would keep it from starting. */
class JvmFlagsTest {

  @Test
  void warningsAboutUnsafeAreSilencedWhereThereAreAny() {
    assertThat(JvmFlags.quiet(17)).isEmpty();
    assertThat(JvmFlags.quiet(23)).isEmpty();
    assertThat(JvmFlags.quiet(24)).containsExactly("--sun-misc-unsafe-memory-access=allow");
    assertThat(JvmFlags.quiet(25)).containsExactly("--sun-misc-unsafe-memory-access=allow");
  }
}

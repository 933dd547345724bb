package distilbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Flags fit the JVM that gets them: an unknown one would keep it from starting. */
class JvmFlagsTest {

  @Test
  void warningsAboutUnsafeAreSilencedWhereThereAreAny() {
    assertThat(JvmFlags.quiet(Runtime.Version.parse("17.0.15+6"))).isEmpty();
    assertThat(JvmFlags.quiet(Runtime.Version.parse("23"))).isEmpty();
    assertThat(JvmFlags.quiet(Runtime.Version.parse("24")))
        .containsExactly("--sun-misc-unsafe-memory-access=allow");
    assertThat(JvmFlags.quiet(Runtime.Version.parse("25.0.1+8")))
        .containsExactly("--sun-misc-unsafe-memory-access=allow");
  }
}

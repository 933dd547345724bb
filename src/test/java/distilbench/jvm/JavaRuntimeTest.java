package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaRuntimeTest {
  @TempDir Path folder;

  @Test
  void asAnotherItDescribesItselfAsThisOneDoes() {
    JavaRuntime here = JavaRuntime.ofThisJvm();

    assertThat(JavaRuntime.of(here.executable())).isEqualTo(here);
    assertThat(here.feature()).isEqualTo(Runtime.version().feature());
    assertThat(here.version()).isEqualTo(System.getProperty("java.runtime.version"));
    assertThat(here.name()).isEqualTo(System.getProperty("java.vm.name"));
    assertThat(here.vendor()).isEqualTo(System.getProperty("java.vm.vendor"));
  }

  @Test
  void whatIsNotThereIsNoJvm() {
    Path nothing = folder.resolve("java");

    assertThatThrownBy(() -> JavaRuntime.of(nothing.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(nothing.toString())
        .hasMessageEndingWith("; give -jvm the java of a JDK, 17 or newer");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anotherProgramIsNoJvm() {
    assertThatThrownBy(() -> JavaRuntime.of("echo"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "echo is no such JVM, it said: -XshowSettings:properties -version; give -jvm the java of"
                + " a JDK, 17 or newer");
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:NoSuchFlag, Unrecognized VM option 'NoSuchFlag'",
    "-Xmx1m, Too small maximum heap",
    "-Xmx, Invalid maximum heap size: -Xmx"
  })
  void aFlagThatItDoesNotTakeIsToldInItsWords(String flag, String why) {
    JavaRuntime java = JavaRuntime.ofThisJvm();

    assertThatThrownBy(() -> java.tryFlags(List.of("-Xlog:disable", flag)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            java.executable()
                + " does not start with the forks' flags: "
                + why
                + ", exit code 1; mend -jvmArgs, -jvmArgsPrepend, -jvmArgsAppend or -jvm");
  }

  @Test
  void flagsThatItTakesAreNoMatter() {
    JavaRuntime.ofThisJvm().tryFlags(JvmFlags.ALL);
  }

  /** Its child has its output too. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(30)
  void aProgramThatDoesNotAnswerIsEndedWithItsChildren() throws IOException {
    Path silent = folder.resolve("java");
    Files.writeString(silent, "#!/bin/sh\nsleep 12345\n");
    assertThat(silent.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> JavaRuntime.of(silent.toString(), Duration.ofSeconds(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            silent + " \\(pid \\d+\\) did not say within 1 s which JVM it is; give -jvm .*");

    Polling.until(
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(any -> any.info().commandLine().orElse("").endsWith("sleep 12345")));
  }

  @ParameterizedTest
  @DisabledOnOs(OS.WINDOWS)
  @CsvSource({"1.8, is no such JVM", "11, is Java 11"})
  void whatIsTooOldIsRefused(String version, String why) throws IOException {
    Path old = folder.resolve("java");
    Files.writeString(old, "#!/bin/sh\necho '    java.specification.version = " + version + "'\n");
    assertThat(old.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> JavaRuntime.of(old.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why);
  }
}

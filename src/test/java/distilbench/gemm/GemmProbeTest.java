package distilbench.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.jvm.ChildJvm;
import distilbench.jvm.GrandchildStarter;
import distilbench.jvm.Polling;
import distilbench.jvm.SelfDescription;
import distilbench.machine.Cores;
import distilbench.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The probe says how fast the machine is, or why it cannot say so, and never hangs. */
@Timeout(60)
class GemmProbeTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration ENDLESS = Duration.ofMinutes(10);
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void measuresOneThreadAndAll(Precision precision) {
    GemmSpeed speed = GemmProbe.measure(GemmProbe.child(SHORT, precision), LONG_ENOUGH);

    assertThat(speed.failure()).isNull();
    assertThat(speed.threads()).isEqualTo(Cores.usable());
    // No core does less with any vector unit, or more with the widest, or with tiles in INT8.
    double most = precision == Precision.FP32 ? 1000 : 10_000;
    assertThat(speed.gflops1()).isBetween(0.5, most);
    assertThat(speed.gflopsAll()).isBetween(0.5, most * speed.threads());
  }

  @Test
  void aProbeThatCannotBeStartedIsUnknownForAReason() {
    GemmSpeed speed =
        GemmProbe.measure(new ProcessBuilder("/nowhere/bin/java", "Probe"), LONG_ENOUGH);

    assertUnknown(speed, "the probe cannot be started");
  }

  @Test
  void aProbeThatFailsIsUnknownAndQuoted() {
    ProcessBuilder child = GemmProbe.child(SHORT, Precision.FP32);
    child.command().add(1, "-Donnxruntime.native.path=/nowhere");

    assertUnknown(
        GemmProbe.measure(child, LONG_ENOUGH), "exit code 1: java.io.IOException: Native library");
  }

  @Test
  void aProbeThatSaysSomethingElseIsUnknown() {
    GemmSpeed speed =
        GemmProbe.measure(
            ChildJvm.describe(SelfDescription.class, List.of(), List.of()), LONG_ENOUGH);

    assertUnknown(speed, "the probe ended with exit code 0, it said: ");
  }

  @Test
  void whatOthersPrintToItsOutputDoesNoHarm() {
    ProcessBuilder child = GemmProbe.child(SHORT, Precision.FP32);
    child.environment().put("JAVA_TOOL_OPTIONS", "-XX:+PrintCommandLineFlags -XX:+PrintFlagsFinal");

    GemmSpeed speed = GemmProbe.measure(child, LONG_ENOUGH);

    assertThat(speed.failure()).isNull();
    assertThat(speed.gflops1()).isPositive();
  }

  @Test
  void aProbeThatTakesTooLongIsKilled() {
    GemmSpeed speed =
        GemmProbe.measure(GemmProbe.child(ENDLESS, Precision.FP32), Duration.ofSeconds(1));

    assertUnknown(speed, "the probe took more than 1 s");
    Polling.until(() -> probesOf(ProcessHandle.current()).findAny().isEmpty());
  }

  @Test
  void aBrokenLineIsNoSpeed() {
    for (String line :
        List.of("null", "{}", "{\"gflops1\":1,\"gflopsAll\":0,\"threads\":2}", "{\"gflops1\":")) {
      assertThat(catchParse(line)).as(line).isInstanceOf(IOException.class);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProbeEndsWithItsParent() throws Exception {
    Process parent =
        ChildJvm.describe(
                GrandchildStarter.class,
                List.of(),
                List.of(GemmProbeMain.class.getName(), Long.toString(ENDLESS.toMillis()), "INT8"))
            .start();
    try {
      ProcessHandle probe =
          Polling.untilFound(
              () -> probesOf(parent.toHandle()).filter(GemmProbeTest::multiplies).findFirst());
      try {
        parent.destroyForcibly().waitFor();
        long killed = System.nanoTime();

        Polling.until(() -> !isRunning(probe));

        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(2));
      } finally {
        probe.destroyForcibly();
      }
    } finally {
      parent.destroyForcibly();
    }
  }

  private static void assertUnknown(GemmSpeed speed, String reason) {
    assertThat(speed.gflops1()).isNaN();
    assertThat(speed.gflopsAll()).isNaN();
    assertThat(speed.failure()).contains(reason).hasLineCount(1);
  }

  private static Exception catchParse(String line) {
    try {
      GemmSpeed.parse(line);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static Stream<ProcessHandle> probesOf(ProcessHandle parent) {
    return parent
        .children()
        .filter(GemmProbeTest::isRunning)
        .filter(
            child -> child.info().commandLine().orElse("").contains(GemmProbeMain.class.getName()));
  }

  /** It has loaded ONNX Runtime, so it has watched its parent for long. */
  private static boolean multiplies(ProcessHandle probe) {
    try {
      return Files.readString(procOf(probe).resolve("maps")).contains("libonnxruntime.so");
    } catch (IOException e) {
      return false;
    }
  }

  /** A process that has ended may stay as a zombie until whoever adopted it takes notice. */
  private static boolean isRunning(ProcessHandle process) {
    try {
      String stat = Files.readString(procOf(process).resolve("stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  private static Path procOf(ProcessHandle process) {
    return Path.of("/proc", Long.toString(process.pid()));
  }
}

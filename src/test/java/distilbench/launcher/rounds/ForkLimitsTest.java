package distilbench.launcher.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import distilbench.console.InvalidInputException;
import distilbench.format.RowIdentity;
import distilbench.launcher.plan.PlannedRow;
import distilbench.machine.CpuLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a fork starts is limited as the fork is: seen with real processes and control groups. */
@EnabledOnOs(OS.LINUX)
class ForkLimitsTest {
  private static final String CPU = "" + CpuLimits.allowedCpus().nextSetBit(0);

  @Test
  void withoutLimitsNothingStandsInFront() {
    try (ForkLimits limits = ForkLimits.open(List.of(row("all", "0", 5)))) {
      assertThat(ForkLimits.command("all", "0")).isEmpty();
      assertThat(ForkLimits.command(null, null)).isEmpty();
    }
  }

  @Test
  void aWorkerHasTheAffinityOfItsFork() throws Exception {
    try (ForkLimits limits = ForkLimits.open(List.of(row(CPU, "0", 5)))) {
      assertThat(ofWorker(ForkLimits.command(CPU, "0"), "/proc/self/status"))
          .containsPattern("Cpus_allowed_list:\\s+" + CPU + "\n");
    }
  }

  @Test
  void aWorkerIsInTheGroupOfItsQuotaUntilTheEnd() throws Exception {
    String group;
    try (ForkLimits limits = opened("0.5")) {
      List<String> command = ForkLimits.command("all", "0.5");
      group = Path.of(command.get(3)).getParent().toString();

      assertThat(ofWorker(command, "/proc/self/cgroup"))
          .contains("/" + Path.of(group).getFileName() + "\n");
      assertThat(ForkLimits.command("all", "0.5")).isEqualTo(command);
    }
    assertThat(Path.of(group)).doesNotExist();
  }

  /** The process number is beyond what Linux has. */
  @Test
  void groupsOfLaunchersThatWereKilledAreRemoved() throws Exception {
    String group;
    try (ForkLimits limits = opened("0.25")) {
      group = ForkLimits.command("all", "0.25").get(3);
    }
    Path stale = Path.of(group).getParent().resolveSibling("distilbench-99999999-25000");
    Files.createDirectory(stale);

    try (ForkLimits limits = opened("0.25")) {
      assertThat(stale).doesNotExist();
    }
  }

  @Test
  void whatCannotBeSetIsRefused() {
    assertThatThrownBy(() -> ForkLimits.open(List.of(row("4095", "0", 5))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cpus=4095 is not possible: this process may use CPUs");
    assertThatThrownBy(() -> ForkLimits.open(List.of(row(CPU, "0", 0))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-f 0 has none");
  }

  /** Where this user may make no group, there is nothing to see. */
  private static ForkLimits opened(String quota) {
    Optional<ForkLimits> limits = Optional.empty();
    try {
      limits = Optional.of(ForkLimits.open(List.of(row("all", quota, 5))));
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageStartingWith("quota=" + quota + " is not possible: no control group");
    }
    assumeThat(limits).as("a control group can be made").isPresent();
    return limits.orElseThrow();
  }

  private static PlannedRow row(String cpus, String quota, int forks) {
    return new PlannedRow(
        new RowIdentity("a.B.c", "ss", 1, Map.of("cpus", cpus, "quota", quota)), forks, 0);
  }

  /** What a file says to a process that is started by one that is started so. */
  private static String ofWorker(List<String> command, String file) throws Exception {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("sh", "-c", "cat " + file + "; true"));
    Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}

package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares runs of the same code. In half of the pairs a neighbour, a CPU quota or a stop disturbs
 * the second run while it measures: no word may be said that is not true.
 *
 * <p>{@code mvn verify -Pfaults} runs it: about half an hour on two cores, which must have nothing
 * else to do.
 */
@Tag("faults")
@EnabledOnOs(OS.LINUX)
class FalseVerdictIT {
  private static final int PAIRS = 20;
  private static final Path CPU_GROUPS = Path.of("/sys/fs/cgroup/cpu");

  /** Beyond what opening took in a run that nobody disturbed: the pass is under way. */
  private static final long INTO_THE_PASS_MILLIS = 100;

  /** Looking for workers more often would itself disturb what is measured. */
  private static final long LOOK_MILLIS = 100;

  @TempDir private static Path folder;

  /** From when the workers were started until the pass is under way. */
  private long untilThePassMillis;

  private enum Disturbance {
    NONE,
    NEIGHBOUR,
    STOP,
    QUOTA
  }

  @Test
  void theSameCodeIsNeitherFasterNorSlowerThanItself() throws Exception {
    Random random = new Random(7);
    List<String> untrue = new ArrayList<>();
    List<Disturbance> kinds = new ArrayList<>(List.of(Disturbance.NEIGHBOUR, Disturbance.STOP));
    if (Files.isWritable(CPU_GROUPS.resolve("cgroup.procs"))) {
      kinds.add(Disturbance.QUOTA);
    }
    run("warm-up", Disturbance.NONE, random);
    untilThePassMillis = openMillis("warm-up") + INTO_THE_PASS_MILLIS;
    for (int pair = 1; pair <= PAIRS; pair++) {
      Disturbance disturbance =
          pair % 2 == 1 ? Disturbance.NONE : kinds.get(pair / 2 % kinds.size());
      run("base-" + pair, Disturbance.NONE, random);
      run("other-" + pair, disturbance, random);
      for (JsonNode finding : compared(pair)) {
        String line =
            String.format(
                "%2d %-9s %-6s %.3f [%.3f, %.3f] %s %s",
                pair,
                disturbance,
                finding.path("figure").asText(),
                finding.at("/ratio/value").asDouble(),
                finding.at("/ratio/low").asDouble(),
                finding.at("/ratio/high").asDouble(),
                finding.path("verdict").asText(),
                finding.path("why").asText());
        System.out.println(line);
        boolean time = finding.path("figure").asText().equals("time");
        if (time && finding.path("verdict").asText().matches("faster|slower")) {
          untrue.add(line);
        }
      }
    }
    assertThat(untrue).isEmpty();
  }

  private static long openMillis(String name) throws IOException {
    JsonNode row = new ObjectMapper().readTree(folder.resolve(name + ".json").toFile()).get(0);
    return (long) (1000 * row.at("/secondaryMetrics/open.seconds/score").asDouble());
  }

  private static JsonNode compared(int pair) throws Exception {
    JarRun compared =
        JarRun.in(
            folder,
            "compare",
            "base-" + pair + ".json",
            "other-" + pair + ".json",
            "--format",
            "json");
    assertThat(compared.exitCode()).as(compared.errors()).isZero();
    return new ObjectMapper().readTree(compared.output()).at("/comparisons/0/findings");
  }

  private void run(String name, Disturbance disturbance, Random random) throws Exception {
    List<String> command = new ArrayList<>();
    if (disturbance == Disturbance.QUOTA) {
      command.addAll(
          List.of("sh", "-c", "echo $$ > " + quota() + "/cgroup.procs; exec \"$@\"", "-"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JarRun.FLAGS);
    command.addAll(List.of("-jar", System.getProperty("benchmarks.jar"), "CorpusPass"));
    command.addAll(List.of("-p", "deployment=SHARED_PREPACKED", "-p", "processes=2"));
    command.addAll(List.of("-p", "texts=50", "-f", "5", "-rff", name + ".json"));
    Path output = folder.resolve(name + ".log");
    Process run =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      Set<ProcessHandle> disturbed = new HashSet<>();
      while (run.isAlive()) {
        List<ProcessHandle> workers = workers(run);
        if (workers.size() == 2 && disturbed.addAll(workers)) {
          Thread.sleep(untilThePassMillis);
          disturb(disturbance, workers.get(random.nextInt(2)), 300 + random.nextInt(500));
        }
        Thread.sleep(LOOK_MILLIS);
      }
      assertThat(run.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly().waitFor();
    }
  }

  private static List<ProcessHandle> workers(Process run) {
    try (Stream<ProcessHandle> all = run.descendants()) {
      return all.filter(process -> commandLine(process).contains("WorkerMain")).toList();
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static void disturb(Disturbance disturbance, ProcessHandle worker, long millis)
      throws Exception {
    switch (disturbance) {
      case NEIGHBOUR -> {
        Process neighbour = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        Thread.sleep(millis);
        neighbour.destroyForcibly().waitFor();
      }
      case STOP -> {
        signal("STOP", worker);
        Thread.sleep(millis);
        signal("CONT", worker);
      }
      case NONE, QUOTA -> {}
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** 1.8 cores: a quota that costs little enough not to be seen at once. */
  private static Path quota() throws IOException {
    Path group = CPU_GROUPS.resolve("distilbench-test-" + ProcessHandle.current().pid());
    if (!Files.exists(group)) {
      Files.createDirectory(group);
      Files.writeString(group.resolve("cpu.cfs_period_us"), "100000");
      Files.writeString(group.resolve("cpu.cfs_quota_us"), "180000");
      group.toFile().deleteOnExit();
    }
    return group;
  }
}

package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.jvm.ChildProgram;
import distilbench.jvm.Polling;
import distilbench.machine.CpuLimits;
import distilbench.report.data.RunFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds as users run them: the jar in a child process, without a model's weights. Whatever ends a
 * run, the file holds the forks that were measured.
 */
@Timeout(300)
class RoundsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void prepareTinyModel() throws Exception {
    JarRun generated = JarRun.in(shared, "model", "generate", "tiny", "--geometry", "tiny");
    assertThat(generated.exitCode()).as(generated.errors()).isZero();
  }

  @Tag("thorough")
  @Test
  void roundsAndJmhsOrderGiveResultsOfTheSameForm() throws Exception {
    List<String> suite =
        List.of(
            "CorpusPass|ClosedLoop|Tokenize",
            "-f",
            "2",
            "-i",
            "2",
            "-r",
            "100ms",
            "-wi",
            "0",
            "-t",
            "2",
            "-prof",
            // One that has every metric in every iteration.
            "comp");

    JarRun rounds = JarRun.in(folder, arguments(suite, "-rff", "rounds.json", "--seed", "3"));
    JarRun jmhs = JarRun.in(folder, arguments(suite, "-rff", "jmhs.json", "--sequential"));

    assertThat(rounds.exitCode()).as(rounds.output() + rounds.errors()).isZero();
    assertThat(jmhs.exitCode()).as(jmhs.output() + jmhs.errors()).isZero();
    assertThat(rounds.output()).contains("4 rows in 2 rounds, 8 forks", "--seed 3");
    assertThat(jmhs.output()).contains("--sequential: measuring in JMH's own order");
    JsonNode measured = read("rounds.json");
    assertThat(measured).hasSize(4);
    assertThat(form(measured)).isEqualTo(form(read("jmhs.json")));
    assertThat(measured)
        .extracting(row -> row.get("mode").asText())
        .containsExactly("thrpt", "avgt", "sample", "ss");
    assertThat(measured).allSatisfy(row -> assertThat(row.get("forks").asInt()).isEqualTo(2));
  }

  /** The same tree with every measured figure left out. */
  private static JsonNode form(JsonNode results) {
    JsonNode form = results.deepCopy();
    form.forEach(
        row -> {
          withoutFigures(row.get("primaryMetric"));
          row.get("secondaryMetrics").forEach(RoundsIT::withoutFigures);
        });
    return form;
  }

  private static void withoutFigures(JsonNode metric) {
    ObjectNode fields = (ObjectNode) metric;
    List<String> names = new ArrayList<>();
    for (Iterator<String> all = fields.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    for (String name : names) {
      switch (name) {
        case "score", "scoreError" -> fields.put(name, 0);
        case "scoreConfidence" -> fields.put(name, fields.get(name).size());
        case "scorePercentiles" -> {
          List<String> percentiles = new ArrayList<>();
          fields.get(name).fieldNames().forEachRemaining(percentiles::add);
          fields.putPOJO(name, percentiles);
        }
        case "rawData", "rawDataHistogram" -> {
          List<Integer> iterations = new ArrayList<>();
          fields.get(name).forEach(fork -> iterations.add(fork.size()));
          fields.putPOJO(name, iterations);
        }
        default -> {}
      }
    }
  }

  @Test
  void redundantRowsAreMeasuredOnce() throws Exception {
    JarRun run =
        run(
            "-p",
            "deployment=CONTROL",
            "-p",
            "processes=1,2,4",
            "-p",
            "callSize=8,4",
            "-f",
            "1",
            "-rff",
            "r.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output())
        .contains("4 of 6 rows left out")
        .contains("2 rows in 1 round, 2 forks");
    assertThat(read("r.json"))
        .extracting(row -> row.at("/params/processes").asText())
        .containsExactly("1", "1");
  }

  @Test
  void aTwinIsAnOrdinaryRowOfTheFile() throws Exception {
    JarRun run = run("--twin", "-p", "deployment=CONTROL", "-f", "1", "-rff", "r.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output())
        .contains("2 rows in 1 round, 2 forks", "twin=yes", "Twins: the scores of CONTROL are");
    assertThat(read("r.json"))
        .extracting(row -> row.at("/params/twin").asText())
        .containsExactly("", "yes");
    assertThat(read("r.env.json").at("/run/rows")).allSatisfy(RoundsIT::hasInput);
    assertThat(run("--twin", "--sequential", "-p", "deployment=CONTROL").exitCode()).isEqualTo(2);
  }

  /** A fork that is not limited as its row says fails. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void rowsLimitTheirForks() throws Exception {
    JarRun refused = run("-p", "deployment=CONTROL", "-p", "cpus=4095", "-f", "1");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors().lines())
        .singleElement()
        .asString()
        .contains("cpus=4095 is not possible: this process may use CPUs {");

    String cpu = "" + CpuLimits.allowedCpus().nextSetBit(0);
    JarRun run = run("-p", "deployment=CONTROL", "-p", "cpus=" + cpu, "-p", "quota=0.5", "-f", "1");

    assumeThat(run.errors()).doesNotContain("no control group can be made");
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output()).contains("cpus=" + cpu, "quota=0.5");
  }

  private static void hasInput(JsonNode row) {
    assertThat(row.path("input").asInt(-1)).isZero();
  }

  @Test
  void withoutForksJmhsOrderIsUsed() throws Exception {
    JarRun run = run("-p", "deployment=CONTROL", "-f", "0", "-rff", "r.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output())
        .contains("No forks (-f 0): measuring in JMH's own order")
        .contains("forks ran without the measured environment", "noise was not recorded");
    assertThat(read("r.json").at("/0/forks").asInt()).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void killingTheHostLeavesWhatWasMeasured() throws Exception {
    try (ChildProgram run = start(List.of(), "-f", "100")) {
      run.output().await("round 2 of 100, row 2 of 2");

      run.kill();

      JsonNode rows = read("r.json");
      assertThat(forks(rows)).isEqualTo(3);
      assertThat(RunFile.read(folder.resolve("r.json")).hasSidecar()).isTrue();
      assertThat(rows).allSatisfy(row -> assertThat(row.get("forks").asInt()).isEqualTo(100));
      assertThat(read("r.env.json").at("/verdict/rows")).hasSize(2);
    }
  }

  /** JMH's lock does not keep them apart: each has another one, or ignores it. */
  @Tag("thorough")
  @Test
  void ofTwoRunsWithOneResultFileTheSecondIsRefused() throws Exception {
    try (ChildProgram first = start(List.of(), "-f", "2")) {
      first.output().await("round 1 of 2, row 1 of 2");

      JarRun second = run("-f", "1", "-rff", "r.json", "-o", "second.txt");

      assertThat(second.exitCode()).as(second.output() + second.errors()).isEqualTo(2);
      assertThat(second.errors().lines())
          .singleElement()
          .asString()
          .startsWith("the result file r.json exists already");
      assertThat(folder.resolve("second.txt")).doesNotExist();
      assertThat(first.exitCode()).as(first.errors().text()).isZero();
      assertThat(forks(read("r.json"))).isEqualTo(4);
    }
  }

  @Tag("thorough")
  @Test
  @EnabledOnOs(OS.LINUX)
  void aRunThatWasKilledBeforeItMeasuredAnythingBlocksNoOther() throws Exception {
    try (ChildProgram run = start(List.of(), "-f", "2")) {
      run.output().await("round 1 of 2, row 1 of 2");
      run.kill();
    }
    assertThat(read("r.json")).isEmpty();
    assertThat(read("r.env.json").has("verdict")).isTrue();

    JarRun next = run("-f", "1", "-rff", "r.json");

    assertThat(next.exitCode()).as(next.output() + next.errors()).isZero();
    assertThat(forks(read("r.json"))).isEqualTo(1);
    assertThat(read("r.env.json").at("/verdict/rows")).hasSize(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aKilledForkEndsItsRowAndNoOther() throws Exception {
    try (ChildProgram run = start(List.of(), "-f", "3")) {
      run.output().await("round 2 of 3, row 2 of 2");
      ProcessHandle fork = fork(run);

      fork.destroyForcibly();

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.errors().text()).contains("1 of 2 rows were not measured, or not wholly");
      assertThat(run.output().text())
          .contains("FAILED in round 2: CorpusPass.pass callSize=")
          .contains("<forked VM failed with exit code 137>");
      assertThat(read("r.json"))
          .extracting(row -> row.at("/primaryMetric/rawData").size())
          .containsExactlyInAnyOrder(1, 3);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aRunThatIsStoppedSaysWhereItsResultsAre() throws Exception {
    // Whoever runs the tests in the background has them ignore Ctrl-C.
    try (ChildProgram run = start(List.of("env", "--default-signal=INT"), "-f", "100")) {
      run.output().await("round 2 of 100, row 1 of 2");

      new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();

      assertThat(run.exitCode()).isGreaterThan(128);
      assertThat(run.errors().text())
          .contains("stopped: r.json holds the 2 forks measured until then");
      assertThat(forks(read("r.json"))).isEqualTo(2);
    }
  }

  @Tag("thorough")
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsToldAndLeavesTheEarlierFile() throws Exception {
    Path kept = folder.resolve("kept.json");

    JarRun run =
        inFileSystemOfItsOwn(
            "mount -t tmpfs -o size=128k tmpfs results && \"$@\"; code=$?;"
                + " cp results/r.json kept.json; cp results/r.env.json kept.env.json; exit $code",
            "-p",
            "callSize=8,7,6,5");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(1);
    assertThat(run.errors())
        .containsPattern(
            "results cannot be written to results/r.json \\(No space left on device\\):"
                + " it holds \\d of the \\d forks measured so far. Make room")
        .doesNotContain("\tat ");
    assertThat(forks(JSON.readTree(kept.toFile()))).isBetween(1, 3);
    assertThat(forks(JSON.readTree(elsewhere().toFile())))
        .as("what a full disk did not take")
        .isEqualTo(4);
    assertThat(run.output()).as("the table is printed all the same").contains("s per 1000");
    for (Path pair : List.of(kept, elsewhere())) {
      RunFile read = RunFile.read(pair);
      assertThat(read.hasSidecar()).as("its own file is beside " + pair).isTrue();
      assertThat(read.entries("noise.rows"))
          .hasSizeGreaterThanOrEqualTo(forks(JSON.readTree(pair.toFile())));
    }
    assertThat(RunFile.read(elsewhere()).fact("run.end")).isPresent();
  }

  @Tag("thorough")
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatTurnsReadOnlyIsToldAndLeavesTheEarlierFile() throws Exception {
    Path kept = folder.resolve("kept.json");

    JarRun run =
        inFileSystemOfItsOwn(
            "mount -t tmpfs tmpfs results;"
                + " (until grep -qs benchmark results/r.json; do sleep 0.05; done;"
                + "  until mount -o remount,ro results; do sleep 0.05; done) 2>/dev/null &"
                + " \"$@\"; code=$?; cp results/r.json kept.json; exit $code",
            "-p",
            "callSize=8,7,6,5");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(1);
    assertThat(run.errors())
        .contains("results cannot be written to results/r.json (Read-only file system)")
        .doesNotContain("\tat ");
    assertThat(forks(JSON.readTree(kept.toFile()))).isBetween(1, 3);
    assertThat(forks(JSON.readTree(elsewhere().toFile()))).isEqualTo(4);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aReadOnlyFolderIsRefusedBeforeAnythingIsMeasured() throws Exception {
    JarRun run = inFileSystemOfItsOwn("mount -t tmpfs -o ro tmpfs results && \"$@\"");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains("results cannot be written").doesNotContain("\tat ");
    assertThat(run.output()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onATerminalOneLineChanges() throws Exception {
    assumeThat(succeeds("script", "-qec", "true", "/dev/null")).isTrue();
    List<String> command = new ArrayList<>(List.of("script", "-qec"));
    command.add(String.join(" ", jar(List.of(), arguments(List.of("-f", "2", "-rff", "r.json")))));
    command.add("/dev/null");
    ProcessBuilder script = new ProcessBuilder(command).directory(folder.toFile());
    script.environment().put("TERM", "xterm");

    try (ChildProgram run = ChildProgram.start(script)) {
      assertThat(run.exitCode()).isZero();
      assertThat(run.output().text())
          .contains("\u001b[K")
          .containsPattern("round 1 of 2, row 1 of 1: CorpusPass.pass  \\S+ s/op")
          .containsPattern("round 2 of 2, row 1 of 1: CorpusPass.pass; about 0:0\\d left");
    }
  }

  @Test
  void whileAnotherRunHoldsJmhsLockNothingBegins() throws Exception {
    List<String> command = jar(List.of(), arguments(List.of("-f", "1", "-rff", "r.json")));
    command.remove("-Djmh.ignoreLock=true");
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve("jmh.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(lock.tryLock()).isNotNull();
      try (ChildProgram run =
          ChildProgram.start(new ProcessBuilder(command).directory(folder.toFile()))) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors().text())
            .startsWith("another JMH run is under way")
            .doesNotContain("\tat ");
      }
    }
    assertThat(folder.resolve("r.json")).doesNotExist();
  }

  @Tag("thorough")
  @Test
  void theTableNeedsNoJsonFileAndShowsWhatOtherProfilersSay() throws Exception {
    JarRun run =
        run("-p", "deployment=CONTROL", "-f", "1", "-rf", "csv", "-rff", "r.csv", "-prof", "gc");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output())
        .contains("s per 1000", "Further metrics", "gc.alloc.rate.norm")
        .contains("Verdict on time: invalid", "- fewer than 3 forks: 1 fork.", "Results: r.csv");
    assertThat(run.output())
        .as("one table, not JMH's beside it")
        .containsOnlyOnce("s per 1000")
        .doesNotContain("Score");
    assertThat(JSON.readTree(folder.resolve("r.env.json").toFile()).at("/verdict/time/status"))
        .hasToString("\"invalid\"");
  }

  @Tag("thorough")
  @Test
  void aSilentRunKeepsItsVerdictToItsFile() throws Exception {
    JarRun run = run("-p", "deployment=CONTROL", "-f", "1", "-v", "SILENT", "-rff", "r.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output()).isEmpty();
    assertThat(read("r.env.json").at("/verdict/memory/status").asText()).isEqualTo("invalid");
  }

  @Tag("thorough")
  @Test
  void outputGoesToTheFileThatTheUserNames() throws Exception {
    JarRun run = run("-p", "deployment=CONTROL", "-f", "1", "-o", "said.txt", "-rff", "r.json");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output()).isEmpty();
    assertThat(folder.resolve("said.txt"))
        .content()
        .containsOnlyOnce("# VM options")
        .contains("round 1 of 1, row 1 of 1: CorpusPass.pass", "Results: r.json")
        .contains("s per 1000", "Verdict on time: invalid")
        .doesNotContain("\u001b");
  }

  private JarRun run(String... arguments) throws Exception {
    return JarRun.in(folder, arguments(List.of(arguments)));
  }

  private static String[] arguments(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    all.addAll(List.of("-p", "model=" + shared.resolve("tiny"), "-p", "texts=40"));
    if (all.stream().noneMatch(argument -> argument.startsWith("deployment="))) {
      all.addAll(List.of("-p", "deployment=CONTROL"));
    }
    return all.toArray(String[]::new);
  }

  /** Two rows whose forks end quickly. */
  private ChildProgram start(List<String> prefix, String... arguments) throws Exception {
    List<String> command =
        jar(prefix, arguments(List.of(arguments), "-rff", "r.json", "-p", "callSize=8,4"));
    return ChildProgram.start(new ProcessBuilder(command).directory(folder.toFile()));
  }

  private List<String> jar(List<String> prefix, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JarRun.FLAGS);
    command.addAll(
        List.of("-Djava.io.tmpdir=" + folder, "-jar", System.getProperty("benchmarks.jar")));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs a shell script that mounts a file system on {@code results} and then starts the launcher,
   * its command line being the script's arguments. Nobody else sees the mount.
   */
  private JarRun inFileSystemOfItsOwn(String script, String... arguments) throws Exception {
    List<String> alone = List.of("unshare", "--mount");
    List<String> asOwner = List.of("unshare", "--mount", "--map-root-user");
    List<String> unshare = succeeds(alone) ? alone : asOwner;
    assumeThat(succeeds(unshare)).as("file systems can be mounted").isTrue();
    Files.createDirectory(folder.resolve("results"));
    List<String> command = new ArrayList<>(unshare);
    command.addAll(List.of("sh", "-c", script, "sh"));
    command.addAll(
        jar(List.of(), arguments(List.of(arguments), "-f", "1", "-rff", "results/r.json")));
    try (ChildProgram run =
        ChildProgram.start(new ProcessBuilder(command).directory(folder.toFile()))) {
      return new JarRun(run.exitCode(), run.output().text(), run.errors().text());
    }
  }

  private static boolean succeeds(List<String> command) throws Exception {
    List<String> mount = new ArrayList<>(command);
    mount.addAll(List.of("sh", "-c", "mount -t tmpfs tmpfs /mnt"));
    return succeeds(mount.toArray(String[]::new));
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static ProcessHandle fork(ChildProgram run) {
    ProcessHandle host = ProcessHandle.of(run.pid()).orElseThrow();
    return Polling.untilFound(() -> host.children().filter(RoundsIT::isFork).findFirst());
  }

  /** Before that it is still a copy of its parent, or the helper that starts it. */
  private static boolean isFork(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("org.openjdk.jmh.runner.ForkedMain");
  }

  private JsonNode read(String file) throws IOException {
    return JSON.readTree(folder.resolve(file).toFile());
  }

  /** Where a run puts its results if their own place does not take them. */
  private Path elsewhere() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().equals("r.json"))
          .filter(
              file -> file.getParent().getFileName().toString().startsWith("distilbench-results"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static int forks(JsonNode rows) {
    int forks = 0;
    for (JsonNode row : rows) {
      forks += row.at("/primaryMetric/rawData").size();
    }
    return forks;
  }
}

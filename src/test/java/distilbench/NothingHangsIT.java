package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.jvm.ChildProgram;
import distilbench.jvm.LivingProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whichever process of a row stops answering: the row fails in time and in one line, its processes
 * end, and the next row is measured. One run for all of them: it takes as long as the others
 * together.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@Tag("thorough")
class NothingHangsIT {
  private static final long POLL_MILLIS = 20;
  private static final long LONGEST_WAIT_SECONDS = 60;

  @TempDir private static Path folder;

  @Test
  void whatIsStoppedFailsItsRowOnly() throws Exception {
    JarRun.in(folder, "model", "generate", "tiny", "--geometry", "tiny");
    List<ProcessHandle> all = new ArrayList<>();
    try (ChildProgram run = start()) {
      Iterator<Integer> rows = IntStream.rangeClosed(1, 4).iterator();
      List<ProcessHandle> first = nextWithWorkers(run, rows);
      all.addAll(first);
      signal("STOP", first.get(1));

      List<ProcessHandle> second = nextWithWorkers(run, rows);
      all.addAll(second);
      signal("STOP", second.get(0));

      List<ProcessHandle> third = nextWithWorkers(run, rows);
      all.addAll(third);
      signal("STOP", third.get(1));
      signal("KILL", third.get(0));

      assertThat(run.exitCode()).as(run.errors().text()).isEqualTo(1);
      assertThat(all).noneMatch(LivingProcess::runs);
      String stopped = ", stopped by a signal\\)";
      assertThat(run.output().text())
          .containsPattern(
              "FAILED in round 1: CorpusPass.pass \\w+: (interrupted: )?worker \\d \\(pid "
                  + first.get(1).pid()
                  + stopped
                  + " has not answered a call of \\d+ texts for \\d+\\.\\d s\n")
          .containsPattern(
              "The fork \\(pid "
                  + second.get(0).pid()
                  + stopped
                  + " gave no sign of life for \\d+ s, since iteration \\d+ (began|ended): killed\\.")
          .containsPattern("FAILED in round 1: .*: forked VM failed with exit code 137\n");
    } finally {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(onlyResults())
        .contains("\"deployment\" : \"CONTROL\"")
        .doesNotContain("MULTIPROCESS", "SERVER");
  }

  private static ChildProgram start() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JarRun.FLAGS);
    command.addAll(List.of("-jar", System.getProperty("benchmarks.jar"), "-p", "model=tiny"));
    command.addAll(
        List.of("-p", "deployment=MULTIPROCESS_NAIVE,MULTIPROCESS_BUDGETED,SERVER,CONTROL"));
    // On a slow machine, too, an iteration must be over long before the time-out.
    command.addAll(List.of("-p", "texts=60", "-p", "processes=2", "--memory", "off", "-f", "1"));
    // Iterations for some seconds, and shown, so that the test knows when workers are at work.
    command.addAll(List.of("-i", "100", "-v", "EXTRA", "-to", "10s"));
    return ChildProgram.start(new ProcessBuilder(command).directory(folder.toFile()));
  }

  /** The fork, and its workers, of the next row that has some, when it is being measured. */
  private static List<ProcessHandle> nextWithWorkers(ChildProgram run, Iterator<Integer> rows)
      throws Exception {
    String row = "row " + rows.next() + " of 4: CorpusPass.pass ";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
    while (!isMeasuring(run.output().text(), row)) {
      assertThat(System.nanoTime()).as(run.output().text()).isLessThan(deadline);
      Thread.sleep(POLL_MILLIS);
    }
    if (run.output().text().contains(row + "CONTROL")) {
      return nextWithWorkers(run, rows);
    }
    ProcessHandle host = ProcessHandle.of(run.pid()).orElseThrow();
    List<ProcessHandle> processes = new ArrayList<>(host.children().toList());
    assertThat(processes).as("forks").hasSize(1);
    processes.get(0).children().forEach(processes::add);
    assertThat(processes).as("fork and workers").hasSizeGreaterThan(1);
    return processes;
  }

  private static boolean isMeasuring(String output, String row) {
    int begun = output.indexOf(row);
    return begun >= 0 && output.indexOf("Iteration   3:", begun) >= 0;
  }

  private static String onlyResults() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("jmh-results"))) {
      Path results =
          files
              .filter(file -> file.toString().matches(".*(?<!\\.env)\\.json"))
              .findFirst()
              .orElseThrow();
      return Files.readString(results);
    }
  }

  private static void signal(String signal, ProcessHandle process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}

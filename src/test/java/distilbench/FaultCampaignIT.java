package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills and stops processes of runs at random, of every kind and at any time of their lives.
 * However that ends, nothing may be left running, no file may be torn, nothing that was measured
 * may be lost, and nobody may wait for ever.
 *
 * <p>{@code mvn verify -Pfaults} runs it: about a quarter of an hour on two cores.
 */
@Tag("faults")
@EnabledOnOs(OS.LINUX)
class FaultCampaignIT {
  private static final int RUNS = 120;

  /** JMH's own limit on a fork without progress, for these runs. */
  private static final String TIMEOUT = "5s";

  /** Beyond it something hangs: the timeout, its margins, and the rest of the run. */
  private static final Duration LONGEST_RUN = Duration.ofSeconds(120);

  private static final Duration LONGEST_LEFT = Duration.ofSeconds(3);
  private static final int ROWS = 2;
  private static final long POLL_MILLIS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What may be hit, by the main class on its command line. */
  private enum Kind {
    LAUNCHER("benchmarks.jar"),
    FORK("org.openjdk.jmh.runner.ForkedMain"),
    WORKER("distilbench.worker.WorkerMain"),
    PREPARATION("distilbench.prepare.PreparationMain"),
    PROBE("distilbench.gemm.GemmProbeMain");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** What it is hit with; a pause is a stop that ends after a second. */
  private enum Blow {
    KILL,
    TERM,
    SEGV,
    QUIT,
    STOP,
    PAUSE
  }

  @TempDir private static Path folder;
  @TempDir private static Path temporary;

  private final List<String> problems = new ArrayList<>();
  private final Map<String, List<String>> ends = new TreeMap<>();
  private Duration longest = Duration.ZERO;
  private int keptForks;

  @BeforeAll
  static void prepareTinyModel() throws Exception {
    JarRun made = JarRun.in(folder, "model", "generate", "tiny", "--geometry", "tiny");
    assertThat(made.exitCode()).as(made.errors()).isZero();
  }

  @Test
  void whateverIsHitNothingIsLeftTornOrLost() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int number = 1; number <= RUNS; number++) {
      Kind kind = Kind.values()[number % Kind.values().length];
      List<Blow> blows = blows(kind);
      Blow blow = blows.get(number / Kind.values().length % blows.size());
      hit(number, kind, blow, random.nextInt(1500));
    }
    Process last = start("last");
    assertThat(last.waitFor()).as(Files.readString(folder.resolve("last.log"))).isZero();

    ends.forEach((what, how) -> System.out.printf("%-22s %s%n", what, String.join(" ", how)));
    System.out.printf(
        "%d runs, %d forks kept, the longest run %d s, %d problems%n",
        RUNS, keptForks, longest.toSeconds(), problems.size());
    assertThat(problems).isEmpty();
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left).noneMatch(file -> file.getFileName().toString().contains(".partial-"));
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  /** A launcher that nobody continues does not end: that is what stopping it means. */
  private static List<Blow> blows(Kind kind) {
    return Arrays.stream(Blow.values())
        .filter(blow -> kind != Kind.LAUNCHER || blow != Blow.STOP)
        .toList();
  }

  private static Process start(String results) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("setsid", Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(JarRun.FLAGS);
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-jar", System.getProperty("benchmarks.jar"), "CorpusPass"));
    command.addAll(List.of("-p", "model=tiny", "-p", "deployment=SINGLE,SHARED_PREPACKED"));
    command.addAll(List.of("-p", "processes=2", "-p", "texts=100", "-f", "1"));
    command.addAll(List.of("-to", TIMEOUT, "-rff", results + ".json"));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(results + ".log").toFile())
        .start();
  }

  private void hit(int number, Kind kind, Blow blow, int delayMillis) throws Exception {
    String name = number + " " + kind + " " + blow;
    Path results = folder.resolve(number + ".json");
    long started = System.nanoTime();
    Process launcher = start(Integer.toString(number));
    Watch watch = new Watch(launcher, results);
    try {
      Optional<ProcessHandle> target = watch.await(kind);
      watch.sleep(delayMillis);
      boolean struck = target.filter(process -> signal(blow, process)).isPresent();
      if (blow == Blow.PAUSE && struck) {
        watch.sleep(1000);
        send("CONT", target.get());
      }
      boolean ended = watch.awaitEnd(LONGEST_RUN);
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      longest = longest.compareTo(took) > 0 ? longest : took;
      check(ended, name + ": still running after " + LONGEST_RUN.toSeconds() + " s");
      check(watch.nothingRuns(), name + ": processes are left");
      String end = struck ? Integer.toString(ended ? launcher.exitValue() : -1) : "missed";
      ends.computeIfAbsent(kind + " " + blow, any -> new ArrayList<>()).add(end);
      judge(name, kind, blow, struck, ended ? launcher.exitValue() : -1, results, watch.mostForks);
    } finally {
      watch.endAll();
    }
    if (problems.stream().anyMatch(problem -> problem.startsWith(name + ":"))) {
      System.out.println(name + "\n" + Files.readString(folder.resolve(number + ".log")));
    }
  }

  private void judge(
      String name, Kind kind, Blow blow, boolean struck, int code, Path results, int seenForks)
      throws IOException {
    int forks = 0;
    try {
      forks = JSON.readTree(results.toFile()).size();
      check(
          forks == 0
              || JSON.readTree(folder.resolve(name.split(" ")[0] + ".env.json").toFile())
                  .isObject(),
          name + ": results without what is known about them");
    } catch (NoSuchFileException e) {
      // Nothing was measured.
    } catch (IOException e) {
      check(!Files.exists(results), name + ": torn: " + e.getMessage());
    }
    keptForks += forks;
    check(forks >= seenForks, name + ": " + seenForks + " forks were there, " + forks + " are");
    boolean harmless = !struck || blow == Blow.PAUSE || blow == Blow.QUIT;
    if (harmless) {
      check(code == 0 && forks == ROWS, name + ": exit code " + code + ", " + forks + " rows");
    } else if (kind == Kind.FORK || kind == Kind.WORKER) {
      // A worker that has answered everything is not missed.
      boolean late = kind == Kind.WORKER && code == 0 && forks == ROWS;
      check(code == 1 || late, name + ": exit code " + code);
      check(forks >= ROWS - 1, name + ": the other row is missing");
    } else if (kind == Kind.PREPARATION) {
      check(code == 2 && forks == 0, name + ": exit code " + code + ", " + forks + " rows");
    } else if (kind == Kind.PROBE) {
      check(code == 0 && forks == ROWS, name + ": exit code " + code + ", " + forks + " rows");
    }
  }

  private void check(boolean good, String problem) {
    if (!good) {
      problems.add(problem);
      System.out.println("PROBLEM " + problem);
    }
  }

  private static boolean signal(Blow blow, ProcessHandle process) {
    return send(blow == Blow.PAUSE ? "STOP" : blow.name(), process);
  }

  /** False if there is no such process any more. */
  private static boolean send(String signal, ProcessHandle process) {
    try {
      return process.isAlive()
          && new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      throw new IllegalStateException("there is no kill", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }

  /** Looks at a run while it goes on. */
  private static final class Watch {
    private final Process launcher;
    private final Path results;
    private final Set<ProcessHandle> seen = new HashSet<>();
    private int mostForks;

    Watch(Process launcher, Path results) {
      this.launcher = launcher;
      this.results = results;
    }

    /** The first process of a kind; nothing if the run ends without one. */
    Optional<ProcessHandle> await(Kind kind) throws InterruptedException {
      while (launcher.isAlive()) {
        look();
        Optional<ProcessHandle> found =
            seen.stream()
                .filter(ProcessHandle::isAlive)
                .filter(process -> commandLine(process).contains(kind.word))
                .findAny();
        if (found.isPresent()) {
          return found;
        }
        Thread.sleep(POLL_MILLIS);
      }
      return Optional.empty();
    }

    private void look() {
      seen.add(launcher.toHandle());
      launcher.descendants().forEach(seen::add);
      try {
        JsonNode rows = JSON.readTree(results.toFile());
        mostForks = Math.max(mostForks, rows.size());
      } catch (IOException e) {
        // Not there yet.
      }
    }

    private static String commandLine(ProcessHandle process) {
      try {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      } catch (IOException e) {
        return "";
      }
    }

    void sleep(long millis) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      while (System.nanoTime() < end) {
        look();
        Thread.sleep(POLL_MILLIS);
      }
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
      long end = System.nanoTime() + limit.toNanos();
      while (launcher.isAlive() && System.nanoTime() < end) {
        look();
        Thread.sleep(POLL_MILLIS);
      }
      return !launcher.isAlive();
    }

    boolean nothingRuns() throws InterruptedException {
      long end = System.nanoTime() + LONGEST_LEFT.toNanos();
      while (seen.stream().anyMatch(Watch::isRunning) && System.nanoTime() < end) {
        Thread.sleep(POLL_MILLIS);
      }
      return seen.stream().noneMatch(Watch::isRunning);
    }

    /** A process that has ended may stay as a zombie until whoever adopted it takes notice. */
    private static boolean isRunning(ProcessHandle process) {
      try {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
      } catch (IOException e) {
        return false;
      }
    }

    void endAll() {
      seen.forEach(ProcessHandle::destroyForcibly);
    }
  }
}

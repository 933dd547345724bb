package distilbench.launcher.rounds;

import distilbench.machine.ControlGroup;
import distilbench.machine.Fact;
import distilbench.machine.MachineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A control group with a CPU quota, version 1 or 2, below the one in which this process is. Where
 * that may not be divided, as with version 2 if processes are in it, below the nearest one above it
 * that may.
 */
final class CpuGroup {
  private static final String PREFIX = "distilbench-";
  private static final int PERIOD_MICROS = 100_000;
  private static final int PATIENCE = 40;
  private static final int PAUSE_MILLIS = 50;

  private final Path folder;

  private CpuGroup(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes one.
   *
   * @param quota in CPUs
   * @throws IOException if this user may make none, or this machine has none
   */
  static CpuGroup make(double quota) throws IOException {
    Fact<ControlGroup> own = ControlGroup.of(new MachineFiles(Path.of("/")), "cpu");
    if (!own.isKnown()) {
      throw new IOException("this machine has no control groups for CPU");
    }
    IOException problem = null;
    for (String place : own.value().folders()) {
      Path parent = Path.of("/", place);
      try {
        sweep(parent);
        return below(parent, own.value().version(), quota);
      } catch (IOException e) {
        problem = problem == null ? e : problem;
      }
    }
    throw problem;
  }

  private static CpuGroup below(Path parent, int version, double quota) throws IOException {
    long micros = Math.round(quota * PERIOD_MICROS);
    Path folder =
        Files.createDirectory(
            parent.resolve(PREFIX + ProcessHandle.current().pid() + "-" + micros));
    try {
      if (version == 1) {
        write(folder.resolve("cpu.cfs_period_us"), "" + PERIOD_MICROS);
        write(folder.resolve("cpu.cfs_quota_us"), "" + micros);
      } else {
        if (!Files.exists(folder.resolve("cpu.max"))) {
          write(parent.resolve("cgroup.subtree_control"), "+cpu");
        }
        write(folder.resolve("cpu.max"), micros + " " + PERIOD_MICROS);
      }
      return new CpuGroup(folder);
    } catch (IOException e) {
      Files.delete(folder);
      throw e;
    }
  }

  /** The kernel's files are there or are not; none is made. */
  private static void write(Path file, String value) throws IOException {
    Files.write(file, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Deletes the groups of launchers that were killed. */
  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, PREFIX + "*-*")) {
      for (Path group : groups) {
        String pid = group.getFileName().toString().split("-")[1];
        if (pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          new CpuGroup(group).remove();
        }
      }
    }
  }

  /** In front of a command: it runs in this group, with all processes that it starts. */
  List<String> joining() {
    String join = "echo $$ > \"$0\" && exec \"$@\"";
    return List.of("sh", "-c", join, folder.resolve("cgroup.procs").toString());
  }

  Path folder() {
    return folder;
  }

  /** Deletes the group once its last process has ended; gives up on it after two seconds. */
  void remove() {
    for (int attempt = 0; attempt < PATIENCE && Files.exists(folder); attempt++) {
      try {
        Files.delete(folder);
      } catch (IOException e) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package distilbench.jvm;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process and all that it started, and that these started: nobody but the process waits for them.
 *
 * @param head the process
 */
public record ProcessFamily(ProcessHandle head) {

  /** This process and what it started. */
  public static ProcessFamily ofThisProcess() {
    return new ProcessFamily(ProcessHandle.current());
  }

  /**
   * Kills the process and what it started, by SIGKILL, which ends stopped processes too. They are
   * listed first: those of a process that has ended belong to another one.
   */
  public void kill() {
    List<ProcessHandle> others = head.descendants().toList();
    head.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills what the process started, but not the process. */
  void killDescendants() {
    head.descendants().toList().forEach(ProcessHandle::destroyForcibly);
  }

  /** The CPU time that those have used which live now; zero where the system does not tell. */
  Duration cpuTime() {
    return Stream.concat(Stream.of(head), head.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}

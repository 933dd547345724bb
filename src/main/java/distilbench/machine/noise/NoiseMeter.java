package distilbench.machine.noise;

import distilbench.machine.Fact;
import distilbench.machine.MachineFiles;
import distilbench.proctree.ProcFs;
import distilbench.proctree.ProcessTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Measures what disturbs the machine while something else is measured. It reads a few small files
 * at both ends of a window, and the frequency, where there is one, every two seconds in between.
 */
public final class NoiseMeter {
  private final MachineFiles files;
  private final ProcFs processes;
  private final ProcessTree tree;

  private NoiseMeter(MachineFiles files, ProcFs processes, ProcessTree tree) {
    this.files = files;
    this.processes = processes;
    this.tree = tree;
  }

  /** On this machine, with this process as the root of what is measured. */
  public static NoiseMeter ofThisMachine() {
    return of(ProcessHandle.current().pid());
  }

  /**
   * On this machine.
   *
   * @param root pid of the process at the root of what is measured
   */
  static NoiseMeter of(long root) {
    MachineFiles files = new MachineFiles(Path.of("/"));
    ProcFs processes = ProcFs.ofThisMachine();
    return new NoiseMeter(files, processes, new ProcessTree(processes, root));
  }

  /**
   * What was seen in a window while something was measured.
   *
   * @param window when
   * @param noise what disturbed
   */
  public record Measured(Window window, Noise noise) {}

  /**
   * What was seen in a window while nothing was measured.
   *
   * @param window when
   * @param noise what would have disturbed
   * @param pressure how much others waited for
   */
  public record Idle(Window window, Noise noise, Pressure pressure) {}

  /** A window that has begun. */
  public final class Open {
    private final Instant start;
    private final FrequencySampler frequency;
    private final Counters before;

    private Open(Instant start, FrequencySampler frequency, Counters before) {
      this.start = start;
      this.frequency = frequency;
      this.before = before;
    }

    /** Ends the window. */
    public Measured end() {
      return end(count());
    }

    private Measured end(Counters after) {
      Fact<Double> mean = frequency.stop();
      return new Measured(
          new Window(start, Noise.seconds(before, after)), Noise.between(before, after, mean));
    }
  }

  /** Begins a window in which something will be measured. */
  public Open open() {
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new Open(start, FrequencySampler.start(files), count());
  }

  /**
   * Waits and watches; nothing may be measured meanwhile.
   *
   * @throws InterruptedException if this thread is interrupted
   */
  public Idle idle(Duration length) throws InterruptedException {
    Open window = open();
    Thread.sleep(length.toMillis());
    Counters after = count();
    Measured measured = window.end(after);
    return new Idle(measured.window(), measured.noise(), Pressure.between(window.before, after));
  }

  private Counters count() {
    return Counters.read(System.nanoTime(), files, processes, tree);
  }
}

package distilbench.run;

import distilbench.machine.NoiseMeter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Keeps the {@link EnvironmentFile} of a run true while the run goes on: told where the run stands,
 * it measures the noise and writes the file anew after every row. A file that cannot be written is
 * reported, and does not stop the run: the next writing holds everything.
 */
final class EnvironmentRecorder {
  /** How long the idle machine is watched: the kernel counts hundredths of a second. */
  static final Duration IDLE = Duration.ofSeconds(1);

  private final Environment environment;
  private final EnvironmentFile file;
  private final NoiseMeter noise;
  private final Duration idle;
  private final Consumer<String> complaints;
  private NoiseMeter.Open row;

  /**
   * @param idle how long to watch the idle machine before each round
   * @param complaints gets one line for every writing that failed
   */
  EnvironmentRecorder(
      Environment environment,
      EnvironmentFile file,
      NoiseMeter noise,
      Duration idle,
      Consumer<String> complaints) {
    this.environment = environment;
    this.file = file;
    this.noise = noise;
    this.idle = idle;
    this.complaints = complaints;
  }

  /** Everything is prepared, nothing has been measured. */
  void runStarted() {
    write();
  }

  /** A round begins; the machine is watched as it is without us. */
  void roundStarted(int round) {
    try {
      environment.add(round, noise.idle(idle));
      write();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A fork will be started for a row at once. */
  void rowStarted() {
    row = noise.open();
  }

  /** The fork has ended, with a whole result or not. */
  void rowEnded(int round, Row measured, boolean failed) {
    environment.add(round, measured, failed, row.end());
    write();
  }

  /** Nothing more will be measured. */
  void runFinished() {
    environment.end(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    write();
  }

  private void write() {
    try {
      file.write(environment.toJson());
    } catch (IOException e) {
      complaints.accept(
          "machine facts and noise cannot be written to " + file.path() + ": " + e.getMessage());
    }
  }
}

package distilbench.launcher.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.format.RowIdentity;
import distilbench.gemm.GemmSpeed;
import distilbench.launcher.plan.RunObserver;
import distilbench.launcher.plan.RunPlan;
import distilbench.machine.noise.NoiseMeter;
import distilbench.model.Precision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.openjdk.jmh.results.BenchmarkResult;

/**
 * Keeps true what is known about a run while the run goes on: told where the run stands, it
 * measures the noise, has the results judged, and has everything written anew after every row.
 */
public final class EnvironmentRecorder implements RunObserver {
  /** How long the idle machine is watched: the kernel counts hundredths of a second. */
  public static final Duration IDLE = Duration.ofSeconds(1);

  /** Nothing is measured in so short a time. */
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

  private final Environment environment;
  private final NoiseMeter noise;
  private final Function<Precision, GemmSpeed> probe;
  private final Duration idle;
  private final Duration apart;
  private final Supplier<List<RowIdentity>> measured;
  private final Function<JsonNode, Optional<JsonNode>> judge;
  private final Consumer<ObjectNode> writer;
  private NoiseMeter.Open window;
  private boolean measuredInRound;
  private Probed last;

  /**
   * @param probe measures the machine's speed in a precision, or says why it does not
   * @param idle how long to watch the idle machine before each round
   * @param apart how long after a look at the machine the next one is worth its time: rounds may be
   *     shorter than that
   * @param measured the rows that have results, in the order of the result file
   * @param judge what it thinks of the results up to now, given all that is known about how they
   *     came about; nothing as long as there are none
   * @param writer writes all that is known, with the results up to now
   */
  public EnvironmentRecorder(
      Environment environment,
      NoiseMeter noise,
      Function<Precision, GemmSpeed> probe,
      Duration idle,
      Duration apart,
      Supplier<List<RowIdentity>> measured,
      Function<JsonNode, Optional<JsonNode>> judge,
      Consumer<ObjectNode> writer) {
    this.environment = environment;
    this.noise = noise;
    this.probe = probe;
    this.idle = idle;
    this.apart = apart;
    this.measured = measured;
    this.judge = judge;
    this.writer = writer;
  }

  @Override
  public void stageStarted(RunPlan plan) {
    write();
  }

  /**
   * The machine is watched as it is without us, and its speed measured: a probe right after the
   * round before is one before this round, too.
   */
  @Override
  public void roundStarted(int round) {
    measuredInRound = false;
    if (isWithin(apart)) {
      return;
    }
    boolean justProbed = isWithin(BETWEEN_ROUNDS);
    try {
      environment.add(round, noise.idle(idle));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (justProbed) {
      last.addTo(environment, round, "before");
      write();
    } else {
      probe(round, "before");
    }
  }

  /** A round that measured nothing has no figures to be judged by the machine's speed. */
  @Override
  public void roundFinished(int round) {
    if (measuredInRound && !isWithin(apart)) {
      probe(round, "after");
    }
  }

  private boolean isWithin(Duration time) {
    return last != null && System.nanoTime() - last.ended() < time.toNanos();
  }

  private void probe(int round, String when) {
    NoiseMeter.Open seen = noise.open();
    GemmSpeed speed = probe.apply(Precision.FP32);
    GemmSpeed int8 = probe.apply(Precision.INT8);
    last = new Probed(speed, int8, seen.end(), System.nanoTime());
    last.addTo(environment, round, when);
    write();
  }

  /** What a probe found, and when it ended. */
  private record Probed(GemmSpeed speed, GemmSpeed int8, NoiseMeter.Measured seen, long ended) {
    void addTo(Environment environment, int round, String when) {
      environment.add(round, when, speed, int8, seen);
    }
  }

  @Override
  public void rowStarted(int round, RowIdentity row) {
    window = noise.open();
  }

  @Override
  public void rowFinished(int round, RowIdentity row, BenchmarkResult fork) {
    measuredInRound = true;
    rowEnded(round, row, false);
  }

  @Override
  public void rowFailed(int round, RowIdentity row) {
    rowEnded(round, row, true);
  }

  private void rowEnded(int round, RowIdentity row, boolean failed) {
    environment.add(round, row, failed, window.end());
    write();
  }

  @Override
  public void runFinished() {
    environment.end(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    write();
  }

  private void write() {
    environment.measured(measured.get());
    judge.apply(environment.toJson()).ifPresent(environment::judged);
    writer.accept(environment.toJson());
  }
}

package distilbench.proctree;

import distilbench.section.MeasuredSection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Benchmarks that hold a known amount of memory while they open, work and close. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 2)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx64m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=1g"})
public class SectionedBenchmarks {
  /** Held while opening and freed before that ends. */
  static final int OPENING_MIB = 200;

  /** Held from opening to closing. */
  static final int WORKING_MIB = 50;

  /** Opens and closes as a deployment does. */
  @State(Scope.Benchmark)
  public static class Deployed {
    private final HeldMemory memory = new HeldMemory();
    private ActorProcess worker;

    @Setup(Level.Trial)
    public void open() throws Exception {
      MeasuredSection.current().opening();
      memory.hold(OPENING_MIB);
      Thread.sleep(200);
      memory.free();
      memory.hold(WORKING_MIB);
      worker = ActorProcess.start();
      MeasuredSection.current().opened(0.2, 1, false, List.of(worker.pid()));
    }

    @Setup(Level.Iteration)
    public void begin() {
      MeasuredSection.current().begin();
    }

    @TearDown(Level.Iteration)
    public void end() {
      MeasuredSection.current().end();
    }

    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
      worker.close();
      memory.free();
      Thread.sleep(200);
    }
  }

  @Benchmark
  public void halfASecond(Deployed deployed) throws InterruptedException {
    Thread.sleep(500);
  }

  @Benchmark
  public void fiveMilliseconds(Deployed deployed) throws InterruptedException {
    Thread.sleep(5);
  }

  @Benchmark
  public void withoutSection() throws InterruptedException {
    Thread.sleep(5);
  }
}

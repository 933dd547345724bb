package distilbench.gemm;

import distilbench.console.SafePrintStream;
import distilbench.jvm.ParentWatch;
import distilbench.jvm.ReportingChild;
import distilbench.machine.Cores;
import distilbench.model.Geometry;
import distilbench.model.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The child process of {@link GemmProbe}. It reports the speed as JSON, or what went wrong. */
public final class GemmProbeMain {
  /** Tokens of a text of the corpus's mean length. */
  private static final int ROWS = 59;

  /** The first passes find caches cold and other threads asleep. */
  private static final int UNMEASURED_PASSES = 3;

  private GemmProbeMain() {}

  /** Takes the milliseconds to multiply for, and the precision to multiply in. */
  public static void main(String[] arguments) {
    ParentWatch.start();
    SafePrintStream.install();
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[0]));
    int threads = Cores.usable();
    try {
      Precision precision = Precision.valueOf(arguments[1]);
      MatrixChain layer = MatrixChain.ofLayer(Geometry.DISTILBERT_BASE, precision);
      // One thread first: meanwhile the JIT compiler, on another core, gets done with the check.
      double one = gflops(layer, 1, nanos);
      double all = gflops(layer, threads, nanos);
      ReportingChild.report(GemmSpeed.measured(one, all, threads).toJson());
    } catch (RuntimeException | LinkageError e) {
      ReportingChild.report(rootOf(e).toString());
      System.exit(1);
    }
  }

  /** A library that cannot be loaded is reported by whatever class wanted it. */
  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }

  /**
   * Median speed of passes through a layer's matrices, each shape there as often as in the model. A
   * few passes that something interrupts do not move the median; what slows most of them does, and
   * the fastest pass would hide it.
   */
  private static double gflops(MatrixChain layer, int threads, long nanos) {
    try (MatrixProduct product = MatrixProduct.open(layer, ROWS, threads)) {
      for (int pass = 0; pass < UNMEASURED_PASSES; pass++) {
        pass(product);
      }
      List<Long> passes = new ArrayList<>();
      long end = System.nanoTime() + nanos;
      do {
        passes.add(pass(product));
      } while (System.nanoTime() < end);
      passes.sort(null);
      return layer.flop(ROWS) / (double) passes.get(passes.size() / 2);
    }
  }

  /**
   * Nanoseconds of one pass; checking it does not count. Nor does the pass before it, for which the
   * check has left the caches and threads otherwise than passes leave them.
   */
  private static long pass(MatrixProduct product) {
    product.multiply();
    long started = System.nanoTime();
    product.multiply();
    long nanos = System.nanoTime() - started;
    product.check();
    return nanos;
  }
}

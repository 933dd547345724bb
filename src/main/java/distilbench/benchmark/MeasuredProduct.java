package distilbench.benchmark;

import distilbench.gemm.MatrixProduct;
import distilbench.section.MeasuredSection;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The product under measurement: its matrices loaded once per fork and thread, every result checked
 * outside the measured time.
 */
@State(Scope.Thread)
public class MeasuredProduct {
  private MatrixProduct product;

  @Setup(Level.Trial)
  public void open(ProductParameters parameters, BenchmarkParams jmh) {
    ForkedJvm.watchParent(jmh);
    ProductSettings settings = parameters.settings();
    MeasuredSection section = MeasuredSection.current();
    section.opening();
    long started = System.nanoTime();
    product = settings.open();
    double seconds = (System.nanoTime() - started) / 1e9;
    section.opened(seconds, Double.NaN, false, List.of());
    section.calculates(settings.gflop());
  }

  @Setup(Level.Iteration)
  public void beginSection() {
    MeasuredSection.current().begin();
  }

  @TearDown(Level.Iteration)
  public void endSection() {
    MeasuredSection.current().end();
  }

  /**
   * JMH takes the time before each operation and after it, so this does not count. It advises
   * against doing so for operations of less than a millisecond; the two readings of the clock are a
   * ten-thousandth of the shortest product.
   */
  @TearDown(Level.Invocation)
  public void check() {
    product.check();
  }

  @TearDown(Level.Trial)
  public void close() {
    product.close();
  }

  void multiply() {
    product.multiply();
  }
}

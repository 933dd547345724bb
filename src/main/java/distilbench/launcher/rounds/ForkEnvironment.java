package distilbench.launcher.rounds;

import distilbench.engine.Engine;
import distilbench.format.RowIdentity;
import distilbench.jvm.ForkRound;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.MeasuredEnvironment;
import distilbench.jvm.TemporaryFolder;
import distilbench.model.Graph;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.prepare.Preparation;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Starts every fork under the measured environment, by way of {@code env}, within its row's limits,
 * marked as this run's, and tells it that the preparation is done, where temporary files go, and in
 * which round it is. It measures nothing. On Windows, which has no {@code env}, a fork says itself
 * what it lacks.
 */
public final class ForkEnvironment implements ExternalProfiler {

  @Override
  public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return List.of();
    }
    List<String> command =
        new ArrayList<>(
            ForkLimits.command(params.getParam("cpus"), params.getParam(RowIdentity.QUOTA)));
    command.add("env");
    command.add(ForkMark.variable());
    MeasuredEnvironment.variables().forEach((name, value) -> command.add(name + "=" + value));
    return command;
  }

  @Override
  public Collection<String> addJVMOptions(BenchmarkParams params) {
    List<String> options = new ArrayList<>();
    options.addAll(
        Preparation.forkOptions(
            params.getParam("model"), engine(params), variant(params), params.getParam("corpus")));
    options.addAll(JvmFlags.quiet(Runtime.Version.parse(params.getJdkVersion()).feature()));
    options.addAll(ForkRound.forkOptions());
    options.addAll(TemporaryFolder.flags(params.getJvmArgs()));
    return options;
  }

  /** Whatever has no such parameter runs this suite's own. */
  private static String engine(BenchmarkParams params) {
    String engine = params.getParam(RowIdentity.ENGINE);
    return engine == null ? Engine.OWN : engine;
  }

  /** Whatever has no such parameters, the tokenizer for instance, runs the model as it is. */
  private static ModelVariant variant(BenchmarkParams params) {
    String graph = params.getParam("graph");
    String precision = params.getParam(RowIdentity.PRECISION);
    return graph == null || precision == null
        ? ModelVariant.AS_PREPARED
        : new ModelVariant(Graph.valueOf(graph), Precision.valueOf(precision));
  }

  @Override
  public void beforeTrial(BenchmarkParams params) {}

  @Override
  public Collection<? extends Result<?>> afterTrial(
      BenchmarkResult result, long pid, File stdOut, File stdErr) {
    return List.of();
  }

  @Override
  public boolean allowPrintOut() {
    return true;
  }

  @Override
  public boolean allowPrintErr() {
    return true;
  }

  @Override
  public String getDescription() {
    return "Starts forks under the measured environment";
  }
}

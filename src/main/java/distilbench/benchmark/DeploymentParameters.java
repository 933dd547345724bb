package distilbench.benchmark;

import distilbench.deployment.Deployment;
import distilbench.deployment.DeploymentPlan;
import distilbench.deployment.DeploymentSettings;
import distilbench.deployment.Spinning;
import distilbench.engine.Engine;
import distilbench.inference.BatchLimits;
import distilbench.machine.Cores;
import distilbench.machine.CpuLimits;
import distilbench.model.Graph;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.model.Weights;
import java.util.Optional;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parameters that say how the model is deployed. */
@State(Scope.Benchmark)
public class DeploymentParameters {
  /** How the model is deployed: all deployments, one after the other. */
  @Param public Deployment deployment;

  /** What runs the model: this suite's worker, or another program by its name or folder. */
  @Param(Engine.OWN)
  public String engine;

  /** The graph that the model's weights are wired into. */
  @Param("STANDARD")
  public Graph graph;

  /** Of the products with the model's weights. */
  @Param("FP32")
  public Precision precision;

  /** Worker processes of the deployments that have several; JMH's own forks are {@code -f}. */
  @Param("8")
  public int processes;

  /** Calls under way at once in each process; 0 = what the deployment prescribes. */
  @Param("0")
  public int callers;

  /** ONNX Runtime's intra-op threads per session; 0 = what the deployment prescribes. */
  @Param("0")
  public int intraOpThreads;

  /** Whether idle intra-op threads spin: good for one session alone, bad for several. */
  @Param("DEPLOYMENT")
  public Spinning spinning;

  /** Texts per forward pass inside a call, at most; the shorter ones of a batch are padded. */
  @Param("1")
  public int batchSize;

  /**
   * Tokens per forward pass, padding included, at most; 0 = no bound. What a pass computes between
   * two products then stays in a core's cache, however long the texts are. A longer text is passed
   * alone.
   */
  @Param("0")
  public int batchTokens;

  /**
   * The CPUs that the fork and its workers may use: all, or a list such as 0-1; since a comma
   * separates values, 0+2 stands for CPUs 0 and 2. Linux only.
   */
  @Param(CpuLimits.ALL)
  public String cpus;

  /** CPU time per time that they may use together, in CPUs, by a control group; 0 = no quota. */
  @Param("0")
  public String quota;

  /**
   * The limits, checked.
   *
   * @throws distilbench.console.InvalidInputException if one is not possible
   */
  public CpuLimits limits() {
    return CpuLimits.of(cpus, quota);
  }

  /**
   * The values, checked.
   *
   * @throws distilbench.console.InvalidInputException if one is not possible
   */
  public DeploymentSettings settings() {
    return new DeploymentSettings(
        processes, callers, intraOpThreads, spinning, new BatchLimits(batchSize, batchTokens));
  }

  /** In which form the model is run; a deployment that runs none wants none made. */
  public ModelVariant variant() {
    return deployment.weights().isEmpty()
        ? ModelVariant.AS_PREPARED
        : new ModelVariant(graph, precision);
  }

  /** What runs the model; a deployment that runs none needs no other program. */
  public String engine() {
    return deployment.weights().isEmpty() ? Engine.OWN : engine;
  }

  /** Whether the deployment's processes map packed weights. */
  public boolean needsPackedWeights() {
    return deployment.weights().equals(Optional.of(Weights.PREPACKED));
  }

  /** Every number settled on this machine. */
  public DeploymentPlan plan() {
    DeploymentPlan plan = deployment.plan(settings(), limits().atMost(Cores.usable()));
    return engine().equals(Engine.OWN) ? plan : plan.outOfProcess();
  }
}

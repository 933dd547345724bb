package distilbench.launcher.plan;

import distilbench.benchmark.DeploymentParameters;
import distilbench.engine.Engine;
import distilbench.engine.EngineDefinition;
import distilbench.format.RowIdentity;
import distilbench.model.Graph;
import distilbench.model.Precision;
import distilbench.model.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What engines cannot do. Each is found once, however many rows it has. */
final class EngineBounds {
  private final Map<String, Engine> found = new HashMap<>();

  /**
   * Why an engine cannot do what a row asks for; nothing if it can.
   *
   * @throws distilbench.console.InvalidInputException if there is no such engine
   */
  Optional<String> problem(RowIdentity row) {
    return ParameterCheck.filled(new DeploymentParameters(), row)
        .filter(parameters -> parameters.deployment.weights().isPresent())
        .flatMap(this::why);
  }

  private Optional<String> why(DeploymentParameters row) {
    if (row.engine.equals(Engine.OWN)) {
      return row.precision == Precision.BF16
          ? Optional.of("precision=BF16 of engine=ORT (ONNX Runtime has no such products on CPUs)")
          : Optional.empty();
    }
    Engine engine = found.computeIfAbsent(row.engine, Engine::find);
    EngineDefinition definition = engine.definition();
    String what = null;
    if (!definition.deployments().contains(row.deployment.name())) {
      what = row.deployment.name();
    } else if (!definition.precisions().contains(row.precision)) {
      what = "precision=" + row.precision;
    } else if (row.precision != Precision.FP32 && sharesTheFile(row)) {
      what = row.deployment.name() + " in precision=" + row.precision;
    } else if (row.graph != Graph.STANDARD) {
      what = "graph=" + row.graph;
    } else if (row.batchTokens != 0) {
      what = "batchTokens=" + row.batchTokens;
    }
    return Optional.ofNullable(what)
        .map(cannot -> String.format("%s of engine=%s (it cannot do that)", cannot, engine.name()));
  }

  /** The file has float32: what is made of it is each process's own. */
  private static boolean sharesTheFile(DeploymentParameters row) {
    return row.deployment.weights().filter(Weights::shared).isPresent();
  }
}

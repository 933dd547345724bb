package distilbench.worker;

import distilbench.inference.SessionSettings;
import distilbench.inference.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker is told on its command line, which is all that configures it.
 *
 * @param model the model's folder
 * @param weights how it holds the model's; empty if it answers from the reference instead
 * @param callers how many requests it serves at once
 * @param session how its session works; without meaning if no model runs
 */
public record WorkerOptions(
    Path model, Optional<Weights> weights, int callers, SessionSettings session) {
  private static final String MODEL = "--model";
  private static final String WEIGHTS = "--weights";
  private static final String REFERENCE = "REFERENCE";
  private static final String CALLERS = "--callers";
  private static final String INTRA_OP_THREADS = "--intra-op-threads";
  private static final String SPINNING = "--spinning";
  private static final String BATCH_SIZE = "--batch-size";

  /** The command line that {@link #parse} understands. */
  List<String> toArguments() {
    return List.of(
        MODEL, model.toString(),
        WEIGHTS, weights.map(Weights::name).orElse(REFERENCE),
        CALLERS, Integer.toString(callers),
        INTRA_OP_THREADS, Integer.toString(session.intraOpThreads()),
        SPINNING, Boolean.toString(session.spinning()),
        BATCH_SIZE, Integer.toString(session.batchSize()));
  }

  /** Reads a command line made by {@link #toArguments}. */
  static WorkerOptions parse(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      values.put(arguments[i], arguments[i + 1]);
    }
    return new WorkerOptions(
        Path.of(values.get(MODEL)),
        Optional.of(values.get(WEIGHTS))
            .filter(name -> !name.equals(REFERENCE))
            .map(Weights::valueOf),
        Integer.parseInt(values.get(CALLERS)),
        new SessionSettings(
            Integer.parseInt(values.get(INTRA_OP_THREADS)),
            Boolean.parseBoolean(values.get(SPINNING)),
            Integer.parseInt(values.get(BATCH_SIZE))));
  }
}

package distilbench.worker;

import distilbench.inference.BatchLimits;
import distilbench.inference.SessionSettings;
import distilbench.model.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a worker is told on its command line, which is all that configures it.
 *
 * @param model the model's folder
 * @param referenceSet the file with the texts of the run and their answers; need not be there where
 *     a model runs
 * @param answers what it answers from
 * @param callers how many requests it serves at once
 */
public record WorkerOptions(Path model, Path referenceSet, AnswerSource answers, int callers) {
  private static final String MODEL = "--model";
  private static final String REFERENCE_SET = "--reference-set";
  private static final String CALLERS = "--callers";
  private static final String ANSWERS = "--answers";
  private static final String FROM_MODEL = "model";
  private static final String FROM_REFERENCE = "reference";
  private static final String WEIGHTS = "--weights";
  private static final String INTRA_OP_THREADS = "--intra-op-threads";
  private static final String SPINNING = "--spinning";
  private static final String BATCH_SIZE = "--batch-size";
  private static final String BATCH_TOKENS = "--batch-tokens";

  /** The command line that {@link #parse} understands. */
  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(MODEL, model.toString(), REFERENCE_SET, referenceSet.toString()));
    arguments.addAll(List.of(CALLERS, Integer.toString(callers)));
    if (answers instanceof AnswerSource.Model source) {
      SessionSettings session = source.session();
      arguments.addAll(
          List.of(
              ANSWERS, FROM_MODEL,
              WEIGHTS, source.weights().name(),
              INTRA_OP_THREADS, Integer.toString(session.intraOpThreads()),
              SPINNING, Boolean.toString(session.spinning()),
              BATCH_SIZE, Integer.toString(session.batches().texts()),
              BATCH_TOKENS, Integer.toString(session.batches().tokens())));
    } else {
      arguments.addAll(List.of(ANSWERS, FROM_REFERENCE));
    }
    return arguments;
  }

  /** Reads a command line made by {@link #toArguments}. */
  static WorkerOptions parse(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      values.put(arguments[i], arguments[i + 1]);
    }
    return new WorkerOptions(
        Path.of(values.get(MODEL)),
        Path.of(values.get(REFERENCE_SET)),
        values.get(ANSWERS).equals(FROM_MODEL) ? model(values) : new AnswerSource.Reference(),
        Integer.parseInt(values.get(CALLERS)));
  }

  private static AnswerSource model(Map<String, String> values) {
    return new AnswerSource.Model(
        Weights.valueOf(values.get(WEIGHTS)),
        new SessionSettings(
            Integer.parseInt(values.get(INTRA_OP_THREADS)),
            Boolean.parseBoolean(values.get(SPINNING)),
            new BatchLimits(
                Integer.parseInt(values.get(BATCH_SIZE)),
                Integer.parseInt(values.get(BATCH_TOKENS)))));
  }
}

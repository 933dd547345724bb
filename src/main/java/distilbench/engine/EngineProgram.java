package distilbench.engine;

import distilbench.engine.Placeholders.Name;
import distilbench.inference.InferenceException;
import distilbench.inference.SessionSettings;
import distilbench.reference.ReferenceSet;
import distilbench.worker.AnswerSource;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerProgram;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Starts an engine's program as a worker, and holds it to what it was told.
 *
 * @param engine what runs
 * @param definition what its folder says, read before workers are started
 * @param queued whether one thread is to answer all requests
 * @param tokens how many tokens each text has, special ones included
 * @param maxTokens to how many texts are cut
 */
public record EngineProgram(
    PreparedEngine engine,
    EngineDefinition definition,
    boolean queued,
    Map<String, Integer> tokens,
    int maxTokens)
    implements WorkerProgram {
  /**
   * What begins the names of variables that would tell an engine something else than the deployment
   * does: how many threads, how memory is allocated, which packages.
   */
  private static final List<String> FOREIGN =
      List.of("OMP_", "MKL_", "OPENBLAS_", "KMP_", "GOMP_", "MALLOC_", "PYTHON", "VIRTUAL_ENV");

  /**
   * The program for a run.
   *
   * @param texts of the run
   */
  public static EngineProgram of(
      PreparedEngine engine, boolean queued, ReferenceSet texts, int maxTokens) {
    Map<String, Integer> tokens = new HashMap<>();
    texts.entries().forEach(entry -> tokens.put(entry.text(), entry.tokens()));
    return new EngineProgram(engine, engine.definition(), queued, tokens, maxTokens);
  }

  /** Takes away what the engine is not to inherit. */
  static void clean(Map<String, String> environment) {
    environment.keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith));
  }

  /** The variables that a definition sets. */
  static Map<String, String> variables(
      EngineDefinition definition, Placeholders places, boolean threadsAreItsAffair) {
    return places.variables(
        definition.environment(), threadsAreItsAffair ? List.of(Name.INTRA_OP_THREADS) : List.of());
  }

  @Override
  public ProcessBuilder describe(WorkerOptions options) {
    AnswerSource.Model source = (AnswerSource.Model) options.answers();
    SessionSettings session = source.session();
    Placeholders places =
        engine
            .placeholders()
            .with(Name.REFERENCE_SET, options.referenceSet())
            .with(Name.WEIGHTS, source.weights())
            .with(Name.CALLERS, options.callers())
            .with(Name.QUEUE, queued)
            .with(Name.INTRA_OP_THREADS, session.intraOpThreads())
            .with(Name.SPINNING, session.spinning())
            .with(Name.BATCH_SIZE, session.batches().texts())
            .with(Name.MAX_TOKENS, maxTokens);
    ProcessBuilder program = new ProcessBuilder(places.fill(definition.command()));
    program.directory(Path.of(engine.folder()).toFile());
    clean(program.environment());
    program.environment().putAll(variables(definition, places, session.intraOpThreads() == 0));
    return program;
  }

  @Override
  public OptionalInt tokens(String text) {
    Integer known = tokens.get(text);
    return known == null ? OptionalInt.empty() : OptionalInt.of(known);
  }

  @Override
  public void check(WorkerOptions options, Map<String, Object> ready) {
    int wanted = ((AnswerSource.Model) options.answers()).session().intraOpThreads();
    Object threads = ready.get("threads");
    if (wanted > 0 && threads instanceof Number found && found.intValue() != wanted) {
      throw new InferenceException(
          String.format(
              "engine %s computes a forward pass on %d threads instead of %d",
              engine.name(), found.intValue(), wanted));
    }
  }
}

package distilbench.prepare;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.engine.EngineProgram;
import distilbench.engine.PreparedEngine;
import distilbench.inference.InferenceException;
import distilbench.inference.SessionSettings;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import distilbench.reference.ReferenceSet;
import distilbench.worker.AnswerSource;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerPool;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an engine answers to every text alone, in a precision in which it cannot answer as float32
 * does: what its measured answers are held to.
 */
final class EngineAnswers {
  /** To open, and to answer one text. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private EngineAnswers() {}

  /**
   * Has the engine answer the texts of a run, unless it has done so before.
   *
   * @param exact the texts with their answers in float32
   * @param threads intra-op threads
   * @throws InvalidInputException if the engine fails, or the answers cannot be kept
   */
  static void build(
      PreparedEngine engine, ModelFolder model, Path exact, int threads, PrintStream log) {
    Path file = ReferenceSet.answeredBy(engine.answeredBy(), exact);
    if (Files.exists(file)) {
      return;
    }
    ReferenceSet texts = ReferenceSet.read(exact, model.width());
    AnswerSource source =
        new AnswerSource.Model(Weights.PRIVATE, new SessionSettings(threads, true, 1));
    WorkerOptions options =
        new WorkerOptions(model.directory().toAbsolutePath(), exact.toAbsolutePath(), source, 1);
    EngineProgram program =
        EngineProgram.of(engine, false, texts, model.description().texts().maxTokens());
    try (WorkerPool pool = WorkerPool.start(1, options, program, LIMIT)) {
      pool.awaitReady();
      answered(texts, pool, "answers of engine " + engine.name(), log)
          .write(file, model.width(), log);
    } catch (InferenceException e) {
      throw new InvalidInputException(
          String.format("engine %s: %s", engine.name(), e.getMessage()), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot write %s (%s); make room, or mend that", file, FileProblem.of(e)),
          e);
    }
  }

  private static ReferenceSet answered(
      ReferenceSet texts, WorkerPool pool, String what, PrintStream log) {
    Progress progress = new Progress(log, what, texts.entries().size(), "texts");
    List<ReferenceSet.Entry> entries = new ArrayList<>();
    for (ReferenceSet.Entry entry : texts.entries()) {
      entries.add(entry.answered(pool.workers().get(0).classify(List.of(entry.text()))[0]));
      progress.advance(1);
    }
    progress.finish();
    return new ReferenceSet(texts.withoutText(), entries);
  }
}

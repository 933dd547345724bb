package distilbench.benchmark;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.corpus.Order;
import distilbench.deployment.DeploymentPlan;
import distilbench.engine.EngineProgram;
import distilbench.engine.PreparedEngine;
import distilbench.inference.BatchLimits;
import distilbench.inference.Batches;
import distilbench.jvm.WorkerFlags;
import distilbench.model.ModelFolder;
import distilbench.model.Operations;
import distilbench.model.Precision;
import distilbench.prepare.Preparation;
import distilbench.prepare.PreparedFiles;
import distilbench.reference.AnswerCheck;
import distilbench.reference.ExactAnswers;
import distilbench.reference.ReferenceSet;
import distilbench.section.Work;
import distilbench.worker.OwnProgram;
import distilbench.worker.WorkerProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a fork classifies, and what must come out: model, texts in order, answers. */
final class Workload {
  /** Texts that every process answers before it counts as warm. */
  private static final int WARM_UP_TEXTS = 16;

  private final ModelFolder model;
  private final Optional<PreparedEngine> engine;
  private final Path referenceSet;
  private final ReferenceSet reference;
  private final ExactAnswers exact;
  private final List<NumberedText> texts;
  private final Map<Integer, ReferenceSet.Entry> entries = new HashMap<>();
  private final Order order;
  private final int callSize;
  private final AnswerCheck check;

  private Workload(
      PreparedFiles files, ReferenceSet reference, ReferenceSet exact, Order order, int callSize) {
    this.model = files.model();
    this.referenceSet = files.referenceSet();
    this.reference = reference;
    this.exact = new ExactAnswers(exact, model.description());
    this.texts = reference.texts();
    this.order = order;
    this.callSize = callSize;
    this.engine = files.engine();
    boolean coarse = engine.filter(other -> other.precision() != Precision.FP32).isPresent();
    this.check =
        new AnswerCheck(reference, coarse ? model.description().rounded() : model.description());
    reference.entries().forEach(entry -> entries.put(entry.number(), entry));
  }

  /**
   * Loads the texts of the run and what is known of them; has that prepared first unless the
   * launcher has done so.
   */
  static Workload load(WorkloadSettings settings) {
    PreparedFiles files = Preparation.files(settings.request());
    int width = files.model().width();
    ReferenceSet reference = ReferenceSet.read(files.referenceSet(), width);
    ReferenceSet exact =
        files.exactSet().equals(files.referenceSet())
            ? reference
            : ReferenceSet.read(files.exactSet(), width);
    return new Workload(files, reference, exact, settings.order(), settings.callSize());
  }

  ModelFolder model() {
    return model;
  }

  /**
   * What runs in the workers of a deployment.
   *
   * @param flags of their JVMs if it is this suite's own
   */
  WorkerProgram program(DeploymentPlan plan, WorkerFlags flags) {
    return engine
        .<WorkerProgram>map(
            other ->
                EngineProgram.of(
                    other, plan.queued(), reference, model.description().texts().maxTokens()))
        .orElseGet(() -> new OwnProgram(flags));
  }

  /** The file of the weights that an engine's processes may map; nothing without one. */
  Optional<Path> engineWeights() {
    return engine.map(PreparedEngine::weights);
  }

  /** The file with the texts and their answers. */
  Path referenceSet() {
    return referenceSet;
  }

  /** What it holds. */
  ReferenceSet reference() {
    return reference;
  }

  AnswerCheck check() {
    return check;
  }

  /** What the model answers as it was prepared. */
  ExactAnswers exact() {
    return exact;
  }

  /**
   * The texts in calls, shared out among processes.
   *
   * @param callers callers per process
   */
  List<List<Call>> shares(int processes, int callers) {
    return order.share(calls(processes * callers), processes, this::tokens);
  }

  /** The texts in calls, none so large that one of the callers would get fewer than 4. */
  List<Call> calls(int callers) {
    List<NumberedText> ordered = order.apply(texts, this::tokens);
    return Call.cut(ordered, Call.size(callSize, texts.size(), callers));
  }

  /**
   * The call that warms a process up: up to 16 texts spread over the corpus, the longest first, so
   * that every buffer has its final size.
   */
  Call warmUp() {
    NumberedText longest = texts.stream().max(Comparator.comparingInt(this::tokens)).orElseThrow();
    List<NumberedText> chosen = new ArrayList<>(List.of(longest));
    int step = Math.max(1, texts.size() / WARM_UP_TEXTS);
    for (int i = 0; i < texts.size() && chosen.size() < WARM_UP_TEXTS; i += step) {
      if (!texts.get(i).equals(longest)) {
        chosen.add(texts.get(i));
      }
    }
    return new Call(chosen);
  }

  /** The work in one call cut into passes, from the reference's token counts. */
  Work work(Call call, BatchLimits batches) {
    List<Integer> tokens = call.numbered().stream().map(this::tokens).toList();
    Operations pass = model.description().operations();
    return new Work(
        tokens.size(),
        (int) call.numbered().stream().filter(this::isTruncated).count(),
        tokens.stream().mapToLong(Integer::longValue).sum(),
        Batches.paddedTokens(tokens, batches),
        tokens.stream().mapToDouble(pass::flop).sum());
  }

  int tokens(NumberedText text) {
    return entries.get(text.number()).tokens();
  }

  private boolean isTruncated(NumberedText text) {
    return entries.get(text.number()).truncated();
  }
}

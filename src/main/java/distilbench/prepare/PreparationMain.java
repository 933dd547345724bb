package distilbench.prepare;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Quantity;
import distilbench.console.SafePrintStream;
import distilbench.corpus.Corpus;
import distilbench.engine.Engine;
import distilbench.engine.EnginePreparation;
import distilbench.engine.PreparedEngine;
import distilbench.importing.ModelImport;
import distilbench.inference.NativeLibraries;
import distilbench.inference.PrepackedWeights;
import distilbench.inference.SessionSettings;
import distilbench.jvm.ParentWatch;
import distilbench.jvm.ReportingChild;
import distilbench.machine.Cores;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSource;
import distilbench.model.Precision;
import distilbench.model.Weights;
import distilbench.model.synthetic.BuiltInModel;
import distilbench.reference.ExpectedAnswers;
import distilbench.reference.ReferenceBuilder;
import distilbench.reference.ReferenceSet;
import distilbench.variant.VariantModel;
import distilbench.worker.AnswerSource;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerProcess;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The child process of {@link Preparation}. Progress goes to standard error; it reports a {@link
 * PreparationReport} or, if it does not get done, the reason.
 */
public final class PreparationMain {
  private PreparationMain() {}

  public static void main(String[] arguments) {
    run(arguments, PreparationMain::prepare);
  }

  /**
   * Does a child's work and reports what comes of it, or the reason if it does not get done.
   *
   * @param arguments a {@link PreparationRequest}
   */
  static void run(String[] arguments, Function<PreparationRequest, String> work) {
    ParentWatch.start();
    SafePrintStream.install();
    try {
      ReportingChild.report(work.apply(PreparationRequest.parse(arguments)));
    } catch (RuntimeException | Error e) {
      ReportingChild.report(inOneLine(e));
      System.exit(InvalidInputException.EXIT_CODE);
    }
  }

  /** What went wrong, where, what to do: whoever started this shows nothing else. */
  private static String inOneLine(Throwable failure) {
    if (failure instanceof InvalidInputException) {
      return failure.getMessage();
    } else if (failure instanceof OutOfMemoryError) {
      return String.format(
          "the preparation ran out of memory (%s); ask for fewer texts", failure.getMessage());
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof FileSystemException file) {
      return String.format(
          "the preparation cannot use %s (%s); mend that and run again",
          file.getFile(), FileProblem.of(file));
    }
    StackTraceElement[] where = cause.getStackTrace();
    return String.format(
        "the preparation failed: %s%s; if nothing on this machine explains that, report it",
        cause, where.length == 0 ? "" : ", at " + where[0]);
  }

  /** Returns the report. */
  private static String prepare(PreparationRequest request) {
    Corpus.Selection selection = selection(request);
    if (selection.withoutText() > 0) {
      System.err.printf(
          "%s: left out %s without text%n",
          request.corpus(), Quantity.of(selection.withoutText(), "record"));
    }
    ModelSource source = ModelSource.of(request.model());
    Optional<ExpectedAnswers> expected = ExpectedAnswers.beside(source.directory());
    NativeLibraries.shareCopies();
    ModelFolder model = model(source);
    if (source.isModelFolder()) {
      // What is imported was verified when it was found, or has just been made.
      model.verify();
    }
    model.verifyManifest();
    expected.ifPresent(answers -> answers.check(model, Cores.usable(), System.err));
    ModelFolder variant =
        request.isOwn() ? VariantModel.prepare(model, request.variant(), System.err) : model;
    if (request.needsPackedWeights(variant)) {
      PrepackedWeights.of(variant).build(variant, System.err);
    }
    ReferenceBuilder.build(model, selection, Cores.usable(), System.err);
    if (request.isOwn() && request.variant().precision() != Precision.FP32) {
      // It answers otherwise; another graph of the same precision does not.
      ReferenceBuilder.build(variant, selection, Cores.usable(), System.err);
    }
    WorkerProcess.archiveClasses(
        new WorkerOptions(
            model.directory().toAbsolutePath(),
            ReferenceSet.file(model, selection).toAbsolutePath(),
            new AnswerSource.Model(Weights.PRIVATE, new SessionSettings(1, false, 1)),
            1),
        System.err);
    return new PreparationReport(
            selection.corpusSha256(),
            model.directory().toAbsolutePath().toString(),
            variant.directory().toAbsolutePath().toString(),
            request.isOwn() ? null : engine(request, model, selection))
        .toJson();
  }

  private static PreparedEngine engine(
      PreparationRequest request, ModelFolder model, Corpus.Selection selection) {
    Precision precision = request.variant().precision();
    Path exact = ReferenceSet.file(model, selection);
    PreparedEngine engine =
        EnginePreparation.prepare(
            Engine.find(request.engine()), model, precision, exact, System.err);
    if (precision != Precision.FP32) {
      EngineAnswers.build(engine, model, exact, Cores.usable(), System.err);
    }
    return engine;
  }

  static ModelFolder model(ModelSource source) {
    return source.isModelFolder()
        ? BuiltInModel.prepare(source, System.err)
        : ModelImport.prepare(source.directory(), System.err);
  }

  /** Before a model is made: what cannot be used is told at once. */
  private static Corpus.Selection selection(PreparationRequest request) {
    Corpus corpus = request.source();
    ModelSource source = ModelSource.of(request.model());
    if (!source.isThere()) {
      return corpus.spread(request.texts(), System.err);
    }
    return ReferenceSet.earlierSelection(source.open(), corpus, request.texts())
        .orElseGet(() -> corpus.spread(request.texts(), System.err));
  }
}

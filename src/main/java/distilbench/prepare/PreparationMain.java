package distilbench.prepare;

import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.corpus.Review;
import distilbench.inference.NativeLibraries;
import distilbench.inference.PrepackedWeights;
import distilbench.inference.SessionSettings;
import distilbench.inference.Weights;
import distilbench.jvm.ParentWatch;
import distilbench.machine.Cores;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSource;
import distilbench.model.synthetic.BuiltInModel;
import distilbench.reference.ReferenceBuilder;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerProcess;
import java.util.List;

/**
 * The child process of {@link Preparation}. Progress goes to standard error; standard output
 * carries one line, the reason, if the user's input cannot be used.
 */
public final class PreparationMain {
  private PreparationMain() {}

  public static void main(String[] arguments) {
    ParentWatch.start();
    try {
      prepare(PreparationRequest.parse(arguments));
    } catch (InvalidInputException e) {
      System.out.println(e.getMessage());
      System.exit(InvalidInputException.EXIT_CODE);
    }
  }

  private static void prepare(PreparationRequest needs) {
    Corpus corpus = Corpus.read(needs.corpus());
    List<Review> reviews = corpus.spread(needs.reviews());
    if (corpus.withoutText() > 0) {
      System.err.printf(
          "%s: %d records have no description and are left out%n",
          needs.corpus(), corpus.withoutText());
    }
    NativeLibraries.shareCopies();
    ModelFolder model = BuiltInModel.prepare(ModelSource.of(needs.model()), System.err);
    model.verify();
    if (needs.packedWeights()) {
      PrepackedWeights.of(model).build(model, System.err);
    }
    ReferenceBuilder.complete(model, reviews, Cores.usable(), System.err);
    WorkerProcess.archiveClasses(
        new WorkerOptions(
            model.directory().toAbsolutePath(),
            Weights.PRIVATE,
            1,
            new SessionSettings(1, false, 1)),
        System.err);
  }
}

package distilbench.prepare;

import distilbench.console.FailureCause;
import distilbench.console.InvalidInputException;
import distilbench.console.Quantity;
import distilbench.console.SafePrintStream;
import distilbench.corpus.Corpus;
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
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The child process of {@link Preparation}. Progress goes to standard error; standard output
 * carries one line in UTF-8, the reason, if the user's input cannot be used.
 */
public final class PreparationMain {
  private PreparationMain() {}

  public static void main(String[] arguments) {
    ParentWatch.start();
    SafePrintStream.install();
    try {
      prepare(PreparationRequest.parse(arguments));
    } catch (InvalidInputException e) {
      refuse(e.getMessage());
    } catch (OutOfMemoryError e) {
      refuse(
          String.format(
              "the preparation ran out of memory (%s) over model=%s corpus=%s; a single record of"
                  + " the corpus, or the model, is too large for it",
              e.getMessage(), arguments[0], arguments[1]));
    } catch (RuntimeException | LinkageError e) {
      refuse("the preparation failed: " + FailureCause.of(e));
    }
  }

  private static void refuse(String reason) {
    new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
        .println(reason);
    System.exit(InvalidInputException.EXIT_CODE);
  }

  private static void prepare(PreparationRequest needs) {
    Corpus corpus = Corpus.read(needs.corpus());
    PreparedReviews reviews = PreparedReviews.choose(corpus, needs.reviews());
    reviews.write(needs);
    if (corpus.withoutText() > 0) {
      System.err.printf(
          "%s: left out %s without description%n",
          needs.corpus(), Quantity.of(corpus.withoutText(), "record"));
    }
    NativeLibraries.shareCopies();
    ModelFolder model = BuiltInModel.prepare(ModelSource.of(needs.model()), System.err);
    model.verify();
    if (needs.packedWeights()) {
      PrepackedWeights.of(model).build(model, System.err);
    }
    ReferenceBuilder.complete(model, reviews.reviews(), Cores.usable(), System.err);
    WorkerProcess.archiveClasses(
        new WorkerOptions(
            model.directory().toAbsolutePath(),
            Optional.of(Weights.PRIVATE),
            1,
            new SessionSettings(1, false, 1)),
        System.err);
  }
}

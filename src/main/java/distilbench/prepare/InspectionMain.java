package distilbench.prepare;

import distilbench.console.InvalidInputException;
import distilbench.console.SafePrintStream;
import distilbench.corpus.Corpus;
import distilbench.inference.TextTokenizer;
import distilbench.jvm.ParentWatch;
import distilbench.jvm.ReportingChild;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSource;

/**
 * The child process of {@link Preparation#inspect}. Progress goes to standard error; it reports an
 * {@link Inspection} or, if it does not get done, the reason.
 */
public final class InspectionMain {
  private InspectionMain() {}

  public static void main(String[] arguments) {
    ParentWatch.start();
    SafePrintStream.install();
    try {
      ReportingChild.report(inspect(PreparationRequest.parse(arguments)).toJson());
    } catch (RuntimeException | Error e) {
      ReportingChild.report(PreparationMain.inOneLine(e));
      System.exit(InvalidInputException.EXIT_CODE);
    }
  }

  private static Inspection inspect(PreparationRequest request) {
    Corpus.Selection selection = request.source().spread(request.texts(), System.err);
    ModelFolder model = PreparationMain.model(ModelSource.of(request.model()));
    model.verifyManifest();
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      int[] tokens =
          selection.texts().stream()
              .mapToInt(text -> tokenizer.encode(text.text()).length)
              .toArray();
      return new Inspection(
          model.directory().toAbsolutePath().toString(), tokens.length, TokenCounts.of(tokens));
    }
  }
}

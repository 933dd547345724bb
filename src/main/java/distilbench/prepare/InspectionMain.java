package distilbench.prepare;

import distilbench.corpus.Corpus;
import distilbench.inference.TextTokenizer;
import distilbench.inference.TokenizedText;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSource;
import java.util.List;

/**
 * The child process of {@link Preparation#inspect}. Progress goes to standard error; it reports an
 * {@link Inspection} or, if it does not get done, the reason.
 */
public final class InspectionMain {
  private InspectionMain() {}

  public static void main(String[] arguments) {
    PreparationMain.run(arguments, request -> inspect(request).toJson());
  }

  private static Inspection inspect(PreparationRequest request) {
    Corpus.Selection selection = request.source().spread(request.texts(), System.err);
    ModelFolder model = PreparationMain.model(ModelSource.of(request.model()));
    model.verifyManifest();
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      List<TokenizedText> texts =
          selection.texts().stream().map(text -> tokenizer.tokenize(text.text())).toList();
      return new Inspection(
          model.directory().toAbsolutePath().toString(),
          texts.size(),
          TokenCounts.of(
              texts.stream().mapToInt(text -> text.ids().length).toArray(),
              (int) texts.stream().filter(TokenizedText::truncated).count()),
          Inspection.variants(model));
    }
  }
}

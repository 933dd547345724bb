package distilbench.model.synthetic;

import distilbench.console.InvalidInputException;
import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSource;
import distilbench.storage.Sha256;
import java.io.PrintStream;

/** The synthetic model that runs use unless the user names another. */
public final class BuiltInModel {
  /**
   * Seed of its weights. Any seed tells texts apart; under this one both labels also get a fair
   * share of the built-in corpus, where others lean to one of them.
   */
  public static final long SEED = 3;

  private BuiltInModel() {}

  /**
   * Opens the model of a source; the built-in one is generated if it is not there yet.
   *
   * @throws InvalidInputException if there is no model, or not the one that there should be
   */
  public static ModelFolder prepare(ModelSource source, PrintStream log) {
    if (source.builtIn()) {
      ModelGenerator.withOwnTokenizer(Geometry.DISTILBERT_BASE, SEED, log)
          .generateIfAbsent(source.directory());
    }
    ModelFolder model = source.open();
    if (source.builtIn()
        && !model.tokenizerSha().equals(Sha256.of(TokenizerFile.builtIn().content()))) {
      throw new InvalidInputException(
          model.tokenizer() + " is not the built-in model's; delete " + source.directory());
    }
    return model;
  }
}

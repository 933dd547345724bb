package distilbench.prepare;

import distilbench.model.ModelFolder;
import distilbench.model.ModelSource;
import distilbench.reference.ReferenceLogits;

/**
 * What exactly a run classifies with and what: known once it is prepared. Token counts come with
 * the reference logits, so that nobody has to load a tokenizer for them.
 *
 * @param model value of the parameter {@code model}
 * @param modelSha256 digest of graph and weights
 * @param tokenizerSha256 digest of the tokenizer's file
 * @param corpus value of the parameter {@code corpus}
 * @param corpusSha256 digest of the corpus's file
 * @param reviews how many reviews of the corpus
 * @param tokens how long these reviews are
 */
public record PreparedInput(
    String model,
    String modelSha256,
    String tokenizerSha256,
    String corpus,
    String corpusSha256,
    int reviews,
    TokenCounts tokens) {

  /**
   * Reads what there is, loading neither the model nor its tokenizer.
   *
   * @param needs what {@link Preparation} has prepared
   */
  public static PreparedInput of(PreparationRequest needs) {
    ModelFolder model = ModelSource.of(needs.model()).open();
    PreparedReviews prepared = PreparedReviews.read(needs);
    ReferenceLogits reference = ReferenceLogits.read(model, prepared.reviews());
    int[] tokens =
        prepared.reviews().stream().mapToInt(review -> reference.of(review).tokens()).toArray();
    return new PreparedInput(
        needs.model(),
        model.modelSha(),
        model.tokenizerSha(),
        needs.corpus(),
        prepared.corpusSha256(),
        needs.reviews(),
        TokenCounts.of(tokens));
  }
}

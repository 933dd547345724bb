package distilbench.prepare;

import distilbench.model.ModelFolder;
import distilbench.model.ModelSource;
import distilbench.reference.ReferenceSet;

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
   * Reads what there is, loading neither the corpus nor the model nor its tokenizer.
   *
   * @param request what {@link Preparation} has prepared
   * @param corpusSha256 digest of the corpus that it has read
   */
  static PreparedInput of(PreparationRequest request, String corpusSha256) {
    ModelFolder model = ModelSource.of(request.model()).open();
    int[] tokens =
        ReferenceSet.read(ReferenceSet.file(model, corpusSha256, request.reviews()))
            .entries()
            .stream()
            .mapToInt(ReferenceSet.Entry::tokens)
            .toArray();
    return new PreparedInput(
        request.model(),
        model.modelSha(),
        model.tokenizerSha(),
        request.corpus(),
        corpusSha256,
        request.reviews(),
        TokenCounts.of(tokens));
  }
}

package distilbench.prepare;

import com.fasterxml.jackson.annotation.JsonIgnore;
import distilbench.model.Graph;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.model.Task;
import distilbench.reference.ReferenceSet;
import java.util.List;

/**
 * What exactly a run measures with and what: known once it is prepared. Token counts come with the
 * reference answers, so that nobody has to load a tokenizer for them.
 *
 * @param model value of the parameter {@code model}
 * @param graph that its weights are wired into
 * @param precision of its products with weights
 * @param family what the model is, such as {@code distilbert}
 * @param task what it gives for a text
 * @param labels how many classes it tells apart; 0 of an embedding
 * @param modelSha256 digest of graph and weights as they were prepared, whatever is made of them
 * @param tokenizerSha256 digest of the tokenizer's file
 * @param corpus value of the parameter {@code corpus}
 * @param column value of the parameter {@code column}
 * @param corpusSha256 digest of the corpus's file
 * @param texts how many texts of the corpus
 * @param tokens how long these texts are
 * @param engine what runs the model
 * @param packages that the engine was installed with, as its requirements name them
 */
public record PreparedInput(
    String model,
    Graph graph,
    Precision precision,
    String family,
    Task task,
    int labels,
    String modelSha256,
    String tokenizerSha256,
    String corpus,
    String column,
    String corpusSha256,
    int texts,
    TokenCounts tokens,
    String engine,
    List<String> packages) {

  /** In which form the model is measured. */
  @JsonIgnore
  public ModelVariant variant() {
    return new ModelVariant(graph, precision);
  }

  /**
   * Reads what there is, loading neither the corpus nor the model nor its tokenizer.
   *
   * @param request what {@link Preparation} has prepared
   * @param model the folder that it has made or found
   * @param packages that the engine was installed with
   * @param corpusSha256 digest of the corpus that it has read
   */
  static PreparedInput of(
      PreparationRequest request, ModelFolder model, List<String> packages, String corpusSha256) {
    ReferenceSet texts =
        ReferenceSet.read(
            ReferenceSet.file(model, request.source().key(corpusSha256), request.texts()),
            model.width());
    ModelDescription description = model.description();
    return new PreparedInput(
        request.model(),
        request.variant().graph(),
        request.variant().precision(),
        description.family(),
        description.task(),
        description.labels().size(),
        model.modelSha(),
        model.tokenizerSha(),
        request.corpus(),
        request.column(),
        corpusSha256,
        request.texts(),
        TokenCounts.of(
            texts.entries().stream().mapToInt(ReferenceSet.Entry::tokens).toArray(),
            (int) texts.entries().stream().filter(ReferenceSet.Entry::truncated).count()),
        request.engine(),
        packages);
  }
}

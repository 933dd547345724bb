package distilbench.benchmark;

import distilbench.corpus.Corpus;
import distilbench.corpus.Order;
import distilbench.model.ModelSource;
import distilbench.model.ModelVariant;
import distilbench.prepare.PreparationRequest;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The parameters that say what is classified; how many texts a call has is each benchmark's own.
 */
@State(Scope.Benchmark)
public abstract class TextParameters {
  /** The built-in synthetic model, or a model folder. */
  @Param(ModelSource.BUILT_IN)
  public String model;

  /** The built-in texts, or a file of texts, see {@link distilbench.corpus.CorpusFormat}. */
  @Param(Corpus.BUILT_IN)
  public String corpus;

  /** The column, or in JSON Lines the field, that has the texts. */
  @Param(Corpus.USUAL_COLUMN)
  public String column;

  /**
   * How many texts, spread evenly over the corpus. 250 keep a pass near ten seconds on two cores
   * and have the lengths of the 1000; 1000 is what the article classified.
   */
  @Param("250")
  public int texts;

  /** Order of the corpus: in file order batches need padding, by length hardly any. */
  @Param("FILE")
  public Order order;

  /** Texts handed over per call, at most. */
  abstract int textsPerCall();

  /**
   * The values, checked.
   *
   * @param engine what runs the model
   * @param variant in which form the model is run
   * @param packedWeights whether processes will map packed weights
   * @throws distilbench.console.InvalidInputException if one is not possible
   */
  public WorkloadSettings settings(String engine, ModelVariant variant, boolean packedWeights) {
    return new WorkloadSettings(
        new PreparationRequest(model, engine, variant, corpus, column, texts, packedWeights),
        order,
        textsPerCall());
  }
}

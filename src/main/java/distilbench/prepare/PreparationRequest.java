package distilbench.prepare;

import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.corpus.CorpusFormat;
import distilbench.engine.Engine;
import distilbench.model.Graph;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.model.Weights;
import java.util.List;

/**
 * What a run needs to have prepared.
 *
 * @param model value of the parameter {@code model}
 * @param engine what runs it
 * @param variant in which form the model is run
 * @param corpus value of the parameter {@code corpus}
 * @param column value of the parameter {@code column}
 * @param texts how many texts of the corpus, at least 1
 * @param packedWeights whether processes will map packed weights, if the model can be packed
 */
public record PreparationRequest(
    String model,
    String engine,
    ModelVariant variant,
    String corpus,
    String column,
    int texts,
    boolean packedWeights) {

  public PreparationRequest {
    InvalidInputException.requireAtLeast("texts", texts, 1);
    CorpusFormat.of(corpus).requireColumn(corpus, column);
  }

  /** Of what this suite's own worker runs. */
  public PreparationRequest(
      String model,
      ModelVariant variant,
      String corpus,
      String column,
      int texts,
      boolean packedWeights) {
    this(model, Engine.OWN, variant, corpus, column, texts, packedWeights);
  }

  /** Whether this suite's own worker runs the model. */
  public boolean isOwn() {
    return engine.equals(Engine.OWN);
  }

  /** Where its texts come from; nothing is read yet. */
  Corpus source() {
    return Corpus.of(corpus, column);
  }

  /** The same and packed weights: whoever has these prepared has this prepared too. */
  public PreparationRequest andPackedWeights() {
    return new PreparationRequest(model, engine, variant, corpus, column, texts, true);
  }

  /** Whether packed weights must be there: deployments that do not suit a model are left out. */
  boolean needsPackedWeights(ModelFolder prepared) {
    return packedWeights && prepared.description().suits(Weights.PREPACKED);
  }

  List<String> toArguments() {
    return List.of(
        model,
        engine,
        variant.graph().name(),
        variant.precision().name(),
        corpus,
        column,
        Integer.toString(texts),
        Boolean.toString(packedWeights));
  }

  static PreparationRequest parse(String[] arguments) {
    return new PreparationRequest(
        arguments[0],
        arguments[1],
        new ModelVariant(Graph.valueOf(arguments[2]), Precision.valueOf(arguments[3])),
        arguments[4],
        arguments[5],
        Integer.parseInt(arguments[6]),
        Boolean.parseBoolean(arguments[7]));
  }
}

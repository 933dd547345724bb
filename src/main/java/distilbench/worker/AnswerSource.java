package distilbench.worker;

import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import distilbench.reference.ReferenceClassifier;
import distilbench.reference.ReferenceSet;
import java.util.function.Supplier;

/** What a process answers from. */
public sealed interface AnswerSource {

  /**
   * Opens a classifier in this process.
   *
   * @param reference must have every text that will be asked for; read only if it is the source
   */
  Classifier open(ModelFolder model, Supplier<ReferenceSet> reference);

  /**
   * The model runs.
   *
   * @param weights how a process holds them
   * @param session how its session works
   */
  record Model(Weights weights, SessionSettings session) implements AnswerSource {
    @Override
    public Classifier open(ModelFolder model, Supplier<ReferenceSet> reference) {
      OnnxClassifier classifier = OnnxClassifier.open(model, weights, session);
      // The heap has grown for the tokenizer's file, and nothing else would collect it in a pass.
      System.gc();
      return classifier;
    }
  }

  /** No model runs: the reference is looked up by text. */
  record Reference() implements AnswerSource {
    @Override
    public Classifier open(ModelFolder model, Supplier<ReferenceSet> reference) {
      return new ReferenceClassifier(reference.get());
    }
  }
}

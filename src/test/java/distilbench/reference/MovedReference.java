package distilbench.reference;

import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.model.ModelFolder;
import distilbench.reference.ReferenceLogits.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A reference that is whole and wrong, as that of another model would be. */
public final class MovedReference {
  private MovedReference() {}

  /**
   * Moves the second logit of some answers of a model that has been prepared.
   *
   * @param texts how many texts of the built-in corpus it was prepared for
   * @param moved how many of them get another answer
   */
  public static void write(Path model, int texts, int moved, float by) throws IOException {
    List<NumberedText> all = Corpus.of(Corpus.BUILT_IN).spread(texts).texts();
    ReferenceLogits reference = ReferenceLogits.read(ModelFolder.open(model), all);
    for (NumberedText text : all.subList(0, moved)) {
      Answer right = reference.of(text);
      float[] logits = {right.logits()[0], right.logits()[1] + by};
      reference.put(
          new Answer(right.text(), right.ids(), right.tokens(), right.truncated(), logits));
    }
    reference.write();
  }
}

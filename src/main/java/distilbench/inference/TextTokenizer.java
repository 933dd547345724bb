package distilbench.inference;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import distilbench.console.InvalidInputException;
import distilbench.model.ModelFolder;
import java.io.IOException;

/**
 * Turns texts into token ids with a model's own tokenizer: {@code [CLS] text [SEP]}, cut to the
 * longest that the model takes, not padded. Safe for use by threads.
 */
public final class TextTokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;

  private TextTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Loads the tokenizer of a model.
   *
   * @throws InvalidInputException if its file is not a tokenizer, or the library cannot be loaded
   */
  public static TextTokenizer open(ModelFolder model) {
    NativeLibraries.shareCopies();
    try {
      return new TextTokenizer(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(model.tokenizer())
              .optAddSpecialTokens(true)
              .optTruncation(true)
              .optMaxLength(model.description().texts().maxTokens())
              .optPadding(false)
              .build());
    } catch (IOException | RuntimeException | LinkageError e) {
      throw NativeLibraries.failureBehind("the tokenizer's library", e)
          .orElseGet(
              () ->
                  new InvalidInputException(
                      "cannot load the tokenizer " + model.tokenizer() + ": " + e.getMessage(), e));
    }
  }

  /** Token ids of a text, with [CLS] and [SEP]; 2 to {@code positions} of them. */
  public long[] encode(String text) {
    return tokenizer.encode(text).getIds();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}

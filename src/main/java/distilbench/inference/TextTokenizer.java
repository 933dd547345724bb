package distilbench.inference;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.model.ModelFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Turns texts into token ids with a model's own tokenizer, such as {@code [CLS] text [SEP]}: cut to
 * the longest that the model takes, not padded. Safe for use by threads.
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
    Path file = model.tokenizer();
    return load(file, () -> Files.newInputStream(file), model.description().texts().maxTokens());
  }

  /**
   * Loads one that lies in no model's folder yet.
   *
   * @param name what errors call it
   * @param json a {@code tokenizer.json}
   * @param maxTokens longest sequence, special tokens included
   * @throws InvalidInputException if it is not a tokenizer, or the library cannot be loaded
   */
  public static TextTokenizer of(Path name, byte[] json, int maxTokens) {
    return load(name, () -> new ByteArrayInputStream(json), maxTokens);
  }

  private static TextTokenizer load(Path name, Source json, int maxTokens) {
    NativeLibraries.shareCopies();
    String longest = Integer.toString(maxTokens);
    // Without the second of the two lengths DJL cuts at 512.
    Map<String, String> options =
        Map.of(
            "addSpecialTokens", "true",
            "truncation", "true",
            "maxLength", longest,
            "modelMaxLength", longest,
            "padding", "false");
    try (InputStream in = json.open()) {
      return new TextTokenizer(HuggingFaceTokenizer.newInstance(in, options));
    } catch (IOException | RuntimeException | LinkageError e) {
      throw NativeLibraries.failureBehind("the tokenizer's library", e)
          .orElseGet(() -> new InvalidInputException(problem(name, e), e));
    }
  }

  private static String problem(Path name, Throwable failure) {
    String said = TerminalText.oneLine(String.valueOf(failure.getMessage()));
    return "cannot load the tokenizer " + name + ": " + said;
  }

  /** Where a tokenizer is read from. */
  @FunctionalInterface
  private interface Source {
    InputStream open() throws IOException;
  }

  /** Token ids of a text, special ones included; at most as many as the model takes. */
  public long[] encode(String text) {
    return tokenizer.encode(text).getIds();
  }

  /** The same, and whether the text was cut. */
  public TokenizedText tokenize(String text) {
    Encoding encoding = tokenizer.encode(text);
    return new TokenizedText(encoding.getIds(), encoding.exceedMaxLength());
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}

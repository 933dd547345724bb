package distilbench.inference;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.model.ModelFolder;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Turns texts into token ids with a model's own tokenizer, such as {@code [CLS] text [SEP]}: cut to
 * the longest that the model takes, not padded. Safe for use by threads.
 *
 * <p>It calls the native methods of DJL's binding itself. DJL's {@code HuggingFaceTokenizer} looks
 * for a GPU when it is loaded, for which it starts a process, and makes words, places and masks of
 * every text, of which only the ids are read.
 */
public final class TextTokenizer implements AutoCloseable {
  private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

  /** What is cut if a text is too long; it matters for pairs of texts only. */
  private static final String CUT = "LONGEST_FIRST";

  /** Address of the tokenizer; 0 when it is closed. */
  private volatile long handle;

  private TextTokenizer(long handle) {
    this.handle = handle;
  }

  /**
   * Loads the tokenizer of a model.
   *
   * @throws InvalidInputException if its file is not a tokenizer, or the library cannot be loaded
   */
  public static TextTokenizer open(ModelFolder model) {
    Path file = model.tokenizer();
    return load(file, () -> content(file), model.description().texts().maxTokens());
  }

  /** A channel would keep a buffer of the file's size outside of the heap. */
  private static byte[] content(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    }
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
    return load(name, () -> json, maxTokens);
  }

  private static TextTokenizer load(Path name, Source json, int maxTokens) {
    try {
      NativeLibraries.loadTokenizer();
      TextTokenizer tokenizer =
          new TextTokenizer(
              LIBRARY.createTokenizerFromString(new String(json.read(), StandardCharsets.UTF_8)));
      tokenizer.limit(maxTokens);
      return tokenizer;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw NativeLibraries.failureBehind("the tokenizer's library", e)
          .orElseGet(() -> new InvalidInputException(problem(name, e), e));
    }
  }

  private static String problem(Path name, Throwable failure) {
    String said = TerminalText.oneLine(String.valueOf(failure.getMessage()));
    return "cannot load the tokenizer " + name + ": " + said;
  }

  /** Replaces what the file says of cutting and padding, but for how far pieces overlap. */
  private void limit(int maxTokens) {
    try {
      LIBRARY.setTruncation(handle, maxTokens, CUT, LIBRARY.getStride(handle));
      LIBRARY.disablePadding(handle);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where a tokenizer is read from. */
  @FunctionalInterface
  private interface Source {
    byte[] read() throws IOException;
  }

  /** Token ids of a text, special ones included; at most as many as the model takes. */
  public long[] encode(String text) {
    long encoding = LIBRARY.encode(open(), text, true);
    try {
      return LIBRARY.getTokenIds(encoding);
    } finally {
      LIBRARY.deleteEncoding(encoding);
    }
  }

  /** The same, and whether the text was cut. */
  public TokenizedText tokenize(String text) {
    long encoding = LIBRARY.encode(open(), text, true);
    try {
      return new TokenizedText(
          LIBRARY.getTokenIds(encoding), LIBRARY.getOverflowCount(encoding) > 0);
    } finally {
      LIBRARY.deleteEncoding(encoding);
    }
  }

  private long open() {
    if (handle == 0) {
      throw new IllegalStateException("the tokenizer is closed");
    }
    return handle;
  }

  /** Frees it; no text may be under way. */
  @Override
  public synchronized void close() {
    if (handle != 0) {
      LIBRARY.deleteTokenizer(handle);
      handle = 0;
    }
  }
}

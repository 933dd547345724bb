package distilbench.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * all-MiniLM-L6-v2, a trained encoder of sentences: a BERT of 6 layers, hidden 384, with BERT's own
 * WordPiece tokenizer. Its two files come from a test dependency of that name.
 */
public final class MiniLm {
  /** Products of integers, 23 MB. */
  public static final String QUANTIZED = "all-minilm-l6-v2-q";

  /** Float32, 90 MB; there only under the profile {@code models}. */
  public static final String FLOAT32 = "all-minilm-l6-v2";

  private MiniLm() {}

  /** Unpacks one of them, as the folder of an ONNX model. */
  public static Path unpack(String name, Path folder) throws IOException {
    Files.createDirectories(folder);
    copy(name + ".onnx", folder.resolve("model.onnx"));
    copy(name + "-tokenizer.json", folder.resolve("tokenizer.json"));
    return folder;
  }

  private static void copy(String resource, Path file) throws IOException {
    try (InputStream in = MiniLm.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IOException("no " + resource + " on the class path");
      }
      Files.copy(in, file);
    }
  }
}

package distilbench.format;

import distilbench.storage.Sha256;
import java.nio.ByteBuffer;

/**
 * By what a sidecar knows its result file: the SHA-256 of the file's bytes. Where a line ends does
 * not count, since version control may change that: on Windows, or for it.
 */
public final class ResultDigest {
  private ResultDigest() {}

  /** Of a whole result file, in whatever format. */
  public static String of(byte[] file) {
    ByteBuffer text = ByteBuffer.allocate(file.length);
    for (int i = 0; i < file.length; i++) {
      boolean endsLine = file[i] == '\r' && i + 1 < file.length && file[i + 1] == '\n';
      if (!endsLine) {
        text.put(file[i]);
      }
    }
    Sha256 digest = new Sha256();
    digest.update(text.flip());
    return digest.hex();
  }
}

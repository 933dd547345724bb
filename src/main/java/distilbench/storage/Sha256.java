package distilbench.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests as lower-case hexadecimal text. */
public final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 20;

  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Digest of a whole file, read in pieces of 1 MiB. */
  public static String of(Path file) throws IOException {
    Sha256 sha = new Sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer.clear()) >= 0) {
        sha.update(buffer.flip());
      }
    }
    return sha.hex();
  }

  /** Digest of the given bytes. */
  public static String of(byte[] bytes) {
    Sha256 sha = new Sha256();
    sha.update(ByteBuffer.wrap(bytes));
    return sha.hex();
  }

  /** Adds the buffer's remaining bytes. */
  public void update(ByteBuffer bytes) {
    digest.update(bytes);
  }

  /** Adds everything that is read through the stream that this returns. */
  public InputStream reading(InputStream in) {
    return new DigestInputStream(in, digest);
  }

  /** Adds everything that is written through the stream that this returns. */
  public OutputStream writing(OutputStream out) {
    return new DigestOutputStream(out, digest);
  }

  /** Ends the digest: 64 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

package distilbench.model.hub;

import distilbench.storage.FileFacts;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What identifies a file's content.
 *
 * @param bytes its size
 * @param sha256 64 hexadecimal digits
 * @param gitSha1 what git calls its object id: SHA-1 of "blob", a blank, the size in decimal, a
 *     zero byte and the content; 40 hexadecimal digits
 */
record ContentDigest(long bytes, String sha256, String gitSha1) {
  private static final int BUFFER_BYTES = 1 << 20;

  /** Reads the whole file, in pieces of 1 MiB. */
  static ContentDigest of(Path file) throws IOException {
    Sha256 sha256 = new Sha256();
    MessageDigest sha1 = sha1();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      long bytes = channel.size();
      sha1.update(("blob " + bytes + "\0").getBytes(StandardCharsets.US_ASCII));
      while (channel.read(buffer.clear()) >= 0) {
        sha256.update(buffer.flip());
        sha1.update(buffer.rewind());
      }
      return new ContentDigest(bytes, sha256.hex(), HexFormat.of().formatHex(sha1.digest()));
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  FileFacts facts() {
    return new FileFacts(bytes, sha256);
  }
}

package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests are those that FIPS 180-2 publishes, however the bytes come. */
class Sha256Test {
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String MILLION_A =
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

  @TempDir Path temp;

  @Test
  void digestsBytes() {
    assertThat(Sha256.of(new byte[0])).isEqualTo(EMPTY);
    assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(ABC);
  }

  @Test
  void digestsPieces() {
    Sha256 sha = new Sha256();
    sha.update(ByteBuffer.wrap(new byte[] {'a'}));
    sha.update(ByteBuffer.wrap(new byte[] {'x', 'b', 'c', 'x'}, 1, 2));

    assertThat(sha.hex()).isEqualTo(ABC);
  }

  @Test
  void digestsFilesLargerThanItsBuffer() throws IOException {
    Path file = temp.resolve("file");
    Files.writeString(file, "a".repeat(1_000_000));
    assertThat(Sha256.of(file)).isEqualTo(MILLION_A);

    byte[] larger = new byte[(5 << 20) / 2];
    larger[larger.length - 1] = 1;
    Files.write(file, larger);
    assertThat(Sha256.of(file)).isEqualTo(Sha256.of(larger));
  }

  @Test
  void digestsAnEmptyFile() throws IOException {
    assertThat(Sha256.of(Files.createFile(temp.resolve("empty")))).isEqualTo(EMPTY);
  }
}

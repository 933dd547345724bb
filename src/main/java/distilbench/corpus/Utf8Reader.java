package distilbench.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Text in UTF-8 and in nothing else, with or without a byte order mark, which is not part of it.
 * Where the JDK's reader replaces what it cannot decode, this one ends and names the line.
 */
final class Utf8Reader extends Reader {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BYTE_ORDER_MARK = 0xEFBBBF;
  private static final int UTF_16_BIG_ENDIAN = 0xFEFF;
  private static final int UTF_16_LITTLE_ENDIAN = 0xFFFE;

  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES).limit(0);
  private boolean begun;
  private boolean ended;

  /** The one in which the next character to be decoded stands. */
  private long line = 1;

  Utf8Reader(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] to, int from, int length) throws IOException {
    while (!characters.hasRemaining()) {
      if (!decode()) {
        return -1;
      }
    }
    int count = Math.min(length, characters.remaining());
    characters.get(to, from, count);
    return count;
  }

  /** Decodes what there is, or gets more bytes; false at the end of the text. */
  private boolean decode() throws IOException {
    characters.clear();
    CoderResult result = decoder.decode(bytes, characters, ended);
    characters.flip();
    if (characters.hasRemaining()) {
      countLines();
      return true;
    } else if (result.isError()) {
      throw new UnreadableException(
          String.format(
              "line %d is not UTF-8 text (byte 0x%02x)", line, bytes.get(bytes.position())),
          "convert the file to UTF-8");
    } else if (ended) {
      return false;
    }
    fill();
    return true;
  }

  private void countLines() {
    char[] decoded = characters.array();
    int end = characters.limit();
    for (int i = 0; i < end; i++) {
      if (decoded[i] == '\n') {
        line++;
      }
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int read = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
    ended = bytes.remaining() > read;
    bytes.position(bytes.position() + read).flip();
    if (!begun) {
      begun = true;
      skipByteOrderMark();
    }
  }

  private void skipByteOrderMark() throws UnreadableException {
    int two = first(2);
    if (two == UTF_16_BIG_ENDIAN || two == UTF_16_LITTLE_ENDIAN) {
      throw new UnreadableException(
          "line 1 is not UTF-8 text but begins as UTF-16 does", "convert the file to UTF-8");
    } else if (first(3) == BYTE_ORDER_MARK) {
      bytes.position(3);
    }
  }

  /** The first bytes as one number; -1 if there are fewer. */
  private int first(int count) {
    if (bytes.limit() < count) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 8 | Byte.toUnsignedInt(bytes.get(i));
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

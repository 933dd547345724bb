package distilbench.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a gzip file (RFC 1952) holds, one member after the other. Unlike the JDK's stream, it
 * refuses what follows the last member, and it ends where a file inflates without end.
 */
final class GzipContent extends InputStream {
  /**
   * How many bytes a byte may inflate to. DEFLATE reaches 1032, of a single letter repeated; prose
   * reaches 2 to 4, logs and JSON with long field names 10 to 30. What exceeds 100 repeats itself
   * so much that it says nothing of real texts.
   */
  private static final int MOST_EXPANSION = 100;

  /** What any file may inflate to: reading it takes a second. */
  private static final long ALWAYS_ALLOWED = 64 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private static final int MAGIC = 0x1f8b;
  private static final int DEFLATE = 8;
  private static final int CHECKSUM_OF_HEADER = 1 << 1;
  private static final int EXTRA_FIELD = 1 << 2;
  private static final int FILE_NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;

  private static final String COMPRESS_AGAIN = "compress it again";

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;

  /** Bytes of the file up to the buffer's end. */
  private long compressed;

  private long inflated;
  private boolean inMember;

  GzipContent(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    int count = 0;
    while (length > 0 && count == 0) {
      if (!inMember && !beginMember()) {
        return -1;
      }
      count = inflate(to, from, length);
    }
    return count;
  }

  /** Returns how many bytes came out; none where more input is needed or a member has ended. */
  private int inflate(byte[] to, int from, int length) throws IOException {
    try {
      int count = inflater.inflate(to, from, length);
      if (count > 0) {
        checksum.update(to, from, count);
        inflated += count;
        requireBounded();
      } else if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw damaged("it needs a dictionary");
      } else {
        // The inflater has taken the whole buffer.
        at = end;
        requireMore();
        inflater.setInput(buffer, at, end - at);
      }
      return count;
    } catch (DataFormatException e) {
      throw damaged(e.getMessage());
    }
  }

  private void requireBounded() throws UnreadableException {
    if (inflated > Math.max(ALWAYS_ALLOWED, MOST_EXPANSION * compressed)) {
      throw new UnreadableException(
          String.format(
              "it inflates to more than %d times its size, which no real texts do", MOST_EXPANSION),
          "if it is what you want, give it without .gz");
    }
  }

  /** Reads a member's header; false at the end of the file. */
  private boolean beginMember() throws IOException {
    boolean first = compressed == 0;
    if (at == end && !fill()) {
      if (first) {
        throw new UnreadableException("it is empty", "give a file with texts");
      }
      return false;
    }
    if (number(1) != MAGIC >> 8 || number(1) != (MAGIC & 0xff)) {
      throw first
          ? new UnreadableException("it is not compressed by gzip", "give it without .gz")
          : damaged("something else follows the compressed text");
    }
    if (number(1) != DEFLATE) {
      throw damaged("its method of compression is unknown");
    }
    skipHeader(number(1));
    inflater.reset();
    inflater.setInput(buffer, at, end - at);
    checksum.reset();
    inMember = true;
    return true;
  }

  private void skipHeader(int flags) throws IOException {
    skip(6);
    if ((flags & EXTRA_FIELD) != 0) {
      skip(number(2));
    }
    if ((flags & FILE_NAME) != 0) {
      skipName();
    }
    if ((flags & COMMENT) != 0) {
      skipName();
    }
    if ((flags & CHECKSUM_OF_HEADER) != 0) {
      skip(2);
    }
  }

  /** It ends with a zero. */
  private void skipName() throws IOException {
    while (number(1) != 0) {}
  }

  private void endMember() throws IOException {
    at = end - inflater.getRemaining();
    if (number(4) != (int) checksum.getValue() || number(4) != (int) inflater.getBytesWritten()) {
      throw damaged("its checksum is not that of its text");
    }
    inMember = false;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      number(1);
    }
  }

  /** A number of up to 4 bytes, little-endian. */
  private int number(int bytes) throws IOException {
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      if (at == end) {
        requireMore();
      }
      number |= Byte.toUnsignedInt(buffer[at++]) << 8 * i;
    }
    return number;
  }

  private void requireMore() throws IOException {
    if (!fill()) {
      throw damaged("it is cut off");
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    compressed += end;
    return end > 0;
  }

  private static UnreadableException damaged(String how) {
    return new UnreadableException("it is damaged: " + how, COMPRESS_AGAIN);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}

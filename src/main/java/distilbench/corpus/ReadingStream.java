package distilbench.corpus;

import distilbench.console.Progress;
import distilbench.console.TerminalText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/** Tells how far the reading of a file is. */
final class ReadingStream extends FilterInputStream {
  private static final long MEBIBYTE = 1 << 20;

  private final Progress progress;
  private long untold;

  ReadingStream(InputStream in, Progress progress) {
    super(in);
    this.progress = progress;
  }

  /**
   * @param name of the file
   * @param bytes to be read in all
   */
  static Progress progress(PrintStream log, String name, long bytes) {
    return new Progress(
        log, "reading " + TerminalText.oneLine(name), Math.max(1, bytes / MEBIBYTE), "MiB");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    int read = super.read(to, from, length);
    untold += Math.max(0, read);
    if (untold >= MEBIBYTE) {
      progress.advance(untold / MEBIBYTE);
      untold %= MEBIBYTE;
    }
    return read;
  }
}

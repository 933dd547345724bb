package distilbench.launcher.output;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts what is written into lines and hands each on as soon as it is whole. */
final class LineSplitter extends OutputStream {
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final Charset charset;
  private final Consumer<String> lines;

  LineSplitter(Charset charset, Consumer<String> lines) {
    this.charset = charset;
    this.lines = lines;
  }

  /** A stream whose lines are handed on. */
  static PrintStream stream(Consumer<String> lines) {
    return new PrintStream(
        new LineSplitter(StandardCharsets.UTF_8, lines), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      end();
    } else {
      begun.write(b);
    }
  }

  /** Hands on a line that was begun and will not be ended. */
  synchronized void endBegun() {
    if (begun.size() > 0) {
      end();
    }
  }

  private void end() {
    String line = begun.toString(charset);
    begun.reset();
    lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
  }
}

package distilbench.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lines that somebody else writes and a test reads; it can wait for the one it needs. */
public final class AwaitedLines {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);

  private final List<String> lines = new ArrayList<>();

  /** Adds a line and wakes whoever waits for it. */
  public synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  /** What has been written so far. */
  public synchronized String text() {
    return String.join("\n", lines);
  }

  /**
   * Waits for the first line that contains {@code part}.
   *
   * @throws AssertionError with everything written so far, if it takes too long
   */
  public synchronized String await(String part) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      for (String line : lines) {
        if (line.contains(part)) {
          return line;
        }
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("nobody wrote '" + part + "', only: " + text());
      }
      wait(left / 1_000_000 + 1);
    }
  }

  /** A stream that adds what is printed to it, line by line. */
  public PrintStream asStream() {
    return new PrintStream(new LineSplitter(), true, StandardCharsets.UTF_8);
  }

  private final class LineSplitter extends OutputStream {
    private final StringBuilder begun = new StringBuilder();

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        add(begun.toString().stripTrailing());
        begun.setLength(0);
      } else {
        begun.append((char) b);
      }
    }
  }
}

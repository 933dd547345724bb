package distilbench.launcher.output;

import distilbench.console.InvalidInputException;
import distilbench.console.SafePrintStream;
import distilbench.console.TerminalText;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Where a run talks to people: lines that stay and, on a terminal, below them one that changes.
 * What it prints goes where JMH's {@code -o} says, errors go to standard error. Safe for use by
 * several threads.
 */
public final class RunConsole implements AutoCloseable {
  /** Back to the first column, and clear to the end of the line. */
  private static final String CLEAR = "\r\u001b[K";

  /** Have the terminal cut what is too long for it, instead of going on in the next line. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final SafePrintStream out;
  private final PrintStream errors;
  private final VerboseMode verbosity;
  private final boolean live;
  private String changing = "";
  private boolean closed;

  RunConsole(SafePrintStream out, PrintStream errors, VerboseMode verbosity, boolean live) {
    this.out = out;
    this.errors = errors;
    this.verbosity = verbosity;
    this.live = live;
  }

  /**
   * The console that these options ask for.
   *
   * @throws InvalidInputException if the file of {@code -o} cannot be written
   */
  public static RunConsole open(Options options) {
    VerboseMode verbosity = options.verbosity().orElse(VerboseMode.NORMAL);
    if (options.getOutput().hasValue()) {
      String file = options.getOutput().get();
      try {
        return new RunConsole(
            new SafePrintStream(
                new FileOutputStream(file), new TerminalText(StandardCharsets.UTF_8)),
            System.err,
            verbosity,
            false);
      } catch (FileNotFoundException e) {
        throw new InvalidInputException(
            "cannot write output to " + file + " (" + e.getMessage() + "); name another with -o",
            e);
      }
    }
    return new RunConsole(
        SafePrintStream.output(),
        System.err,
        verbosity,
        verbosity == VerboseMode.NORMAL && isTerminal());
  }

  /** Linux tells; where nobody does, plain lines are right. */
  private static boolean isTerminal() {
    String kind = System.getenv("TERM");
    if (kind == null || kind.equals("dumb")) {
      return false;
    }
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  public VerboseMode verbosity() {
    return verbosity;
  }

  /** Whether there is a line that changes. */
  public boolean isLive() {
    return live;
  }

  /** Where JMH's own formats print, when nothing else does. */
  public PrintStream stream() {
    return out;
  }

  /** Prints a line that stays; nothing when silent. */
  public synchronized void println(String line) {
    if (!closed && verbosity != VerboseMode.SILENT) {
      clear();
      out.println(line);
      show();
    }
  }

  /** Replaces the line that changes. */
  public synchronized void change(String line) {
    if (!closed && live) {
      clear();
      changing = TerminalText.ofOutput().line(line);
      show();
    }
  }

  /** Prints an error; also when silent. */
  public synchronized void error(String line) {
    if (!closed) {
      clear();
      out.flush();
      errors.println(line);
      show();
    }
  }

  /** Prints a line about something that failed: among the others, or as an error when silent. */
  public void failure(String line) {
    if (verbosity == VerboseMode.SILENT) {
      error(line);
    } else {
      println(line);
    }
  }

  private void clear() {
    if (!changing.isEmpty()) {
      out.control(CLEAR);
    }
  }

  private void show() {
    if (!changing.isEmpty()) {
      out.control(NO_WRAP);
      out.print(changing);
      out.control(WRAP);
    }
    out.flush();
  }

  /** Takes the changing line away; nothing is printed any more. */
  @Override
  public synchronized void close() {
    clear();
    changing = "";
    out.flush();
    out.close();
    closed = true;
  }
}

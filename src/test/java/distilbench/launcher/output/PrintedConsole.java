package distilbench.launcher.output;

import distilbench.console.SafePrintStream;
import distilbench.console.TerminalText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A console whose output and errors a test can read. */
public final class PrintedConsole {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final RunConsole console;

  private PrintedConsole(VerboseMode verbosity, boolean live) {
    console = new RunConsole(stream(output), stream(errors), verbosity, live);
  }

  public static PrintedConsole plain(VerboseMode verbosity) {
    return new PrintedConsole(verbosity, false);
  }

  public static PrintedConsole terminal() {
    return new PrintedConsole(VerboseMode.NORMAL, true);
  }

  public RunConsole console() {
    return console;
  }

  public String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  public String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static SafePrintStream stream(ByteArrayOutputStream bytes) {
    return new SafePrintStream(bytes, new TerminalText(StandardCharsets.UTF_8));
  }
}

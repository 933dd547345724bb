package distilbench.jvm;

import distilbench.console.AwaitedLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process that a test started, with what it prints; killed at the latest when closed. */
public final class ChildProgram implements AutoCloseable {
  private static final long LONGEST_LIFE_SECONDS = 60;

  private final Process process;
  private final AwaitedLines output = new AwaitedLines();
  private final AwaitedLines errors = new AwaitedLines();
  private final List<Thread> readers;

  private ChildProgram(Process process) {
    this.process = process;
    this.readers =
        List.of(
            reader(process.inputReader(StandardCharsets.UTF_8), output),
            reader(process.errorReader(StandardCharsets.UTF_8), errors));
    readers.forEach(Thread::start);
  }

  /** Starts what is described; both its streams must be pipes. */
  public static ChildProgram start(ProcessBuilder description) throws IOException {
    return new ChildProgram(description.start());
  }

  /** Starts a JVM on the tests' class path. */
  public static ChildProgram start(Class<?> main, List<String> flags, String... arguments)
      throws IOException {
    return start(ChildJvm.describe(main, flags, List.of(arguments)));
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** Standard output so far. */
  public AwaitedLines output() {
    return output;
  }

  /** Standard error so far. */
  public AwaitedLines errors() {
    return errors;
  }

  /** Waits for the end of the process and of its output, which must not take a minute. */
  public int exitCode() throws InterruptedException {
    return exitCode(LONGEST_LIFE_SECONDS);
  }

  /** Waits for the end of the process and of its output. */
  public int exitCode(long longestLifeSeconds) throws InterruptedException {
    if (!process.waitFor(longestLifeSeconds, TimeUnit.SECONDS)) {
      throw new AssertionError("still running; it said: " + output.text() + errors.text());
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  /** Kills the process, which has no chance to tidy up, and waits for its end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static Thread reader(BufferedReader from, AwaitedLines to) {
    Thread thread =
        new Thread(
            () -> {
              try (from) {
                for (String line = from.readLine(); line != null; line = from.readLine()) {
                  to.add(line);
                }
              } catch (IOException e) {
                to.add("(the rest is lost: " + e.getMessage() + ")");
              }
            });
    thread.setDaemon(true);
    return thread;
  }
}

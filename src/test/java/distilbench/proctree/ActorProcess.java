package distilbench.proctree;

import distilbench.jvm.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** A {@link TreeActor} in a child process, seen from the one that started it. */
final class ActorProcess implements AutoCloseable {
  private static final List<String> SMALL =
      List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=1g");

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  private ActorProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
  }

  /** Starts one and waits until it listens. */
  static ActorProcess start() throws IOException {
    ProcessBuilder description = ChildJvm.describe(TreeActor.class, SMALL, List.of());
    ActorProcess actor =
        new ActorProcess(description.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    actor.awaitDone();
    return actor;
  }

  long pid() {
    return process.pid();
  }

  /** Has it carry out a command; returns when that is done. */
  void tell(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    awaitDone();
  }

  private void awaitDone() throws IOException {
    String answer = answers.readLine();
    if (!"done".equals(answer)) {
      throw new IOException("process " + pid() + " answers " + answer);
    }
  }

  /** Ends it and all that it has started. */
  @Override
  public void close() {
    try {
      commands.close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

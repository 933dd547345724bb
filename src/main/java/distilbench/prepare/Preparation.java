package distilbench.prepare;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.inference.PrepackedWeights;
import distilbench.jvm.ChildJvm;
import distilbench.jvm.JavaRuntime;
import distilbench.jvm.JvmFlags;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSource;
import distilbench.storage.PageCache;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What must be there before the first measured fork: the model, whole and undamaged; the native
 * libraries; the reference logits. A child process looks and makes what is missing, so that neither
 * the launcher nor a measured fork ever holds a model for it.
 */
public final class Preparation {
  /** System property that tells a fork that all this was done. */
  public static final String DONE = "distilbench.prepared";

  /** Generation and reference logits need no more than this. */
  private static final String HEAP = "-Xmx128m";

  /** Java reports death by signal N as this and N. */
  private static final int SIGNALLED = 128;

  private Preparation() {}

  /**
   * Runs the child and waits for it. Its progress goes to standard error.
   *
   * @param needs what a run will use
   * @param java the forks' JVM: what is made for it fits no other
   * @throws InvalidInputException with the child's message, if anything keeps it from its work
   */
  public static void run(PreparationRequest needs, JavaRuntime java) {
    ProcessBuilder child =
        ChildJvm.describe(
                java,
                PreparationMain.class,
                List.of(HEAP, JvmFlags.COLLECTOR, JvmFlags.NATIVE_ACCESS),
                needs.toArguments())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = child.start();
      process.getOutputStream().close();
      // The last line: the JVM may have said something before, as its options make it do.
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .reduce("", (before, last) -> last);
      int code = process.waitFor();
      if (code == InvalidInputException.EXIT_CODE) {
        throw new InvalidInputException(said);
      } else if (code != 0) {
        throw new InvalidInputException(ended(code, said));
      }
      reload(needs);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot start " + java.executable() + ": " + FileProblem.of(e) + "; -jvm names another",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during the preparation", e);
    }
  }

  /** Of a child that did not say why: it was killed, or never became a JVM. */
  private static String ended(int code, String said) {
    if (code > SIGNALLED) {
      return String.format(
          "the preparation was killed by signal %d; if memory was short, free some and start again",
          code - SIGNALLED);
    }
    return String.format(
        "the preparation ended with exit code %d%s; what it said stands above",
        code, said.isEmpty() ? "" : " (" + said + ")");
  }

  /** What measured processes map, at the one time when no process does. */
  private static void reload(PreparationRequest needs) {
    ModelFolder model = ModelSource.of(needs.model()).open();
    try {
      PageCache.reload(model.weights());
      if (needs.packedWeights()) {
        PageCache.reload(PrepackedWeights.of(model).weights());
      }
      for (Path file : SharedCache.files()) {
        PageCache.reload(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("memory may depend on how files were once written: " + e.getMessage());
    }
  }
}

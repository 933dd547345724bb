package distilbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The file that JMH writes the results of its own runs to. It writes those of every run to the file
 * that the user named, unless told another.
 */
final class Scratch {
  private Scratch() {}

  /** A temporary file that is deleted with this process. */
  static Path file() throws RunnerException {
    try {
      Path file = Files.createTempFile("distilbench", ".result");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new RunnerException("no temporary file can be made: " + e.getMessage(), e);
    }
  }
}

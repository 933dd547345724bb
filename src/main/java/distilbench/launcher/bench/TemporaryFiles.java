package distilbench.launcher.bench;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.jvm.TemporaryFolder;
import distilbench.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The temporary files of a run and of every process that it starts, in one folder, which goes with
 * the run however that ends: what a killed run left, the next one deletes.
 */
final class TemporaryFiles implements AutoCloseable {
  private static final String SYSTEM = "java.io.tmpdir";

  private final RunFolder folder;

  private TemporaryFiles(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, and gives it to the processes that will be started.
   *
   * @throws InvalidInputException if it cannot be made
   */
  static TemporaryFiles begin(MachineLock lock) {
    Path system = Path.of(System.getProperty(SYSTEM));
    try {
      TemporaryFiles files = new TemporaryFiles(RunFolder.make(system));
      Runtime.getRuntime().addShutdownHook(new Thread(files::close));
      TemporaryFolder.giveChildren(files.folder.path());
      if (lock.isJmhs()) {
        JmhLeftovers.delete(
            system,
            files.folder.livingSince(),
            Files.getOwner(files.folder.path(), LinkOption.NOFOLLOW_LINKS));
      }
      return files;
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "temporary files cannot be written into %s (%s); make room, or name another folder"
                  + " with java -D%s=DIR",
              system, FileProblem.of(e), SYSTEM),
          e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      folder.close();
    } catch (IOException e) {
      // A process that is about to end still writes there: the next run deletes the folder.
    }
  }
}

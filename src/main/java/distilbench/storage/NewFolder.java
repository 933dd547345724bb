package distilbench.storage;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is made where there is none, or an empty one: nothing is ever replaced. */
public final class NewFolder {
  private NewFolder() {}

  /**
   * Refuses a place where something is.
   *
   * @throws InvalidInputException if the folder exists and holds anything, or has no name
   */
  public static void requireAbsent(Path directory) {
    try {
      if (!isAbsentOrEmpty(directory)) {
        throw new InvalidInputException(
            directory + " exists already; name a new folder, or delete this one first");
      }
      if (!directory.normalize().endsWith(directory.getFileName())) {
        throw new InvalidInputException(
            "cannot make a model in " + directory + ": the folder is replaced; write its name");
      }
    } catch (IOException e) {
      throw new InvalidInputException("cannot use " + directory + ": " + FileProblem.of(e), e);
    }
  }

  /**
   * Makes the folder unless it is there, or a process running at the same time has just made it.
   * Where it is there, nothing need be writable.
   *
   * @return whether it was made
   * @throws InvalidInputException if it cannot be made
   */
  public static boolean make(Path directory, DurableFiles.FolderContent content, PrintStream log) {
    try {
      return makeIfAbsent(directory, content, log);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot make the model in " + directory + ": " + FileProblem.of(e), e);
    }
  }

  /** The same, where a caller tells what it is that cannot be made. */
  public static boolean makeIfAbsent(
      Path directory, DurableFiles.FolderContent content, PrintStream log) throws IOException {
    if (!isAbsentOrEmpty(directory)) {
      return false;
    }
    try (BuildLock lock = BuildLock.acquire(directory, log)) {
      if (!isAbsentOrEmpty(directory)) {
        return false;
      }
      DurableFiles.writeFolder(directory, content);
      return true;
    }
  }

  /** Whether nothing is there that making the folder would lose. */
  public static boolean isAbsentOrEmpty(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }
}

package distilbench.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;

/** Why something could not be done with a file, in the words that the operating system has. */
public final class FileProblem {
  private FileProblem() {}

  /**
   * One line without the file's name, which is all that most such exceptions say of themselves.
   *
   * @param problem what reading or writing the file ended with
   */
  public static String of(IOException problem) {
    if (problem instanceof NoSuchFileException) {
      return "No such file or directory";
    } else if (problem instanceof AccessDeniedException) {
      return "Permission denied";
    } else if (problem instanceof NotDirectoryException) {
      return "Not a directory";
    }
    String said =
        problem instanceof FileSystemException known ? known.getReason() : problem.getMessage();
    return Stream.ofNullable(said)
        .flatMap(String::lines)
        .findFirst()
        .orElse(problem.getClass().getSimpleName());
  }
}

package distilbench.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** A process that claims a file, writes to it, says so and holds it until its input ends. */
public final class FileClaimer {
  private FileClaimer() {}

  /** Takes the file and what to write, one after the other. */
  public static void main(String[] arguments) throws IOException {
    try (ClaimedFile file = ClaimedFileTest.claim(Path.of(arguments[0]))) {
      for (int i = 1; i < arguments.length; i++) {
        file.write(arguments[i].getBytes(StandardCharsets.UTF_8));
      }
      System.out.println("claimed");
      System.in.readAllBytes();
    } catch (FileAlreadyExistsException e) {
      System.out.println("not claimed");
    }
  }
}

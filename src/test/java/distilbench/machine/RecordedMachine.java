package distilbench.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A machine's files below /proc and /sys, kept in one text as {@code tail -n +1 FILE...} prints
 * them: "==> /FILE <==", then the content.
 */
public final class RecordedMachine {
  private RecordedMachine() {}

  /** Puts the files of a recorded machine below a root. */
  public static void unpack(String name, Path root) throws IOException {
    for (String section : text(name).split("(?m)^==> /")) {
      if (!section.isBlank()) {
        String[] fileAndContent = section.split(" <==\n", 2);
        write(root, fileAndContent[0], fileAndContent[1].stripTrailing() + "\n");
      }
    }
  }

  /** Adds a file, or replaces it. */
  public static void write(Path root, String file, String content) throws IOException {
    Path target = root.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
  }

  private static String text(String name) throws IOException {
    try (InputStream in = RecordedMachine.class.getResourceAsStream(name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

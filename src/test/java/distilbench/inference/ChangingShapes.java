package distilbench.inference;

import distilbench.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * A process that classifies batches of ever changing shape and prints its resident memory, in
 * bytes, before and after.
 */
public final class ChangingShapes {
  static final Path MEMORY = Path.of("/proc/self/smaps_rollup");
  private static final int PASSES = 2000;
  private static final int LONGEST = 60;
  private static final int LARGEST_BATCH = 8;

  private ChangingShapes() {}

  /** Takes a model's folder. */
  public static void main(String[] arguments) throws IOException {
    ModelFolder model = ModelFolder.open(Path.of(arguments[0]));
    try (Classifier classifier =
        OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, LARGEST_BATCH))) {
      // Twice: the JVM is still compiling during the first.
      passes(classifier);
      passes(classifier);
      long before = residentBytes();
      passes(classifier);
      System.out.println("grown by " + (residentBytes() - before));
    }
  }

  /** No two neighbours have the same shape; every shape between 1 x 3 and 8 x 62 comes up. */
  private static void passes(Classifier classifier) {
    for (int pass = 0; pass < PASSES; pass++) {
      String text = "plum ".repeat(1 + pass % LONGEST);
      int texts = 1 + pass * LARGEST_BATCH / PASSES;
      classifier.classify(Collections.nCopies(texts, text));
    }
  }

  private static long residentBytes() throws IOException {
    List<String> lines = Files.readAllLines(MEMORY);
    String resident =
        lines.stream().filter(line -> line.startsWith("Rss:")).findFirst().orElseThrow();
    return Long.parseLong(resident.replaceAll("\\D", "")) * 1024;
  }
}

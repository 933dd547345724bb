package distilbench.inference;

import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * A process that classifies batches of ever changing shape and prints by how many bytes its
 * resident memory has grown since it was warm.
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
      passes(classifier, 0);
      passes(classifier, 0);
      long warm = residentBytes();
      // Shapes that the warm-up had not: what is kept for each shape would show.
      passes(classifier, 1);
      System.out.println("grown by " + (residentBytes() - warm));
    }
  }

  /** Goes through the shapes whose height and width add up to an even or to an odd number. */
  private static void passes(Classifier classifier, int parity) {
    int done = 0;
    while (done < PASSES) {
      for (int texts = LARGEST_BATCH; texts > 0; texts--) {
        for (int words = LONGEST - (texts + parity) % 2; words > 0; words -= 2) {
          classifier.classify(Collections.nCopies(texts, "plum ".repeat(words)));
          done++;
        }
      }
    }
  }

  private static long residentBytes() throws IOException {
    List<String> lines = Files.readAllLines(MEMORY);
    String resident =
        lines.stream().filter(line -> line.startsWith("Rss:")).findFirst().orElseThrow();
    return Long.parseLong(resident.replaceAll("\\D", "")) * 1024;
  }
}

package distilbench.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.corpus.Review;
import distilbench.storage.DurableFiles;
import distilbench.storage.Sha256;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The reviews of a run, and nothing else of their corpus: all that a fork holds of it. They lie in
 * a file of their own, whose name changes when the corpus or the number of reviews does.
 *
 * @param corpusSha256 digest of the corpus's file
 * @param reviews in the file's order
 */
public record PreparedReviews(String corpusSha256, List<Review> reviews) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public PreparedReviews {
    reviews = List.copyOf(reviews);
  }

  /** Chooses the reviews that a run needs. */
  static PreparedReviews choose(Corpus corpus, int count) {
    return new PreparedReviews(corpus.sha256(), corpus.spread(count));
  }

  private static Path file(PreparationRequest needs) {
    String decides = Corpus.fingerprint(needs.corpus()) + "\n" + needs.reviews();
    String key = Sha256.of(decides.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    return SharedCache.FOLDER.resolve("reviews-" + key + ".json");
  }

  /**
   * Writes what {@link #read} reads.
   *
   * @throws InvalidInputException if it cannot be written
   */
  void write(PreparationRequest needs) {
    Path file = file(needs);
    try {
      Files.createDirectories(SharedCache.FOLDER);
      DurableFiles.write(file, JSON.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot write " + file + ": " + FileProblem.of(e) + "; run in a writable folder", e);
    }
  }

  /**
   * Reads the reviews that were prepared for a run.
   *
   * @throws InvalidInputException if there are none, as for a corpus that changed since
   */
  public static PreparedReviews read(PreparationRequest needs) {
    Path file = file(needs);
    try {
      return JSON.readValue(Files.readAllBytes(file), PreparedReviews.class);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          needs.corpus() + " is not what it was when the run was prepared; start again", e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + " is damaged; delete it", e);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + FileProblem.of(e), e);
    }
  }
}

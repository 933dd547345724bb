package distilbench.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.corpus.Review;
import distilbench.model.ModelFolder;
import distilbench.storage.DurableFiles;
import distilbench.storage.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The logits that a model must give, text by text: those of an unpadded forward pass of one text.
 * Of all that were ever computed only those are held that somebody asks about.
 *
 * <p>They are kept in the model's folder, in a file named after the digests of the model and of the
 * tokenizer, one JSON object a line: digest of the text, digest of its token ids, their number, the
 * logits. The text's digest finds an answer without tokenizing; the digest of the ids tells whether
 * the tokenizer still gives the ids that were classified.
 */
public final class ReferenceLogits {

  /**
   * What is known of one text.
   *
   * @param text SHA-256 of its UTF-8 bytes
   * @param ids SHA-256 of its token ids, each as 8 bytes, big-endian
   * @param tokens how many ids, [CLS] and [SEP] included
   * @param logits NEGATIVE and POSITIVE
   */
  public record Answer(String text, String ids, int tokens, float[] logits) {

    /** The answer to a text that has these ids. */
    static Answer of(String text, long[] ids, float[] logits) {
      return new Answer(digest(text), digest(ids), ids.length, logits);
    }

    boolean isFor(long[] tokenIds) {
      return ids.equals(digest(tokenIds));
    }
  }

  private final Path file;

  /** By the digest of the text. */
  private final Map<String, Answer> answers;

  /** What the file does not have yet. */
  private final Map<String, Answer> added = new LinkedHashMap<>();

  private ReferenceLogits(Path file, Map<String, Answer> answers) {
    this.file = file;
    this.answers = answers;
  }

  /**
   * Reads what is known about some texts; nothing, if nothing was ever computed.
   *
   * @throws InvalidInputException if the file is damaged
   */
  public static ReferenceLogits read(ModelFolder model, List<Review> reviews) {
    Path file = file(model);
    Set<String> wanted = new HashSet<>();
    reviews.forEach(review -> wanted.add(digest(review.text())));
    Map<String, Answer> answers = new HashMap<>();
    forEachLine(
        file,
        (answer, line) -> {
          if (wanted.contains(answer.text())) {
            answers.put(answer.text(), answer);
          }
        });
    return new ReferenceLogits(file, answers);
  }

  /** Where a model's reference logits are kept. */
  static Path file(ModelFolder model) {
    return model
        .directory()
        .resolve(
            String.format(
                "reference-logits-%.12s-%.12s.ndjson", model.modelSha(), model.tokenizerSha()));
  }

  private static void forEachLine(Path file, Line body) {
    if (Files.notExists(file)) {
      return;
    }
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        body.take(parse(json, line, file, number), line);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot read reference logits %s (%s); mend that, or delete the file",
              file, FileProblem.of(e)),
          e);
    }
  }

  /** What is done with a line of the file. */
  @FunctionalInterface
  private interface Line {
    void take(Answer answer, String line) throws IOException;
  }

  private static Answer parse(ObjectMapper json, String line, Path file, int number) {
    try {
      Answer answer = json.readValue(line, Answer.class);
      if (answer != null
          && answer.text() != null
          && answer.ids() != null
          && answer.logits() != null
          && answer.logits().length == 2) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      // The same as a line of another kind.
    }
    throw new InvalidInputException(
        String.format("%s, line %d, is not a reference answer; delete the file", file, number));
  }

  /** Whether the answers to all these reviews are known. */
  public boolean covers(List<Review> reviews) {
    return reviews.stream().allMatch(review -> of(review.text()) != null);
  }

  /**
   * The answer to a review.
   *
   * @throws InvalidInputException if it is not known
   */
  public Answer of(Review review) {
    Answer answer = of(review.text());
    if (answer == null) {
      throw new InvalidInputException(
          file + " lacks review " + review.number() + "; delete the file to have it made anew");
    }
    return answer;
  }

  /** The answer to a text, or null if none is known. */
  Answer of(String text) {
    return answers.get(digest(text));
  }

  void put(Answer answer) {
    answers.put(answer.text(), answer);
    added.put(answer.text(), answer);
  }

  /**
   * Adds what was put here to the file, which is replaced whole. Only for whoever holds its {@link
   * distilbench.storage.BuildLock}.
   *
   * @throws InvalidInputException if the file is damaged
   */
  void write() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, Answer> rest = new LinkedHashMap<>(added);
    DurableFiles.write(
        file,
        out -> {
          forEachLine(
              file,
              (answer, line) -> {
                Answer newer = rest.remove(answer.text());
                out.write(bytes(newer == null ? line : json.writeValueAsString(newer)));
              });
          for (Answer answer : rest.values()) {
            out.write(bytes(json.writeValueAsString(answer)));
          }
        });
    added.clear();
  }

  private static byte[] bytes(String line) {
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(long[] ids) {
    ByteBuffer bytes = ByteBuffer.allocate(ids.length * Long.BYTES);
    bytes.asLongBuffer().put(ids);
    return Sha256.of(bytes.array());
  }
}

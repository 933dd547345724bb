package distilbench.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The logits that a model must give, text by text: those of an unpadded forward pass of one text.
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
  private final Map<String, Answer> answers;

  /**
   * Answers by the text itself, once asked for: digesting it again would be measured as harness.
   */
  private final Map<String, Answer> asked = new ConcurrentHashMap<>();

  private ReferenceLogits(Path file, Map<String, Answer> answers) {
    this.file = file;
    this.answers = answers;
  }

  /**
   * Reads what is known about a model; nothing, if nothing was ever computed.
   *
   * @throws InvalidInputException if the file is damaged
   */
  public static ReferenceLogits read(ModelFolder model) {
    return read(model, text -> true);
  }

  /**
   * Reads what is known about these reviews alone: a fork holds no other answers.
   *
   * @throws InvalidInputException if the file is damaged
   */
  public static ReferenceLogits read(ModelFolder model, List<Review> reviews) {
    Set<String> wanted =
        reviews.stream().map(review -> digest(review.text())).collect(Collectors.toSet());
    return read(model, wanted::contains);
  }

  /**
   * @param wanted tells by a text's digest whether its answer is kept
   */
  private static ReferenceLogits read(ModelFolder model, Predicate<String> wanted) {
    Path file = file(model);
    Map<String, Answer> answers = new LinkedHashMap<>();
    if (Files.exists(file)) {
      ObjectMapper json = new ObjectMapper();
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          Answer answer = parse(json, line, file, number);
          if (wanted.test(answer.text())) {
            answers.put(answer.text(), answer);
          }
        }
      } catch (IOException e) {
        throw new InvalidInputException("cannot read reference logits " + file + ": " + e, e);
      }
    }
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
    return asked.computeIfAbsent(text, unseen -> answers.get(digest(unseen)));
  }

  void put(Answer answer) {
    answers.put(answer.text(), answer);
    asked.clear();
  }

  /** Writes everything that is known; an earlier file is replaced whole. */
  void write() throws IOException {
    ObjectMapper json = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    for (Answer answer : answers.values()) {
      lines.append(json.writeValueAsString(answer)).append('\n');
    }
    DurableFiles.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
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

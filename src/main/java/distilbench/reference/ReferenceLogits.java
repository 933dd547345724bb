package distilbench.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.corpus.NumberedText;
import distilbench.inference.TokenizedText;
import distilbench.model.ModelFolder;
import distilbench.storage.DurableFiles;
import distilbench.storage.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The answers that a model must give, text by text: the logits, or the embedding, of an unpadded
 * forward pass of one text. Of all that were ever computed only those are held that somebody asks
 * about.
 *
 * <p>They are kept among {@link ModelFolder#derivedFiles}, in a file named after the digests of the
 * model and of the tokenizer, one JSON object a line: digest of the text, digest of its token ids,
 * their number, whether the text was cut, the answer as {@code logits}, digest of all these. The
 * text's digest finds an answer without tokenizing; the digest of the ids tells whether the
 * tokenizer still gives the ids that were classified; the last digest tells whether the line is as
 * it was written. A line that is not, or has no digest as those of earlier versions, or another
 * width than the model's answers, says nothing. Earlier versions did not say either what was cut:
 * their answers to such texts are computed anew.
 */
public final class ReferenceLogits {

  /**
   * What is known of one text.
   *
   * @param text SHA-256 of its UTF-8 bytes
   * @param ids SHA-256 of its token ids, each as 8 bytes, big-endian
   * @param tokens how many ids, special ones included
   * @param truncated whether the text was cut to so many
   * @param logits of the classes in their order, or the embedding
   */
  public record Answer(String text, String ids, int tokens, boolean truncated, float[] logits) {

    /** The answer to a text that has these tokens. */
    static Answer of(String text, TokenizedText tokens, float[] logits) {
      return new Answer(
          digest(text), digest(tokens.ids()), tokens.ids().length, tokens.truncated(), logits);
    }

    boolean isFor(TokenizedText today) {
      return tokens == today.ids().length
          && truncated == today.truncated()
          && ids.equals(digest(today.ids()));
    }

    private String sha256() {
      StringBuilder all = new StringBuilder(text + "\n" + ids + "\n" + tokens);
      if (truncated) {
        all.append("\ntruncated");
      }
      for (float logit : logits) {
        all.append('\n').append(Float.floatToIntBits(logit));
      }
      return digest(all.toString());
    }
  }

  /** An answer as the file has it, with the digest of its parts. */
  private record Line(
      String text,
      String ids,
      int tokens,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean truncated,
      float[] logits,
      String sha256) {
    static Line of(Answer answer) {
      return new Line(
          answer.text(),
          answer.ids(),
          answer.tokens(),
          answer.truncated(),
          answer.logits(),
          answer.sha256());
    }

    /** What it says; nothing if it is damaged. */
    Optional<Answer> answer(int width) {
      if (text == null || ids == null || logits == null || logits.length != width) {
        return Optional.empty();
      }
      Answer answer = new Answer(text, ids, tokens, truncated, logits);
      return answer.sha256().equals(sha256) ? Optional.of(answer) : Optional.empty();
    }
  }

  private final Path file;

  /** Numbers of each answer. */
  private final int width;

  /** How many lines of the file say nothing. */
  private final int damaged;

  /** By the digest of the text. */
  private final Map<String, Answer> answers;

  /** What the file does not have yet. */
  private final Map<String, Answer> added = new LinkedHashMap<>();

  private ReferenceLogits(Path file, int width, Map<String, Answer> answers, int damaged) {
    this.file = file;
    this.width = width;
    this.answers = answers;
    this.damaged = damaged;
  }

  /**
   * Reads what is known about some texts; nothing, if nothing was ever computed.
   *
   * @throws InvalidInputException if the file cannot be read
   */
  public static ReferenceLogits read(ModelFolder model, List<NumberedText> texts) {
    Path file = file(model);
    Set<String> wanted = new HashSet<>();
    texts.forEach(text -> wanted.add(digest(text.text())));
    Map<String, Answer> answers = new HashMap<>();
    int damaged =
        forEachAnswer(
            file,
            model.width(),
            (answer, line) -> {
              if (wanted.contains(answer.text())) {
                answers.put(answer.text(), answer);
              }
            });
    return new ReferenceLogits(file, model.width(), answers, damaged);
  }

  /** Where a model's reference answers are kept. */
  static Path file(ModelFolder model) {
    return model
        .derivedFiles()
        .resolve(
            String.format(
                "reference-logits-%.12s-%.12s.ndjson", model.modelSha(), model.tokenizerSha()));
  }

  /** Returns how many lines say nothing. */
  private static int forEachAnswer(Path file, int width, Body body) {
    if (Files.notExists(file)) {
      return 0;
    }
    ObjectMapper json = new ObjectMapper();
    int damaged = 0;
    // What is no text in UTF-8 becomes one that its digest does not fit.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<Answer> answer = parse(json, line, width);
        if (answer.isPresent()) {
          body.take(answer.get(), line);
        } else {
          damaged++;
        }
      }
      return damaged;
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot read reference answers %s (%s); mend that, or delete the file",
              file, FileProblem.of(e)),
          e);
    }
  }

  /** What is done with an answer and its line. */
  @FunctionalInterface
  private interface Body {
    void take(Answer answer, String line) throws IOException;
  }

  private static Optional<Answer> parse(ObjectMapper json, String line, int width) {
    try {
      return Optional.ofNullable(json.readValue(line, Line.class))
          .flatMap(read -> read.answer(width));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** How many lines of the file say nothing. */
  int damaged() {
    return damaged;
  }

  /** Where the answers are kept. */
  Path file() {
    return file;
  }

  /** Whether the answers to all these texts are known. */
  public boolean covers(List<NumberedText> texts) {
    return texts.stream().allMatch(text -> of(text.text()) != null);
  }

  /**
   * The answer to a text.
   *
   * @throws InvalidInputException if it is not known
   */
  public Answer of(NumberedText text) {
    Answer answer = of(text.text());
    if (answer == null) {
      throw new InvalidInputException(
          file + " lacks text " + text.number() + "; delete the file to have it made anew");
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
   * Adds what was put here to the file, which is replaced whole, without damaged lines. Only for
   * whoever holds its {@link distilbench.storage.BuildLock}.
   */
  void write() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, Answer> rest = new LinkedHashMap<>(added);
    DurableFiles.write(
        file,
        out -> {
          forEachAnswer(
              file,
              width,
              (answer, line) -> {
                Answer newer = rest.remove(answer.text());
                out.write(bytes(newer == null ? line : json.writeValueAsString(Line.of(newer))));
              });
          for (Answer answer : rest.values()) {
            out.write(bytes(json.writeValueAsString(Line.of(answer))));
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

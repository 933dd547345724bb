package distilbench.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.model.ModelFolder;
import distilbench.storage.DurableFiles;
import distilbench.storage.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The texts of a run, each with what its model must answer: all that a measured process needs to
 * know of the corpus and of the reference, however large these are.
 *
 * <p>It is kept among {@link ModelFolder#derivedFiles}, in a file named after the digests of model
 * and tokenizer, the corpus's {@link Corpus#key key} and the number of texts: one JSON object a
 * line, first a {@link Header}. Whoever reads it has the texts of that corpus, whatever has become
 * of the corpus's file since.
 *
 * @param withoutText how many records of the corpus have no text
 * @param entries in the corpus's order
 */
public record ReferenceSet(long withoutText, List<Entry> entries) {

  public ReferenceSet {
    entries = List.copyOf(entries);
  }

  /**
   * One text and its answer.
   *
   * @param number its number in the corpus
   * @param text as the corpus has it
   * @param tokens how many token ids it has, special ones included
   * @param truncated whether it was cut to so many; files of before it was known say nothing, as do
   *     those of texts that were not
   * @param logits of the classes in their order, or the embedding
   */
  public record Entry(
      int number,
      String text,
      int tokens,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean truncated,
      float[] logits) {
    /** The same text with another answer. */
    public Entry answered(float[] other) {
      return new Entry(number, text, tokens, truncated, other);
    }

    private boolean isWhole(int width) {
      return text != null && logits != null && logits.length == width;
    }

    private NumberedText numbered() {
      return new NumberedText(number, text);
    }
  }

  /**
   * What the file says about itself.
   *
   * @param withoutText how many records of the corpus have no text
   * @param texts how many lines follow
   * @param sha256 of {@code withoutText} and these lines
   */
  record Header(long withoutText, int texts, String sha256) {}

  /** The texts with their answers, all of which must be known. */
  static ReferenceSet of(Corpus.Selection selection, ReferenceLogits reference) {
    List<Entry> entries = new ArrayList<>();
    for (NumberedText text : selection.texts()) {
      ReferenceLogits.Answer answer = reference.of(text);
      entries.add(
          new Entry(
              text.number(), text.text(), answer.tokens(), answer.truncated(), answer.logits()));
    }
    return new ReferenceSet(selection.withoutText(), entries);
  }

  /** The texts, in the corpus's order. */
  public List<NumberedText> texts() {
    return entries.stream().map(Entry::numbered).toList();
  }

  /**
   * Where the set for a model and a part of a corpus is kept.
   *
   * @param corpusKey names all texts of the corpus, see {@link Corpus#key}
   */
  public static Path file(ModelFolder model, String corpusKey, int texts) {
    return model
        .derivedFiles()
        .resolve(
            String.format(
                "reference-set-%.12s-%.12s-%.12s-%d.ndjson",
                model.modelSha(), model.tokenizerSha(), corpusKey, texts));
  }

  /** The same for a part that has been chosen. */
  public static Path file(ModelFolder model, Corpus.Selection selection) {
    return file(model, selection.key(), selection.texts().size());
  }

  /**
   * Where the same texts are kept with the answers of another program.
   *
   * @param who names program and precision
   * @param exact the set with the model's own answers
   */
  public static Path answeredBy(String who, Path exact) {
    String name = exact.getFileName().toString();
    return exact.resolveSibling(name.replace(".ndjson", "-" + who + ".ndjson"));
  }

  /**
   * The selection that an earlier run has made of the same corpus; nothing if none has, or what it
   * wrote is damaged. To make it anew is to read the whole corpus twice.
   *
   * @throws InvalidInputException if the corpus has no file
   */
  public static Optional<Corpus.Selection> earlierSelection(
      ModelFolder model, Corpus corpus, int texts) {
    String sha256 = corpus.sha256();
    String key = corpus.key(sha256);
    return find(file(model, key, texts), model.width())
        .map(set -> new Corpus.Selection(sha256, key, set.withoutText(), set.texts()));
  }

  /**
   * Reads a set that has been prepared.
   *
   * @param width numbers of each answer
   * @throws InvalidInputException if there is none, or it is damaged
   */
  public static ReferenceSet read(Path file, int width) {
    return find(file, width)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file + " is missing or damaged; run again, which makes it anew"));
  }

  private static Optional<ReferenceSet> find(Path file, int width) {
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      Header header = json.readValue(String.valueOf(lines.readLine()), Header.class);
      Sha256 digest = new Sha256();
      if (header != null) {
        digest.update(ByteBuffer.wrap(bytes(Long.toString(header.withoutText()))));
      }
      List<Entry> entries = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        digest.update(ByteBuffer.wrap(bytes(line)));
        entries.add(json.readValue(line, Entry.class));
      }
      boolean whole =
          header != null
              && header.texts() == entries.size()
              && digest.hex().equals(header.sha256())
              && entries.stream().allMatch(entry -> entry != null && entry.isWhole(width));
      return whole
          ? Optional.of(new ReferenceSet(header.withoutText(), entries))
          : Optional.empty();
    } catch (NoSuchFileException | CharacterCodingException | JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot read %s (%s); mend that, or delete it and run again",
              file, FileProblem.of(e)),
          e);
    }
  }

  /**
   * Writes the set for processes that are to measure, unless the file holds it; an earlier one is
   * replaced whole.
   *
   * @param width numbers of each answer
   * @param log gets a line if what is there cannot be used
   */
  public void write(Path file, int width, PrintStream log) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Header header = header(json);
    Optional<ReferenceSet> earlier = find(file, width);
    if (earlier.isPresent() && earlier.get().header(json).equals(header)) {
      return;
    } else if (earlier.isEmpty() && Files.exists(file)) {
      log.println(file + " is damaged or of an earlier version; writing it anew");
    }
    DurableFiles.write(
        file,
        out -> {
          out.write(bytes(json.writeValueAsString(header)));
          for (Entry entry : entries) {
            out.write(bytes(json.writeValueAsString(entry)));
          }
        });
  }

  private Header header(ObjectMapper json) throws JsonProcessingException {
    Sha256 digest = new Sha256();
    digest.update(ByteBuffer.wrap(bytes(Long.toString(withoutText))));
    for (Entry entry : entries) {
      digest.update(ByteBuffer.wrap(bytes(json.writeValueAsString(entry))));
    }
    return new Header(withoutText, entries.size(), digest.hex());
  }

  private static byte[] bytes(String line) {
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }
}

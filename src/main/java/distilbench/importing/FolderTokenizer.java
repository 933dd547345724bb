package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.InvalidInputException;
import distilbench.console.Quantity;
import distilbench.console.TerminalText;
import distilbench.inference.TextTokenizer;
import distilbench.model.TextLimits;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tokenizer of a model as somebody has it.
 *
 * @param json a {@code tokenizer.json} that neither cuts nor pads by itself
 * @param limits what texts must be like: the shorter of what model and tokenizer take
 * @param largestId of any token that it gives
 * @param files that it was read from, by their names
 */
record FolderTokenizer(byte[] json, TextLimits limits, long largestId, Map<String, Path> files) {
  /**
   * Bytes of a {@code tokenizer.json} that measured processes load, whose heap {@link
   * distilbench.jvm.JvmFlags#HEAP_MAX} limits: 13.5 MB were loaded, 15.1 MB were not. Vocabularies
   * as large as XLM-RoBERTa's, 250 000 pieces with scores, and LaBSE's, 500 000 words, had 10 and
   * 11 MB.
   */
  private static final int LARGEST = 12 << 20;

  /** The same with white space, which half of such files are. */
  private static final int LARGEST_FILE = 32 << 20;

  private static final String WHOLE = "tokenizer.json";
  private static final String WORD_PIECE = "vocab.txt";

  /** Those of other kinds of tokenizer, which {@code tokenizer.json} is made of. */
  private static final List<String> PARTS =
      List.of(
          "vocab.json",
          "merges.txt",
          "sentencepiece.bpe.model",
          "spiece.model",
          "spm.model",
          "tokenizer.model");

  /** Padding tokens of BERT's and of RoBERTa's vocabularies. */
  private static final List<String> USUAL_PADDING = List.of("[PAD]", "<pad>");

  /** What is computed for padding is not looked at: any token will do. */
  private static final int ANY_TOKEN = 0;

  /** Longer than any word that WordPiece takes apart: it needs the token of the unknown. */
  private static final String UNKNOWN = "x".repeat(200);

  /**
   * Reads it.
   *
   * @param folders where to look, one after the other
   * @param positions longest sequence that the model takes, special tokens included
   * @throws distilbench.console.InvalidInputException if there is none that can be used
   */
  static FolderTokenizer read(List<Path> folders, int positions) {
    TokenizerFiles files = new TokenizerFiles(folders);
    TokenizerConfig config = TokenizerConfig.read(files);
    Path file =
        files
            .find(WHOLE, LARGEST_FILE)
            .or(() -> files.find(WORD_PIECE, LARGEST))
            .orElseThrow(() -> none(files, folders));
    FolderTokenizer tokenizer = parse(file, files, config, positions);
    long around = largestAround(file, tokenizer);
    return new FolderTokenizer(
        tokenizer.json, tokenizer.limits, Math.max(around, tokenizer.largestId), files.found());
  }

  /** What must be large to read a vocabulary is garbage when the library loads it. */
  private static FolderTokenizer parse(
      Path file, TokenizerFiles files, TokenizerConfig config, int positions) {
    TokenizerJson tokenizer =
        file.endsWith(WHOLE)
            ? TokenizerJson.read(file, config)
            : WordPieceVocabulary.read(file, config, files.settings("added_tokens.json"));
    TextLimits limits = limits(config, tokenizer, positions);
    config.applyTo(tokenizer.rest());
    byte[] json = tokenizer.bytes();
    if (json.length > LARGEST) {
      throw new InvalidInputException(
          String.format(
              "%s is too large: %d bytes without white space, and no measured process can load"
                  + " more than %d; measure a model with a smaller vocabulary",
              file, json.length, LARGEST));
    }
    return new FolderTokenizer(json, limits, tokenizer.largestId(), files.found());
  }

  private static InvalidInputException none(TokenizerFiles files, List<Path> folders) {
    String place = String.join(" and ", folders.stream().map(Path::toString).toList());
    String found =
        PARTS.stream()
            .filter(name -> files.find(name, Long.MAX_VALUE).isPresent())
            .findFirst()
            .map(name -> " (its " + name + " alone is not enough)")
            .orElse("");
    return new InvalidInputException(
        String.format(
            "no tokenizer in %s: neither %s nor %s%s; %s",
            place, WHOLE, WORD_PIECE, found, advice(folders.get(folders.size() - 1))));
  }

  /** What to do where a folder lacks the one file that is always understood. */
  static String advice(Path folder) {
    return String.format(
        "have Python's transformers write a %1$s:"
            + " AutoTokenizer.from_pretrained(\"%2$s\").save_pretrained(\"%2$s\")",
        WHOLE, folder);
  }

  /** What is not said is read from the settings of the file's own padding. */
  private static TextLimits limits(TokenizerConfig config, TokenizerJson tokenizer, int positions) {
    JsonNode own = tokenizer.rest().path("padding");
    String said = config.tokenText("pad_token").orElse(own.path("pad_token").asText());
    Optional<Integer> padId =
        Stream.concat(Stream.of(said), USUAL_PADDING.stream())
            .flatMap(token -> tokenizer.id(token).stream())
            .findFirst();
    boolean left = config.padsLeft().orElse(own.path("direction").asText().equals("Left"));
    return new TextLimits(
        config.maxTokens(positions), padId.orElse(ANY_TOKEN), left && padId.isPresent());
  }

  /**
   * Has the library load it, so that one that cannot be used is refused under the name that the
   * user knows.
   *
   * @return the largest id of the tokens that it puts around every text; -1 if there are none
   */
  private static long largestAround(Path file, FolderTokenizer read) {
    int maxTokens = read.limits.maxTokens();
    try (TextTokenizer tokenizer = TextTokenizer.of(file, read.json, Integer.MAX_VALUE)) {
      long[] around = tokenizer.encode("");
      if (around.length >= maxTokens) {
        throw new InvalidInputException(
            String.format(
                "%s puts %s around every text, which may have %d altogether;"
                    + " mend the maximum length beside it",
                file, Quantity.of(around.length, "token"), maxTokens));
      }
      tokenizer.encode(UNKNOWN);
      return Arrays.stream(around).max().orElse(-1);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          String.format(
              "%s cannot be used (%s); get it again",
              file, TerminalText.oneLine(String.valueOf(e.getMessage()))),
          e);
    }
  }
}

package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.inference.TextTokenizer;
import distilbench.model.TextLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder's tokenizer gives the ids that transformers gives with the same folder. */
class FolderTokenizerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path BUILT_IN = Path.of("data", "tokenizer.json");
  private static final int POSITIONS = 512;
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
  private static final long PAD = 0;
  private static final long UNKNOWN = 1;
  private static final long CLS = 2;
  private static final long SEP = 3;
  private static final long MASK = 4;

  /** Small enough to be read here: bytes, a token of each kind. */
  private static final String BYTE_LEVEL =
      """
      {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
       "normalizer": null,
       "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
       "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0],
                          "trim_offsets": true, "add_prefix_space": false},
       "decoder": null,
       "model": {"type": "BPE", "merges": ["a b"],
                 "vocab": {"<s>": 0, "<pad>": 1, "</s>": 2, "a": 3, "b": 4, "ab": 5, "Ġ": 6}}}
      """;

  private static final List<String> HARD =
      List.of(
          "",
          " \t\r\n ",
          "Plum and Cherry.",
          "Rosé, crème brûlée",
          "cre\u0300me a\u0301\u0302\u0303\u0304b",
          "İstanbul IĞDIR ı i̇",
          "ẞ Straße ŒUVRE ﬁne ǅ ŉ ΐ ½ ² ™ ℃ Å",
          "ΑΣΣΟΣ ς",
          "葡萄酒 and日本語 かな 한국어 plum葡cherry",
          "🍷 wine 🍇🍇 👩‍👩‍👧 👍🏽 🇫🇷",
          "pl\u0007um\u0000 pl\u200Bum \u200D x\u00AD \uFEFF \uFFFD \uE000",
          "[MASK] is [CLS] and [SEP] [UNK] [PAD] a[MASK]b [mask] [ MASK ]",
          "x".repeat(100),
          "x".repeat(101),
          "y".repeat(3000),
          "don't U.S.A. e-mail a_b $12.99 — “quoted” …",
          "\u2028\u2029\u0085\u00A0\u3000",
          "مرحبا שלום नमस्ते",
          "##ing ##s ing",
          "0123456789 １２３４",
          "wine ".repeat(600));

  /** As the built-in one, with few tokens: it is read in no time. */
  private static final ObjectNode SMALL = small();

  private static final int SIZE = SMALL.at("/model/vocab").size();

  @TempDir Path folder;

  @Test
  void aVocabularyGivesTheIdsOfAWholeFile() throws IOException {
    writeVocabulary((ObjectNode) JSON.readTree(BUILT_IN.toFile()));
    settings("tokenizer_config.json", "{\"do_lower_case\": true}");
    List<long[]> ofVocabulary = ids(read(), HARD);

    Files.delete(folder.resolve("vocab.txt"));
    Files.copy(BUILT_IN, folder.resolve("tokenizer.json"));

    assertThat(ofVocabulary).usingElementComparator(Arrays::compare).isEqualTo(ids(read(), HARD));
    assertThat(ofVocabulary).allSatisfy(text -> assertThat(text).startsWith(101).endsWith(102));
    assertThat(ofVocabulary.get(HARD.size() - 1)).hasSize(POSITIONS);
  }

  /** The settings come over those of the whole file, which is all lower case. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"do_lower_case\": false}",
        "{\"do_lower_case\": false, \"strip_accents\": true}",
        "{\"do_lower_case\": true, \"strip_accents\": false}",
        "{\"tokenize_chinese_chars\": false, \"tokenizer_class\": \"DistilBertTokenizer\"}",
        "{\"mask_token\": {\"content\": \"[MASK]\", \"lstrip\": true}}"
      })
  void settingsChangeBothAlike(String config) throws IOException {
    List<long[]> unchanged = whole();
    settings("tokenizer_config.json", config);
    List<long[]> ofWhole = ids(read(), HARD);

    Files.delete(folder.resolve("tokenizer.json"));
    writeVocabulary(SMALL);
    List<long[]> ofVocabulary = ids(read(), HARD);

    assertThat(ofVocabulary).usingElementComparator(Arrays::compare).isEqualTo(ofWhole);
    if (!config.contains("MASK")) {
      assertThat(ofWhole).usingElementComparator(Arrays::compare).isNotEqualTo(unchanged);
    }
  }

  @Test
  void accentsAndCaseAreKeptWhereTheConfigSaysSo() throws IOException {
    writeVocabulary(SMALL);
    settings("tokenizer_config.json", "{\"do_lower_case\": false}");

    assertThat(ids(read(), "plum PLUM")).startsWith(CLS, plum()).contains(UNKNOWN);
  }

  /** As transformers has it for its tokenizer classes, the file's own setting aside. */
  @Test
  void aConfigThatIsSilentMeansLowerCase() throws IOException {
    ObjectNode cased = SMALL.deepCopy();
    ((ObjectNode) cased.get("normalizer")).put("lowercase", false);
    write("tokenizer.json", cased);
    assertThat(ids(read(), "PLUM")).contains(UNKNOWN);

    settings("tokenizer_config.json", "{\"tokenizer_class\": \"PreTrainedTokenizerFast\"}");
    assertThat(ids(read(), "PLUM")).contains(UNKNOWN);

    settings("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizerFast\"}");
    assertThat(ids(read(), "PLUM")).isEqualTo(plumAlone());
  }

  @Test
  void aSentenceTransformerMayWriteAllInLowerCaseAndKeepAccents() throws IOException {
    ObjectNode cased = SMALL.deepCopy();
    ((ObjectNode) cased.get("normalizer")).put("lowercase", false);
    write("tokenizer.json", cased);
    settings("sentence_bert_config.json", "{\"max_seq_length\": 8, \"do_lower_case\": true}");

    assertThat(ids(read(), "PLUM")).isEqualTo(plumAlone());
    assertThat(ids(read(), "CRÈME")).isNotEqualTo(ids(read(), "creme"));
  }

  @Test
  void ourCopyNeitherCutsNorPads() throws IOException {
    ObjectNode padded = SMALL.deepCopy();
    padded.set(
        "truncation",
        JSON.readTree(
            "{\"direction\":\"Right\",\"max_length\":8,\"strategy\":\"LongestFirst\","
                + "\"stride\":0}"));
    padded.set("padding", padding("Right", "[PAD]"));
    write("tokenizer.json", padded);

    FolderTokenizer read = read();

    JsonNode json = JSON.readTree(read.json());
    assertThat(json.path("truncation").isNull()).isTrue();
    assertThat(json.path("padding").isNull()).isTrue();
    assertThat(read.limits()).isEqualTo(new TextLimits(POSITIONS, PAD, false));
    assertThat(ids(read, HARD)).usingElementComparator(Arrays::compare).isEqualTo(whole());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                      | {}                         | 512
          {"model_max_length": 128}                               | {}                         | 128
          {"model_max_length": 1000000000000000019884624838656}   | {}                         | 512
          {"model_max_length": 1e30}                              | {"max_seq_length": 256}    | 256
          {"model_max_length": 64}                                | {"max_seq_length": 256}    | 64
          {"model_max_length": null}                              | {"max_seq_length": null}   | 512
          {"max_len": 77}                                         | {}                         | 77
          {"model_max_length": 1024}                              | {}                         | 512
          """)
  void theSmallestLengthCounts(String config, String sentences, int expected) throws IOException {
    write("tokenizer.json", SMALL);
    settings("tokenizer_config.json", config);
    settings("sentence_bert_config.json", sentences);

    assertThat(read().limits().maxTokens()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"padding_side": "left"}                                        | {}                         | 0 | true
          {"padding_side": "left", "pad_token": "[MASK]"}                 | {}                         | 4 | true
          {"pad_token": {"content": "[SEP]", "lstrip": false}}            | {}                         | 3 | false
          {}                                                              | {"pad_token": "[UNK]"}     | 1 | false
          {"pad_token": "[CLS]"}                                          | {"pad_token": "[UNK]"}     | 1 | false
          {"pad_token": "[CLS]", "added_tokens_decoder": {}}              | {"pad_token": "[UNK]"}     | 2 | false
          {"pad_token": null}                                             | {}                         | 0 | false
          """)
  void paddingIsTheFolders(String config, String map, long id, boolean left) throws IOException {
    write("tokenizer.json", SMALL);
    settings("tokenizer_config.json", config);
    settings("special_tokens_map.json", map);

    assertThat(read().limits()).isEqualTo(new TextLimits(POSITIONS, id, left));
  }

  @Test
  void withoutAConfigPaddingIsTheFilesOwn() throws IOException {
    ObjectNode padded = SMALL.deepCopy();
    padded.set("padding", padding("Left", "[SEP]"));
    write("tokenizer.json", padded);

    assertThat(read().limits()).isEqualTo(new TextLimits(POSITIONS, SEP, true));
  }

  @Test
  void whereNothingCanBeThePaddingAnyTokenOnTheRightIs() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), BYTE_LEVEL.replace("<pad>", "<pid>"));
    settings("tokenizer_config.json", "{\"padding_side\": \"left\", \"pad_token\": \"<pod>\"}");

    assertThat(read().limits()).isEqualTo(new TextLimits(POSITIONS, 0, false));
  }

  @Test
  void bytesMayBeginWithASpaceThatNobodyWrote() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), BYTE_LEVEL);
    assertThat(read().limits().padId()).isEqualTo(1);
    assertThat(read().largestId()).isEqualTo(6);
    assertThat(ids(read(), "ab")).containsExactly(0, 5, 2);

    settings("tokenizer_config.json", "{\"add_prefix_space\": true}");
    assertThat(ids(read(), "ab")).containsExactly(0, 6, 5, 2);
  }

  @Test
  void aTokenizerMayAddNothing() throws IOException {
    ObjectNode bare = SMALL.deepCopy();
    bare.putNull("post_processor");
    write("tokenizer.json", bare);

    assertThat(ids(read(), "")).isEmpty();
    assertThat(ids(read(), "[MASK]")).containsExactly(MASK);
  }

  @Test
  void piecesHaveTheirPlacesAsIds() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer": null,
         "post_processor": null, "decoder": null,
         "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false,
                   "vocab": [["<unk>", 0.0], ["<pad>", 0.0], ["a", -1.25], ["b", -2.0]]}}
        """);

    FolderTokenizer read = read();

    assertThat(read.largestId()).isEqualTo(3);
    assertThat(read.limits().padId()).isEqualTo(1);
    assertThat(ids(read, "bax")).containsExactly(3, 2, 0);
  }

  @Test
  void addedTokensComeBehindTheVocabulary() throws IOException {
    writeVocabulary(SMALL);
    settings("added_tokens.json", "{\"zzyzx\": 99999, \"[NEW]\": 99998}");
    settings("special_tokens_map.json", "{\"additional_special_tokens\": [\"[NEW]\", \"[NOT]\"]}");

    FolderTokenizer read = read();

    assertThat(read.largestId()).isEqualTo(SIZE + 1);
    assertThat(ids(read, "[NEW] ZZYZX [new]")).startsWith(CLS, SIZE, SIZE + 1).endsWith(SEP);
    assertThat(read.files())
        .containsOnlyKeys("vocab.txt", "added_tokens.json", "special_tokens_map.json");
  }

  @Test
  void tokensThatTheConfigListsAreFoundAsItSays() throws IOException {
    String config =
        """
        {"added_tokens_decoder": {
          "30523": {"content": "plums", "single_word": true, "normalized": true},
          "4": {"content": "[MASK]", "lstrip": true, "special": true},
          "30522": {"content": "ZZ", "normalized": false}}}
        """;
    settings("tokenizer_config.json", config);
    write("tokenizer.json", SMALL);
    FolderTokenizer whole = read();
    Files.delete(folder.resolve("tokenizer.json"));
    writeVocabulary(SMALL);
    FolderTokenizer vocabulary = read();

    for (FolderTokenizer read : List.of(whole, vocabulary)) {
      assertThat(read.largestId()).isEqualTo(SIZE + 1);
      assertThat(ids(read, "Plums ZZ[MASK]")).containsExactly(CLS, SIZE + 1, SIZE, MASK, SEP);
      assertThat(ids(read, "plumsx zz")).doesNotContain(SIZE, SIZE + 1);
    }
  }

  @Test
  void theFirstFolderThatHasAFileCounts() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("onnx"));
    write("tokenizer.json", SMALL);
    settings("tokenizer_config.json", "{\"model_max_length\": 9}");
    Files.writeString(inner.resolve("tokenizer_config.json"), "{\"model_max_length\": 8}");

    FolderTokenizer read = FolderTokenizer.read(List.of(inner, folder), POSITIONS);

    assertThat(read.limits().maxTokens()).isEqualTo(8);
    assertThat(read.files())
        .containsEntry("tokenizer.json", folder.resolve("tokenizer.json"))
        .containsEntry("tokenizer_config.json", inner.resolve("tokenizer_config.json"));
  }

  @Test
  void aFolderMayBeALinkAndItsFilesMayLinkWithinIt() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    JSON.writeValue(other.resolve("kept.json").toFile(), SMALL);
    Files.createSymbolicLink(other.resolve("tokenizer.json"), Path.of("kept.json"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), other);

    assertThat(FolderTokenizer.read(List.of(link), POSITIONS).largestId()).isEqualTo(SIZE - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "not JSON",
        "{} {}",
        "{}",
        "{\"model\": null}",
        "{\"model\": {}}",
        "{\"model\": {\"vocab\": {}}}",
        "{\"model\": {\"vocab\": []}}",
        "{\"model\": {\"vocab\": [1, 2]}}",
        "{\"model\": {\"vocab\": [[\"a\"]]}}",
        "{\"model\": {\"vocab\": {\"a\": \"b\"}}}",
        "{\"model\": {\"vocab\": {\"a\": 1e300}}}",
        "{\"model\": {\"vocab\": {\"a\": 0}}}",
        "{\"model\": {\"vocab\": {\"a\": -1}}}",
        "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"a\": 0}, \"unk_token\": \"b\"}}"
      })
  void whatIsNoTokenizerIsRefused(String content) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), content);

    refused(folder.resolve("tokenizer.json").toString());
  }

  @Test
  void aFileThatEndsTooSoonIsRefused() throws IOException {
    String whole = SMALL.toString();
    Files.writeString(folder.resolve("tokenizer.json"), whole.substring(0, whole.length() / 2));

    refused("tokenizer.json is not readable as JSON in line");
  }

  @Test
  void anUnknownTokenThatIsMissingIsRefused() throws IOException {
    ObjectNode lacking = SMALL.deepCopy();
    ((ObjectNode) lacking.at("/model/vocab")).remove("[UNK]");
    write("tokenizer.json", lacking);

    refused("tokenizer.json cannot be used (WordPiece error: Missing [UNK] token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [PAD],[UNK],[CLS],[SEP],a,b,a      | has the token a in line 5 and again in line 7
          [PAD],[UNK],\u001b[31m,\u001b[31m  | has the token \\u001b[31m in line 3 and again in line 4
          ''                                 | has no vocabulary
          [UNK],[CLS],a                      | lacks the token [SEP]; get it again, or name another one as sep_token in
          [UNK],[SEP],a                      | lacks the token [CLS]
          [CLS],[SEP],a                      | lacks the token [UNK]
          """)
  void aDamagedVocabularyIsRefused(String tokens, String problem) throws IOException {
    String lines = tokens.replace("\\u001b", "\u001b").replace(',', '\n');
    Files.writeString(folder.resolve("vocab.txt"), lines + "\n");

    refused(folder.resolve("vocab.txt") + " " + problem);
  }

  @Test
  void aVocabularyThatIsNoTextIsRefused() throws IOException {
    Files.write(folder.resolve("vocab.txt"), "[UNK]\nrosé\n".getBytes(StandardCharsets.ISO_8859_1));

    refused("vocab.txt is not text in UTF-8");
  }

  @Test
  void theVocabularyOfAnotherTokenizerIsRefused() throws IOException {
    writeVocabulary(SMALL);
    settings("tokenizer_config.json", "{\"tokenizer_class\": \"PhobertTokenizer\"}");

    refused("vocab.txt is that of a PhobertTokenizer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                  | holds no JSON object
          {                                   | is not JSON; give another
          {"model_max_length": "long"}        | says "model_max_length": "long", which should be a number of tokens
          {"model_max_length": 0}             | says "model_max_length": 0,
          {"model_max_length": -5}            | says "model_max_length": -5,
          {"do_lower_case": "yes"}            | says "do_lower_case": "yes", which should be true or false
          {"padding_side": "up"}              | says "padding_side": "up", which should be "left" or "right"
          {"pad_token": {"content": ""}}      | says "pad_token": {"content":""}, which should be a token
          {"tokenizer_class": 7}              | says "tokenizer_class": 7, which should be the name of a class
          {"added_tokens_decoder": {"x": {}}} | says "added_tokens_decoder": {"x":{}}, which should be tokens by their ids
          """)
  void wrongSettingsAreRefused(String config, String problem) throws IOException {
    write("tokenizer.json", SMALL);
    settings("tokenizer_config.json", config);

    refused(folder.resolve("tokenizer_config.json") + " " + problem);
  }

  @Test
  void aLengthThatLeavesNoRoomForTextIsRefused() throws IOException {
    write("tokenizer.json", SMALL);
    settings("tokenizer_config.json", "{\"model_max_length\": 2}");

    refused("tokenizer.json puts 2 tokens around every text, which may have 2 altogether");
  }

  @Test
  void nothingOutsideOfTheFolderIsRead() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    write("tokenizer.json", SMALL);
    Path link = inner.resolve("tokenizer.json");
    Files.createSymbolicLink(link, Path.of("..", "tokenizer.json"));
    assertThatThrownBy(() -> FolderTokenizer.read(List.of(inner), POSITIONS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(link + " leads to a file outside of its folder; put a copy there");

    Files.delete(folder.resolve("tokenizer.json"));
    assertThatThrownBy(() -> FolderTokenizer.read(List.of(inner), POSITIONS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot read " + link + " (No such file or directory)");
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("tokenizer.json"));

    refused("tokenizer.json is not a file");
  }

  @ParameterizedTest
  @CsvSource({
    "tokenizer.json, has 500000000 bytes",
    "vocab.txt, has 500000000 bytes",
    "tokenizer_config.json, has more than 4 MiB"
  })
  void aFileWithoutEndIsNotRead(String name, String problem) throws IOException {
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      large.setLength(500_000_000);
    }

    refused(folder.resolve(name) + " " + problem);
  }

  @Test
  void aVocabularyThatNoProcessCanLoadIsRefused() throws IOException {
    ObjectNode large = SMALL.deepCopy();
    ObjectNode vocabulary = (ObjectNode) large.at("/model/vocab");
    for (int i = 0; i < 320; i++) {
      vocabulary.put(Character.toString('\u4e00' + i).repeat(15_000), SIZE + i);
    }
    write("tokenizer.json", large);

    refused("tokenizer.json is too large:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vocab.json", "merges.txt", "spiece.model", "tokenizer.model"})
  void partsOfOtherTokenizersAreRefusedWithWhatToDo(String part) throws IOException {
    Files.writeString(folder.resolve(part), "{}");

    refused(
        String.format(
            "no tokenizer in %1$s: neither tokenizer.json nor vocab.txt (its %2$s alone is not"
                + " enough); have Python's transformers write a tokenizer.json:"
                + " AutoTokenizer.from_pretrained(\"%1$s\").save_pretrained(\"%1$s\")",
            folder, part));
  }

  @Test
  void anEmptyFolderIsRefused() {
    refused("no tokenizer in " + folder + ": neither tokenizer.json nor vocab.txt; have");
  }

  private void refused(String problem) {
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContainingAny("\n", "\u001b");
  }

  private FolderTokenizer read() {
    return FolderTokenizer.read(List.of(folder), POSITIONS);
  }

  /** The ids of "plum" in lower case. */
  private static long[] plumAlone() {
    return new long[] {CLS, plum(), SEP};
  }

  private static long plum() {
    return SMALL.at("/model/vocab/plum").asLong();
  }

  private List<long[]> whole() throws IOException {
    write("tokenizer.json", SMALL);
    return ids(read(), HARD);
  }

  private static List<long[]> ids(FolderTokenizer read, List<String> texts) {
    try (TextTokenizer tokenizer =
        TextTokenizer.of(Path.of("read"), read.json(), read.limits().maxTokens())) {
      return texts.stream().map(tokenizer::encode).toList();
    }
  }

  private static long[] ids(FolderTokenizer read, String text) {
    return ids(read, List.of(text)).get(0);
  }

  private static JsonNode padding(String direction, String token) throws IOException {
    return JSON.readTree(
        String.format(
            "{\"strategy\": {\"Fixed\": 128}, \"direction\": \"%s\", \"pad_id\": 0,"
                + " \"pad_to_multiple_of\": null, \"pad_type_id\": 0, \"pad_token\": \"%s\"}",
            direction, token));
  }

  private void write(String name, ObjectNode json) throws IOException {
    JSON.writeValue(folder.resolve(name).toFile(), json);
  }

  private void settings(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json);
  }

  /** As BERT's vocabularies are written: one token a line, in the order of their ids. */
  private void writeVocabulary(ObjectNode whole) throws IOException {
    List<String> tokens = new ArrayList<>();
    whole.at("/model/vocab").fieldNames().forEachRemaining(tokens::add);
    Files.write(folder.resolve("vocab.txt"), tokens);
  }

  /** All characters of the hard texts but capital letters, as words and as their ends. */
  private static ObjectNode small() {
    Set<String> tokens = new LinkedHashSet<>(SPECIAL);
    tokens.add("plum");
    String.join("", HARD)
        .codePoints()
        .filter(letter -> letter > ' ' && (letter < 'A' || letter > 'Z'))
        .mapToObj(Character::toString)
        .forEach(letter -> tokens.addAll(List.of(letter, "##" + letter)));
    try {
      ObjectNode whole = (ObjectNode) JSON.readTree(BUILT_IN.toFile());
      ObjectNode vocabulary = ((ObjectNode) whole.get("model")).putObject("vocab");
      tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
      for (JsonNode token : whole.get("added_tokens")) {
        ((ObjectNode) token).put("id", SPECIAL.indexOf(token.path("content").asText()));
      }
      for (String token : List.of("[CLS]", "[SEP]")) {
        JsonNode special = whole.at("/post_processor/special_tokens/" + token);
        ((ObjectNode) special).putArray("ids").add(SPECIAL.indexOf(token));
      }
      return whole;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

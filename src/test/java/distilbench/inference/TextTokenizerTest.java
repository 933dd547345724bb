package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.InvalidInputException;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.reference.AnsweredTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts become token ids as BERT's uncased WordPiece tokenizer makes them. */
class TextTokenizerTest {
  private static final long PAD = 0;
  private static final long UNKNOWN = 100;
  private static final long CLS = 101;
  private static final long SEP = 102;
  private static final long MASK = 103;

  private static TextTokenizer tokenizer;

  @TempDir Path temp;

  @BeforeAll
  static void open() {
    tokenizer = TextTokenizer.open(TinyModel.folder());
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void surroundsATextWithClsAndSep() {
    long[] ids = tokenizer.encode("Plum and cherry.");

    assertThat(ids).hasSizeGreaterThan(2).startsWith(CLS).endsWith(SEP);
    assertThat(inner("Plum and cherry.")).doesNotContain(PAD, UNKNOWN, CLS, SEP, MASK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " \t\r\n "})
  void anEmptyTextIsNothingButClsAndSep(String text) {
    assertThat(tokenizer.encode(text)).containsExactly(CLS, SEP);
  }

  @Test
  void caseMakesNoDifference() {
    assertThat(tokenizer.encode("PLUM and Cherry")).isEqualTo(tokenizer.encode("plum and cherry"));
  }

  @Test
  void accentsMakeNoDifference() {
    assertThat(tokenizer.encode("Rosé, crème brûlée"))
        .isEqualTo(tokenizer.encode("rose, creme brulee"));
    assertThat(tokenizer.encode("cre\u0300me")).isEqualTo(tokenizer.encode("creme"));
  }

  @Test
  void wordsAreTakenApartIntoKnownPieces() {
    assertThat(inner("zzyzxqw")).hasSizeGreaterThan(1).doesNotContain(UNKNOWN);
  }

  @Test
  void punctuationStandsAlone() {
    assertThat(inner("plum-and,cherry")).isEqualTo(inner("plum - and , cherry"));
  }

  @Test
  void everyChineseCharacterIsAWordOfItsOwn() {
    assertThat(inner("葡萄")).hasSize(2);
    assertThat(tokenizer.encode("plum葡cherry")).isEqualTo(tokenizer.encode("plum 葡 cherry"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pl\u0007um", "pl\u0000um", "pl\u200Bum", "pl\u00ADum", "pl\uFFFDum"})
  void charactersThatCannotBeSeenAreDropped(String text) {
    assertThat(tokenizer.encode(text)).isEqualTo(tokenizer.encode("plum"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83C", "\uDF77", "\uDF77\uD83C"})
  void halvesOfSurrogatePairsAreDropped(String half) {
    assertThat(tokenizer.encode("plum " + half + " cherry"))
        .isEqualTo(tokenizer.encode("plum cherry"));
  }

  @Test
  void aCharacterOutsideTheVocabularyIsUnknown() {
    assertThat(inner("plum \uD83C\uDF77 cherry"))
        .containsExactly(inner("plum")[0], UNKNOWN, inner("cherry")[0]);
  }

  @Test
  void anEndlessWordIsUnknown() {
    assertThat(inner("x".repeat(300))).containsExactly(UNKNOWN);
  }

  @Test
  void aLongTextIsCutToTheModelsPositionsAndStillEndsWithSep() {
    long plum = inner("plum")[0];

    long[] ids = tokenizer.encode("plum ".repeat(5000));

    assertThat(ids).hasSize(512).startsWith(CLS, plum).endsWith(plum, SEP);
    assertThat(tokenizer.tokenize("plum ".repeat(5000)))
        .usingRecursiveComparison()
        .isEqualTo(new TokenizedText(ids, true));
  }

  @Test
  void aTextThatJustFitsIsNotCut() {
    assertThat(tokenizer.encode("plum ".repeat(510))).hasSize(512);
    assertThat(tokenizer.encode("plum ".repeat(509))).hasSize(511);
    assertThat(tokenizer.tokenize("plum ".repeat(510)).truncated()).isFalse();
    assertThat(tokenizer.tokenize("plum ".repeat(511)).truncated()).isTrue();
  }

  /** Beyond 512 DJL would cut without being asked. */
  @ParameterizedTest
  @ValueSource(ints = {3, 128, 513, 8192, Integer.MAX_VALUE})
  void everyLengthIsTaken(int longest) throws IOException {
    Path file = TinyModel.folder().tokenizer();
    int most = Math.min(longest, 10_000);

    try (TextTokenizer other = TextTokenizer.of(file, Files.readAllBytes(file), longest)) {
      assertThat(other.tokenize("plum ".repeat(most - 2)).truncated()).isFalse();
      assertThat(other.encode("plum ".repeat(most - 2))).hasSize(most).endsWith(SEP);
      assertThat(other.encode("plum ".repeat(10_000))).hasSize(Math.min(longest, 10_002));
    }
  }

  @Test
  void fourThreadsAtOnceGetTheSameIds() throws Exception {
    List<String> texts = AnsweredTexts.texts();
    List<long[]> expected = texts.stream().map(tokenizer::encode).toList();
    Callable<List<long[]>> encodeAll =
        () -> {
          List<long[]> found = new ArrayList<>();
          for (int round = 0; round < 20; round++) {
            found = texts.stream().map(tokenizer::encode).toList();
          }
          return found;
        };

    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<List<long[]>> found :
          threads.invokeAll(List.of(encodeAll, encodeAll, encodeAll, encodeAll))) {
        assertThat(found.get()).usingElementComparator(Arrays::compare).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void theVocabularyGivesEveryRowOfTheWordEmbeddingToOneWord() throws IOException {
    JsonNode vocabulary =
        new ObjectMapper()
            .readTree(TinyModel.folder().tokenizer().toFile())
            .path("model")
            .path("vocab");

    Set<Integer> ids = new TreeSet<>();
    vocabulary.forEach(id -> ids.add(id.intValue()));

    assertThat(vocabulary).hasSize(30_522);
    assertThat(ids).containsExactlyElementsOf(IntStream.range(0, 30_522).boxed()::iterator);
    assertThat(vocabulary.path("[PAD]").asLong()).isEqualTo(PAD);
    assertThat(vocabulary.path("[UNK]").asLong()).isEqualTo(UNKNOWN);
    assertThat(vocabulary.path("[CLS]").asLong()).isEqualTo(CLS);
    assertThat(vocabulary.path("[SEP]").asLong()).isEqualTo(SEP);
    assertThat(vocabulary.path("[MASK]").asLong()).isEqualTo(MASK);
  }

  @Test
  void aFileThatIsNoTokenizerIsRefused() throws IOException {
    ModelFolder model = TinyModel.copyTo(temp.resolve("model"));
    Files.writeString(model.tokenizer(), "{\"model\": {\"vocab\": {\"plum\": 0}}}");

    assertThatThrownBy(() -> TextTokenizer.open(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot load the tokenizer " + model.tokenizer())
        .hasMessageNotContaining("\n");
  }

  /** Its memory belongs to others then. */
  @Test
  void oneThatIsClosedIsOfNoUseAndCanBeClosedAgain() {
    TextTokenizer other = TextTokenizer.open(TinyModel.folder());
    other.close();
    other.close();

    assertThatThrownBy(() -> other.encode("plum")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.tokenize("plum")).isInstanceOf(IllegalStateException.class);
  }

  /** The ids between [CLS] and [SEP]. */
  private static long[] inner(String text) {
    long[] ids = tokenizer.encode(text);
    return Arrays.copyOfRange(ids, 1, ids.length - 1);
  }
}

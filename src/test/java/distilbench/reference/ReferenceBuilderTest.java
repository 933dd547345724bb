package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import distilbench.console.AwaitedLines;
import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.TextTokenizer;
import distilbench.inference.TokenizedText;
import distilbench.model.Described;
import distilbench.model.ModelFolder;
import distilbench.model.Pooling;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.ReferenceLogits.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what is missing or stale is computed, and it is what the model answers. */
class ReferenceBuilderTest {
  private static final List<NumberedText> TEXTS = AnsweredTexts.numbered().subList(0, 6);
  private static final NumberedText FIRST = TEXTS.get(0);

  /** Of no file: texts are all that is asked about. */
  private static final String SHA = "0".repeat(64);

  @TempDir Path temp;

  private final AwaitedLines log = new AwaitedLines();
  private ModelFolder model;

  @BeforeEach
  void makeAModelWithoutReference() throws IOException {
    model = TinyModel.copyTo(temp.resolve("model"));
    Files.deleteIfExists(ReferenceLogits.file(model));
  }

  @Test
  void answersAreThoseOfOneTextAfterTheOther() {
    complete(TEXTS);

    ReferenceLogits reference = ReferenceLogits.read(model, TEXTS);
    assertThat(reference.covers(TEXTS)).isTrue();
    try (TextTokenizer tokenizer = TextTokenizer.open(model);
        Classifier classifier =
            OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, 1))) {
      for (NumberedText text : TEXTS) {
        TokenizedText tokens = tokenizer.tokenize(text.text());
        assertThat(reference.of(text).logits())
            .containsExactly(classifier.classify(List.of(text.text()))[0]);
        assertThat(reference.of(text).tokens()).isEqualTo(tokens.ids().length);
        assertThat(reference.of(text).isFor(tokens)).isTrue();
      }
    }
  }

  @Test
  void missingAnswersAreAddedAndKnownOnesAreNotRecomputed() throws IOException {
    complete(TEXTS.subList(0, 2));
    float[] moved = moveTheFirstLogits();

    complete(TEXTS);

    ReferenceLogits reference = ReferenceLogits.read(model, TEXTS);
    assertThat(reference.covers(TEXTS)).isTrue();
    assertThat(reference.of(FIRST).logits()).containsExactly(moved);
    assertThat(log.text()).contains("4 texts");
  }

  @Test
  void answersToOtherTokenIdsAreRecomputed() throws IOException {
    complete(TEXTS);
    float[] right = ReferenceLogits.read(model, TEXTS).of(FIRST).logits();
    ReferenceLogits stale = ReferenceLogits.read(model, TEXTS);
    TokenizedText other = new TokenizedText(new long[] {101, 100, 102}, false);
    stale.put(Answer.of(FIRST.text(), other, new float[] {7, 7}));
    stale.write();

    complete(TEXTS);

    Answer answer = ReferenceLogits.read(model, TEXTS).of(FIRST);
    assertThat(answer.logits()).containsExactly(right);
    assertThat(answer.tokens()).isGreaterThan(3);
    assertThat(Files.readAllLines(ReferenceLogits.file(model))).hasSize(TEXTS.size());
  }

  @Test
  void nothingIsDoneWhereNothingIsMissing() throws IOException {
    complete(TEXTS);
    String before = log.text();
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(ReferenceLogits.file(model), longAgo);

    complete(TEXTS.subList(1, 3));

    assertThat(log.text()).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(ReferenceLogits.file(model))).isEqualTo(longAgo);
  }

  @Test
  void answersOutsideOfTheAskedForTextsAreKept() {
    complete(TEXTS.subList(0, 3));

    complete(TEXTS.subList(3, 6));

    assertThat(ReferenceLogits.read(model, TEXTS).covers(TEXTS)).isTrue();
  }

  /** A wrong count of tokens would silently change the share of the machine's matrix multiply. */
  @Test
  void answersWithAnotherCountOfTokensAreComputedAnew() throws IOException {
    complete(TEXTS);
    Path file = ReferenceLogits.file(model);
    String whole = Files.readString(file);
    Files.writeString(file, whole.replaceFirst("\"tokens\":\\d+", "\"tokens\":5"));

    complete(TEXTS);

    assertThat(Files.readAllLines(file))
        .containsExactlyInAnyOrderElementsOf(whole.lines().toList());
    assertThat(log.text())
        .contains(file + ": ignoring 1 answer, damaged or of an earlier version")
        .contains("1 text");
  }

  @Test
  void aSetThatIsDamagedIsWrittenAnewWithOneLine() throws IOException {
    complete(TEXTS);
    Path set = ReferenceSet.file(model, new Corpus.Selection(SHA, SHA, 0, TEXTS));
    String whole = Files.readString(set);
    Files.writeString(set, whole.replaceFirst("\"tokens\":\\d+", "\"tokens\":5"));

    complete(TEXTS);

    assertThat(set).hasContent(whole.strip());
    assertThat(log.text()).contains(set + " is damaged or of an earlier version");
  }

  /** Lines of before say of no text that it was cut. */
  @Test
  void answersToCutTextsThatDoNotSaySoAreComputedAnew() throws IOException {
    List<NumberedText> cut = List.of(FIRST, new NumberedText(7, "plum ".repeat(600)));
    complete(cut);
    Path file = ReferenceLogits.file(model);
    String whole = Files.readString(file);
    ReferenceLogits before = ReferenceLogits.read(model, cut);
    Answer answer = before.of(cut.get(1));
    before.put(new Answer(answer.text(), answer.ids(), answer.tokens(), false, new float[] {7, 7}));
    before.write();

    complete(cut);

    assertThat(whole.lines().filter(line -> line.contains("truncated"))).hasSize(1);
    assertThat(file).hasContent(whole.strip());
    assertThat(
            ReferenceSet.read(ReferenceSet.file(model, new Corpus.Selection(SHA, SHA, 0, cut)), 2)
                .entries())
        .extracting(ReferenceSet.Entry::tokens, ReferenceSet.Entry::truncated)
        .containsExactly(tuple(before.of(FIRST).tokens(), false), tuple(512, true));
  }

  @Test
  void moreAnswersThanAForkCanHoldAreRefused() throws IOException {
    ModelFolder wide =
        TinyModel.importTo(
            temp.resolve("wide"),
            tiny -> Described.as(tiny).output("logits", Pooling.NONE, false, 2_000_000).build());

    assertThatThrownBy(
            () ->
                ReferenceBuilder.build(
                    wide, new Corpus.Selection(SHA, SHA, 0, TEXTS), 1, System.err))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "texts=6 with answers of 2000000 numbers are more than a fork's memory holds; ask for"
                + " at most 2");
  }

  @Test
  void answersThatAreNoNumbersAreRefused() throws IOException {
    byte[] nothing = new byte[(int) Files.size(model.weights())];
    Arrays.fill(nothing, (byte) -1);
    Files.write(model.weights(), nothing);

    assertThatThrownBy(() -> complete(TEXTS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            model.directory() + " answers text " + FIRST.number() + " with NaN");

    assertThat(ReferenceLogits.file(model)).doesNotExist();
  }

  private void complete(List<NumberedText> texts) {
    ReferenceBuilder.build(model, new Corpus.Selection(SHA, SHA, 0, texts), 1, log.asStream());
  }

  private float[] moveTheFirstLogits() throws IOException {
    ReferenceLogits known = ReferenceLogits.read(model, TEXTS);
    Answer answer = known.of(FIRST);
    float[] moved = {answer.logits()[0] + 1, answer.logits()[1]};
    known.put(new Answer(answer.text(), answer.ids(), answer.tokens(), false, moved));
    known.write();
    return moved;
  }
}

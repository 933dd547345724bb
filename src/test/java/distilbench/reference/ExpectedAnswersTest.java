package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import distilbench.console.AwaitedLines;
import distilbench.console.InvalidInputException;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a publisher states of a model is compared with what the model answers. */
class ExpectedAnswersTest {
  @TempDir Path temp;

  private final AwaitedLines log = new AwaitedLines();
  private ModelFolder model;
  private Path file;

  @BeforeEach
  void copyTheModel() throws IOException {
    model = TinyModel.copyTo(temp.resolve("model"));
    file = model.directory().resolve("expected.json");
  }

  @Test
  void nothingIsExpectedWithoutTheFile() {
    assertThat(ExpectedAnswers.beside(model.directory())).isEmpty();
    assertThat(ExpectedAnswers.beside(model.graph())).isEmpty();
  }

  /** As the built-in model before it is generated. */
  @Test
  void whatLiesBesideAFolderThatIsNotThereIsNotMeant() throws IOException {
    Files.writeString(temp.resolve("expected.json"), "[]");

    assertThat(ExpectedAnswers.beside(temp.resolve("nowhere"))).isEmpty();
  }

  @Test
  void whatTheModelAnswersAgrees() throws IOException {
    float[] plum = answer("plum");
    float[] corked = answer("corked");
    write(
        "[{\"text\": \"plum\", \"label\": \"%s\", \"score\": %.4f},"
            + " {\"text\": \"corked\", \"label\": \"%s\"}]",
        label(plum), probability(plum), label(corked));

    check(model);

    assertThat(log.text().lines())
        .singleElement()
        .asString()
        .matches(
            ".*expected\\.json: 2 of 2 texts answered as expected,"
                + " largest difference of a score 0\\.0000");
  }

  @Test
  void theFileLiesBesideASingleFileToo() throws IOException {
    write("[{\"text\": \"plum\", \"label\": \"%s\"}]", label(answer("plum")));

    assertThat(ExpectedAnswers.beside(model.graph())).isPresent();
  }

  @Test
  void anotherLabelStopsTheRunAndIsListed() throws IOException {
    String hostile = "\\u001b[31mplum \\n" + "and smoke ".repeat(20);
    float[] plum = answer(hostile.replace("\\u001b", "\u001b").replace("\\n", "\n"));
    write(
        "[{\"text\": \"pear\", \"label\": \"%s\"}, {\"text\": \"%s\", \"label\": \"%s\","
            + " \"score\": 0.9}]",
        label(answer("pear")), hostile, other(plum));

    assertRefused(model)
        .startsWith(model.directory() + " answers 1 of 2 texts otherwise than " + file + " says; ");

    assertThat(log.text().lines())
        .containsExactly(
            file + ": 1 of 2 texts answered as expected",
            file + ": other labels:",
            String.format(
                Locale.ROOT,
                "  text 2, \"\\u001b[31mplum \\u000aand smoke and smoke and smoke and smoke and smoke"
                    + "...\": expected %s 0.9000, found %s %.4f",
                other(plum),
                label(plum),
                probability(plum)));
  }

  @Test
  void noMoreThanAFewTextsAreListed() throws IOException {
    String one = String.format("{\"text\": \"plum\", \"label\": \"%s\"}", other(answer("plum")));
    Files.writeString(file, "[" + (one + ",").repeat(24) + one + "]");

    assertRefused(model).contains(" answers 25 of 25 texts otherwise");

    assertThat(log.text().lines()).hasSize(13).last().isEqualTo("  and 15 more");
  }

  @Test
  void aScoreThatIsOffIsNamed() throws IOException {
    float[] plum = answer("plum");
    double moved = probability(plum) - 0.004;
    write("[{\"text\": \"plum\", \"label\": \"%s\", \"score\": %.4f}]", label(plum), moved);

    check(model);

    assertThat(log.text())
        .contains("1 of 1 text answered as expected, largest difference of a score 0.00")
        .contains("scores that are further off than 0.001:")
        .contains(String.format(Locale.ROOT, "expected %s %.4f, found", label(plum), moved));
  }

  @Test
  void aModelWithOneLogitIsComparedByTheLogit() throws IOException {
    ModelFolder regression = TinyModel.regressionTo(temp.resolve("regression"));
    double logit = answer(regression, "plum")[0];
    write("[{\"text\": \"plum\", \"score\": %.5f}]", logit);
    check(regression);
    assertThat(log.text()).contains("1 of 1 text answered as expected").doesNotContain("off");

    write("[{\"text\": \"plum\", \"label\": \"HOW_GOOD\", \"score\": %.5f}]", logit + 7);
    check(regression);
    assertThat(log.text()).contains("scores that are further off", "difference of a score 7.0000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [                                          | as JSON: Unexpected end-of-input
          []                                         | is no array with texts
          {"text": "a", "label": "POSITIVE"}         | is no array with texts
          [] []                                      | as JSON: Trailing token
          [7]                                        | entry 1 is no text with a label
          [{"text": "a"}]                            | entry 1 is no text with a label
          [{"label": "POSITIVE"}]                    | entry 1 is no text with a label
          [{"text": 7, "label": "POSITIVE"}]         | entry 1 is no text with a label
          [{"text": "a", "label": 1}]                | entry 1 is no text with a label
          [{"text": "a", "label": null}]             | entry 1 is no text with a label
          [{"text": "a", "label": "A", "score": "1"}]| entry 1 is no text with a label
          [{"text": "a", "label": "A", "score": 1e999}]| entry 1 is no text with a label
          [{"text": "a", "Label": "POSITIVE"}]       | but has Label;
          [{"text": "a", "text": "b", "label": "A"}] | as JSON: Duplicate field 'text' in line 1
          """)
  void whatIsNotOfThisFormatIsRefused(String content, String reason) throws IOException {
    Files.writeString(file, content);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ExpectedAnswers.beside(model.directory()))
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .contains(file.toString(), reason, "give [{\"text\"")
                    .hasLineCount(1));
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Files.write(file, "[{\"text\": \"\u00e9\"}]".getBytes(StandardCharsets.ISO_8859_1));
    assertUnreadable("Invalid UTF-8");

    Files.writeString(file, "[".repeat(100_000));
    assertUnreadable("nesting");

    Files.writeString(file, "[\"" + "x".repeat(5 << 20) + "\"]");
    assertUnreadable("no regular file of at most 4 MiB");

    Files.delete(file);
    Files.createDirectory(file);
    assertUnreadable("no regular file");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLinkToNowhereIsNotTakenForNothing() throws IOException {
    Files.createSymbolicLink(file, temp.resolve("nowhere"));

    assertUnreadable("no regular file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"label": "LABEL_1"}                  | entry 1, 'LABEL_1', is none of the model's: NEGATIVE
          {"label": "a\\n\\u001b"}              | entry 1, 'a\\u000a\\u001b', is none of the model's
          {"score": 0.5}                        | entry 1, which is missing, is none of the model's
          {"label": "POSITIVE", "score": 1.01}  | the score of entry 1 is no probability
          {"label": "POSITIVE", "score": -0.1}  | the score of entry 1 is no probability
          """)
  void whatTheModelCannotAnswerIsRefused(String entry, String reason) throws IOException {
    write("[%s]", entry.replace("{", "{\"text\": \"plum\", "));

    assertRefused(model).contains(file.toString(), reason).hasLineCount(1);
  }

  @Test
  void anEmbeddingHasNoLabels() throws IOException {
    write("[{\"text\": \"plum\", \"label\": \"POSITIVE\"}]");

    assertRefused(TinyModel.encoderTo(temp.resolve("encoder")))
        .contains("has labels, but the model gives embeddings");
  }

  private void assertUnreadable(String reason) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ExpectedAnswers.beside(model.directory()))
        .satisfies(failure -> assertThat(failure.getMessage()).contains(reason).hasLineCount(1));
  }

  private AbstractStringAssert<?> assertRefused(ModelFolder other) {
    return assertThat(
        catchThrowableOfType(InvalidInputException.class, () -> check(other)).getMessage());
  }

  private void check(ModelFolder other) {
    ExpectedAnswers.beside(model.directory()).orElseThrow().check(other, 1, log.asStream());
  }

  private void write(String json, Object... values) throws IOException {
    Files.writeString(file, String.format(Locale.ROOT, json, values));
  }

  private float[] answer(String text) {
    return answer(model, text);
  }

  private static float[] answer(ModelFolder model, String text) {
    try (Classifier classifier =
        OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, 1))) {
      return classifier.classify(List.of(text))[0];
    }
  }

  private static String label(float[] logits) {
    return logits[1] > logits[0] ? "POSITIVE" : "NEGATIVE";
  }

  private static String other(float[] logits) {
    return logits[1] > logits[0] ? "NEGATIVE" : "POSITIVE";
  }

  private static double probability(float[] logits) {
    return 1 / (1 + Math.exp(-Math.abs(logits[1] - logits[0])));
  }
}

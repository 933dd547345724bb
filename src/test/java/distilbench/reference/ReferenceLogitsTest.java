package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.corpus.NumberedText;
import distilbench.inference.TokenizedText;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.reference.ReferenceLogits.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference logits survive on disk, and what is damaged is forgotten rather than believed. */
class ReferenceLogitsTest {
  private static final TokenizedText TOKENS = new TokenizedText(new long[] {101, 2000, 102}, false);
  private static final float[] LOGITS = {-0.123456789f, 1.17549435e-38f};

  private static final List<NumberedText> ASKED =
      Stream.of("plum", "cherry", "“Plum”,\nand crème")
          .map(text -> new NumberedText(1, text))
          .toList();

  @TempDir Path temp;

  private ModelFolder model;

  private ReferenceLogits read() {
    return ReferenceLogits.read(model, ASKED);
  }

  @BeforeEach
  void makeAModelWithoutReference() throws IOException {
    model = TinyModel.copyTo(temp.resolve("model"));
    Files.deleteIfExists(ReferenceLogits.file(model));
  }

  @Test
  void nothingIsKnownBeforeAnythingIsWritten() {
    ReferenceLogits reference = read();

    assertThat(reference.of("plum")).isNull();
    assertThat(reference.covers(List.of(new NumberedText(1, "plum")))).isFalse();
    assertThat(reference.covers(List.of())).isTrue();
  }

  @Test
  void whatIsWrittenIsReadToTheLastBit() throws IOException {
    ReferenceLogits written = read();
    written.put(Answer.of("“Plum”,\nand crème", TOKENS, LOGITS));
    written.put(
        Answer.of("cherry", new TokenizedText(new long[] {101, 102}, true), new float[] {1, 2}));
    written.write();

    ReferenceLogits read = read();

    Answer answer = read.of(new NumberedText(7, "“Plum”,\nand crème"));
    assertThat(answer.logits()).containsExactly(LOGITS);
    assertThat(answer.tokens()).isEqualTo(3);
    assertThat(answer.isFor(TOKENS)).isTrue();
    assertThat(answer.isFor(new TokenizedText(TOKENS.ids(), true))).isFalse();
    assertThat(answer.isFor(new TokenizedText(new long[] {101, 2001, 102}, false))).isFalse();
    assertThat(read.of("cherry").logits()).containsExactly(1, 2);
    assertThat(answer.truncated()).isFalse();
    assertThat(read.of("cherry").truncated()).isTrue();
    assertThat(read.covers(List.of(new NumberedText(1, "cherry"), new NumberedText(2, "pear"))))
        .isFalse();
  }

  @Test
  void aLaterAnswerToTheSameTextReplacesTheEarlier() throws IOException {
    ReferenceLogits written = read();
    written.put(Answer.of("plum", TOKENS, new float[] {1, 2}));
    assertThat(written.of("plum").logits()).containsExactly(1, 2);

    written.put(Answer.of("plum", TOKENS, new float[] {3, 4}));
    assertThat(written.of("plum").logits()).containsExactly(3, 4);
    written.write();

    assertThat(read().of("plum").logits()).containsExactly(3, 4);
    assertThat(Files.readAllLines(ReferenceLogits.file(model))).hasSize(1);
  }

  @Test
  void whatNobodyAsksAboutIsKeptInTheFileAlone() throws IOException {
    ReferenceLogits written = read();
    written.put(Answer.of("pear", TOKENS, LOGITS));
    written.write();
    written = read();
    written.put(Answer.of("plum", TOKENS, LOGITS));
    written.write();

    assertThat(read().of("plum")).isNotNull();
    assertThat(read().of("pear")).isNull();
    assertThat(
            ReferenceLogits.read(model, List.of(new NumberedText(9, "pear"))).of("pear").logits())
        .containsExactly(LOGITS);
  }

  @Test
  void anUnknownTextIsNamed() {
    ReferenceLogits reference = read();

    assertThatThrownBy(() -> reference.of(new NumberedText(17, "pear")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lacks text 17")
        .hasMessageContaining(ReferenceLogits.file(model).toString());
  }

  @Test
  void theFileIsNamedAfterTheModelAndTheTokenizer() {
    String name =
        String.format(
            "reference-logits-%s-%s.ndjson",
            model.modelSha().substring(0, 12), model.tokenizerSha().substring(0, 12));

    assertThat(ReferenceLogits.file(model)).isEqualTo(model.directory().resolve(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{\"text\": \"00\", \"tokens\": 3, \"logits\": [1.0, 2.0]}",
        "not JSON",
        "{\"text\": \"00\", \"ids\": \"00\", \"tokens\": 3, \"logits\": [1.0, 2.",
        "{\"text\": \"00\", \"ids\": \"00\", \"tokens\": 3}",
        "{\"text\": \"00\", \"ids\": \"00\", \"tokens\": 3, \"logits\": [1.0]}",
        "{\"ids\": \"00\", \"tokens\": 3, \"logits\": [1.0, 2.0]}",
        "[1, 2]"
      })
  void aDamagedLineSaysNothing(String damaged) throws IOException {
    String plum = line("plum");
    String cherry = line("cherry");
    Path file = ReferenceLogits.file(model);
    Files.writeString(file, plum + damaged + "\n" + cherry);

    ReferenceLogits read = read();

    assertThat(read.damaged()).isEqualTo(1);
    assertThat(read.of("plum").logits()).containsExactly(LOGITS);
    assertThat(read.of("cherry").logits()).containsExactly(LOGITS);
    read.write();
    assertThat(file).hasContent(plum + cherry);
    assertThat(read().damaged()).isZero();
  }

  @Test
  void anAnswerOfAnotherWidthSaysNothing() throws IOException {
    ReferenceLogits written = read();
    written.put(Answer.of("plum", TOKENS, new float[] {1, 2, 3}));
    written.put(Answer.of("cherry", TOKENS, LOGITS));
    written.write();

    ReferenceLogits read = read();

    assertThat(read.damaged()).isEqualTo(1);
    assertThat(read.of("plum")).isNull();
    assertThat(read.of("cherry")).isNotNull();
  }

  /** By hand, by a failing disk, or by a version that did not protect it. */
  @Test
  void anAnswerThatIsNotAsItWasWrittenIsUnknown() throws IOException {
    String whole = line("plum");
    String text = whole.replaceFirst(".*\"text\":\"(\\w+)\".*\n", "$1");
    Path file = ReferenceLogits.file(model);
    for (String changed :
        List.of(
            whole.replace("\"tokens\":3", "\"tokens\":1"),
            whole.replace("\"tokens\":3", "\"tokens\":3,\"truncated\":true"),
            whole.replace("-0.12345679", "-0.12345678"),
            whole.replace("-0.12345679", "\"NaN\""),
            whole.replace(text, text.substring(1) + "0"),
            whole.replaceFirst(",\"sha256\":\"\\w+\"", ""),
            whole.substring(0, whole.length() - 20))) {
      assertThat(changed).isNotEqualTo(whole);
      Files.writeString(file, changed);

      ReferenceLogits read = read();

      assertThat(read.of("plum")).as(changed).isNull();
      assertThat(read.damaged()).isEqualTo(1);
    }
    Files.write(file, new byte[] {(byte) 0xC3, '\n', 0});
    assertThat(read().damaged()).isEqualTo(2);
  }

  /** The file's line for a text. */
  private String line(String text) throws IOException {
    Path file = ReferenceLogits.file(model);
    Files.deleteIfExists(file);
    ReferenceLogits written = read();
    written.put(Answer.of(text, TOKENS, LOGITS));
    written.write();
    return Files.readString(file);
  }
}

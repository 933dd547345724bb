package distilbench.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing commands the terminal, and texts that differ look different. */
class TerminalTextTest {
  private final TerminalText unicode = new TerminalText(StandardCharsets.UTF_8);
  private final TerminalText ascii = new TerminalText(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @ValueSource(
      ints = {0, 7, 8, 0x0b, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x202e, 0x2028, 0xfeff})
  void whatIsNoLetterIsEscaped(int code) {
    String text = "a" + (char) code + "b";

    assertThat(unicode.lines(text)).isEqualTo(String.format("a\\u%04xb", code));
    assertThat(unicode.line(text)).isEqualTo(unicode.lines(text));
  }

  @Test
  void lineEndsAndTabsAreLayoutOnlyWhereThereAreLines() {
    assertThat(unicode.lines("a\tb\nc\r\nd\re")).isEqualTo("a\tb\nc\r\nd\\u000de");
    assertThat(unicode.line("a\tb\nc")).isEqualTo("a\\u0009b\\u000ac");
  }

  @Test
  void whatTheEncodingLacksIsEscapedAsInJson() {
    String text = "weiß 葡 😀";

    assertThat(unicode.line(text)).isEqualTo(text);
    assertThat(ascii.line(text)).isEqualTo("wei\\u00df \\u8461 \\ud83d\\ude00");
    assertThat(new TerminalText(StandardCharsets.ISO_8859_1).line(text))
        .isEqualTo("weiß \\u8461 \\ud83d\\ude00");
  }

  @Test
  void halfALetterIsNone() {
    assertThat(unicode.line("a\ud83db")).isEqualTo("a\\ud83db");
  }

  @Test
  void whateverIsPrintedIsSafe() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SafePrintStream out = new SafePrintStream(bytes, ascii);

    out.print('\u001b');
    out.printf("%s|", "ß");
    out.append("\u009b").println((Object) "\u0007");
    out.write("葡\r".getBytes(StandardCharsets.UTF_8), 0, 2);
    out.write("葡\r".getBytes(StandardCharsets.UTF_8), 2, 2);
    out.write('\n');
    out.control("\u001b[K");
    out.print("\r");
    out.close();

    assertThat(bytes.toString(StandardCharsets.US_ASCII))
        .isEqualTo(
            "\\u001b\\u00df|\\u009b\\u0007"
                + System.lineSeparator()
                + "\\u8461\r\n\u001b[K\\u000d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "US-ASCII", "windows-1252", "GBK"})
  void everyEncodingCanBeRead(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Charset charset = Charset.forName(name);
    TerminalText text = new TerminalText(charset);

    try (SafePrintStream out = new SafePrintStream(bytes, text)) {
      out.print("é 葡");
    }

    assertThat(bytes.toString(charset)).isEqualTo(text.line("é 葡")).doesNotContain("?");
  }
}

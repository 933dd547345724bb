package distilbench.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed arrives, in whatever encoding, or somebody hears why not. */
class StandardStreamsTest {

  @ParameterizedTest
  @CsvSource({
    "Größe \u2192 \uD83D\uDE00, UTF-8, Größe \u2192 \uD83D\uDE00",
    "Größe \u2192 \uD83D\uDE00, ISO-8859-1, Größe \\u2192 \\ud83d\\ude00",
    "Größe \u2192 \uD83D\uDE00, US-ASCII, Gr\\u00f6\\u00dfe \\u2192 \\ud83d\\ude00",
  })
  void lettersThatTheEncodingLacksAreEscaped(String text, String encoding, String printed) {
    assertThat(printed(text, Charset.forName(encoding))).isEqualTo(printed);
  }

  @Test
  void controlCharactersGiveNoOrders() {
    assertThat(printed("a\tb\nc\u001b[2J\u0007\r\u009b", StandardCharsets.UTF_8))
        .isEqualTo("a\tb\nc\\u001b[2J\\u0007\\u000d\\u009b");
  }

  private static String printed(String text, Charset charset) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StandardStreams.print(text, out, charset);
    return out.toString(charset);
  }

  @Test
  void aFullDiskIsNamed() throws IOException {
    File full = new File("/dev/full");
    assumeThat(full.exists()).as("a disk that is always full").isTrue();
    try (OutputStream out = new FileOutputStream(full)) {
      assertThatThrownBy(() -> StandardStreams.print("a", out, StandardCharsets.UTF_8))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("nothing can be printed: No space left on device");
    }
  }
}

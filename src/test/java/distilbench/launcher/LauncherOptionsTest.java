package distilbench.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;

/** The launcher takes out its own options; JMH gets everything else as it was. */
class LauncherOptionsTest {

  @Test
  void jmhGetsItsOwnArgumentsInTheirOrder() {
    LauncherOptions options =
        LauncherOptions.parse(
            "CorpusPass",
            "--seed",
            "7",
            "-p",
            "deployment=SINGLE",
            "--sequential",
            "-f",
            "1",
            "@file",
            "-jvmArgsAppend",
            "-Da=\"b c\"");

    assertThat(options.seed).isEqualTo(7);
    assertThat(options.sequential).isTrue();
    assertThat(options.preset).isNull();
    assertThat(options.forJmh)
        .containsExactly(
            "CorpusPass",
            "-p",
            "deployment=SINGLE",
            "-f",
            "1",
            "@file",
            "-jvmArgsAppend",
            "-Da=\"b c\"");
  }

  @Test
  void withoutArgumentsNothingIsSet() {
    LauncherOptions options = LauncherOptions.parse();

    assertThat(options.seed).isNull();
    assertThat(options.sequential).isFalse();
    assertThat(options.memory).isEqualTo(LauncherOptions.Memory.ON);
    assertThat(options.forJmh).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--memory maybe | expected one of [ON, OFF]",
        "--seed many | is not a long",
        "--seed | Missing required parameter for option",
        "--preset slow | expected one of [QUICK, ARTICLE, ENGINES, ",
        "--sequential --sequential | should be specified only once"
      })
  void impossibleValuesAreRefusedInOneLine(String arguments, String message) {
    assertThatThrownBy(() -> LauncherOptions.parse(arguments.split(" ")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theHelpNamesEveryOption() {
    assertThat(LauncherOptions.help()).contains("--preset", "--seed", "--sequential", "--memory");
  }

  @ParameterizedTest
  @CsvSource({
    "quick, 1, 50",
    "article, 5, 1000",
    "ARTICLE, 5, 1000",
    "engines, 3, 100",
    "article-python, 3, 100"
  })
  void aPresetSaysWhatTheUserDoesNot(String name, int forks, String texts) throws Exception {
    Options completed = LauncherOptions.parse("--preset", name).preset.complete(jmh());

    assertThat(completed.getForkCount().get()).isEqualTo(forks);
    assertThat(completed.getParameter("texts").get()).containsExactly(texts);
  }

  @Test
  void whatTheUserSaysGoesBeforeThePreset() throws Exception {
    Options completed = Preset.ARTICLE.complete(jmh("-f", "2", "-p", "texts=10,20"));

    assertThat(completed.getForkCount().get()).isEqualTo(2);
    assertThat(completed.getParameter("texts").get()).containsExactly("10", "20");
  }

  private static Options jmh(String... arguments) throws Exception {
    return new CommandLineOptions(arguments);
  }

  @Test
  void everyOptionIsDescribed() {
    Path description = Path.of("src/site/markdown/options.md");

    assertThat(Pattern.compile("--[a-z-]+").matcher(LauncherOptions.help()).results())
        .isNotEmpty()
        .allSatisfy(option -> assertThat(description).content().contains("| `" + option.group()));
  }
}

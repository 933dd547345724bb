package distilbench.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users type is published without what is personal in it. */
class RedactorTest {
  private final Redactor redactor =
      new Redactor(
          List.of("/home/alice", "/mnt/homes/alice"), Set.of("alice"), Set.of("box7", "box7.org"));

  @ParameterizedTest
  @CsvSource({
    "/home/alice/m/tiny, ~/m/tiny",
    "/home/alice, ~",
    "/mnt/homes/alice/x.json, ~/x.json",
    "model=/home/alice/m, model=~/m",
    "-o/home/alice/out.txt, -o~/out.txt",
    "'model=/home/alice/a,/home/alice/b', 'model=~/a,~/b'",
    "-Dx=/home/alice/a -Dy=/home/alice/b, -Dx=~/a -Dy=~/b"
  })
  void pathsBelowTheHomeBeginWithATilde(String typed, String published) {
    assertThat(redactor.text(typed)).isEqualTo(published);
  }

  @ParameterizedTest
  @CsvSource({
    "/home/alicette/m, .../m",
    "/data/bob/reviews.csv, .../reviews.csv",
    "corpus=/data/bob/reviews.csv, corpus=.../reviews.csv",
    "-o/data/bob/out.txt, -o.../out.txt",
    "'model=/data/bob/a,builtin', 'model=.../a,builtin'",
    "/data/bob smith/m, .../m",
    "C:\\Users\\bob\\m, ...\\m"
  })
  void ofOtherAbsolutePathsTheLastNameIsKept(String typed, String published) {
    assertThat(redactor.text(typed).replace('\\', '/')).isEqualTo(published.replace('\\', '/'));
  }

  @ParameterizedTest
  @CsvSource({
    "results-alice-box7.json, results-<user>-<host>.json",
    "../alice/m, ../<user>/m",
    "box7.org, <host>",
    "malice, malice",
    "alice2, alice2"
  })
  void namesAreReplacedWhereTheyAreWords(String typed, String published) {
    assertThat(redactor.text(typed)).isEqualTo(published);
  }

  @ParameterizedTest
  @CsvSource({
    "CorpusPass.*",
    "-p",
    "deployment=SINGLE",
    "models/mine",
    "./models/mine",
    "~/models/mine",
    "-Xmx1g",
    "10s"
  })
  void everythingElseStays(String typed) {
    assertThat(redactor.text(typed)).isEqualTo(typed);
  }

  @Test
  void anOptionStaysThoughItIsSomebodysName() {
    Redactor shortName = new Redactor(List.of(), Set.of("p"), Set.of("f"));

    assertThat(shortName.arguments(List.of("-p", "a=p", "-f", "1")))
        .containsExactly("-p", "a=<user>", "-f", "1");
  }

  @Test
  void theOneWhoRunsThisProcessIsHidden() {
    String home = System.getProperty("user.home");
    String user = System.getProperty("user.name");

    String published = Redactor.ofThisProcess().text("model=" + home + "/m-" + user);

    assertThat(published).isEqualTo("model=~/m-<user>");
  }
}

package distilbench.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    assertThat(Stream.of("-p", "a=p", "-f", "1").map(shortName::text))
        .containsExactly("-p", "a=<user>", "-f", "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the probe failed: cannot load /home/alice/models/.cache/lib.so: file too short"
            + " | the probe failed: cannot load ~/models/.cache/lib.so: file too short",
        "Cannot run program \"/opt/bob/bin/java\": error=2"
            + " | Cannot run program \".../java\": error=2",
        "open file:/home/alice/x.jar | open file:~/x.jar",
        "90 GFLOP/s on box7 | 90 GFLOP/s on <host>",
        "/proc/stat of alice | /proc/stat of <user>",
        "/proc/12/root/data/bob/x | .../x",
        "/sys/../data/bob/x | .../x"
      })
  void sentencesAreReadLikeArguments(String said, String published) {
    assertThat(redactor.text(said)).isEqualTo(published);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "there is no /sys/devices/system/cpu/cpu0/cpufreq/scaling_driver",
        "/proc/self/status has no line 'Cpus_allowed_list'",
        "Debian GNU/Linux 12 (bookworm)"
      })
  void whatTheKernelCallsItsFilesStays(String said) {
    assertThat(redactor.text(said)).isEqualTo(said);
  }

  /** Whoever adds a field, or a message, need not think of it. */
  @Test
  void everyTextOfADocumentIsRedactedAndEveryNameWithAPathInIt() throws Exception {
    ObjectNode document =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"a": ["/home/alice/x", {"b": "by alice", "n": 7, "none": null}],
                     "/home/alice/key": "box7", "alice": true,
                     "kind": "/home/alice/no word of ours"}
                    """);

    assertThat(redactor.document(document))
        .hasToString(
            "{\"a\":[\"~/x\",{\"b\":\"by <user>\",\"n\":7,\"none\":null}],"
                + "\"~/key\":\"<host>\",\"alice\":true,\"kind\":\"~/no word of ours\"}");
  }

  @Test
  void wordsThatReadersNeedStayWhateverAUserIsCalled() throws Exception {
    Redactor unlucky = new Redactor(List.of(), Set.of("ss", "user"), Set.of("valid", "host"));
    ObjectNode document =
        (ObjectNode)
            new ObjectMapper()
                .readTree("{\"mode\": \"ss\", \"status\": \"valid\", \"text\": \"user ss\"}");

    ObjectNode once = unlucky.document(document);

    assertThat(once)
        .hasToString("{\"mode\":\"ss\",\"status\":\"valid\",\"text\":\"<user> <user>\"}");
    assertThat(unlucky.document(once)).as("what stands for a name is none").isEqualTo(once);
  }

  @Test
  void theOneWhoRunsThisProcessIsHidden() {
    String home = System.getProperty("user.home");
    String user = System.getProperty("user.name");

    String published = Redactor.ofThisProcess().text("model=" + home + "/m-" + user);

    assertThat(published).isEqualTo("model=~/m-<user>");
  }
}

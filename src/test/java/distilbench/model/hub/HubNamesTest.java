package distilbench.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import distilbench.console.InvalidInputException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users and servers write, understood or refused. */
class HubNamesTest {

  @Test
  void aNameHasAnOwnerAndTheNewestRevision() {
    assertThat(HubModel.of("BAAI/bge-small-en-v1.5", null))
        .isEqualTo(new HubModel("BAAI", "bge-small-en-v1.5", "main", "bge-small-en-v1.5"));
    assertThat(HubModel.of("a/b", "refs/pr/1").revision()).isEqualTo("refs/pr/1");
  }

  @Test
  void theShortNameMeansTheSameWeightsForEverybody() {
    HubModel model = HubModel.of("distilbert-sst2", null);

    assertThat(model.id()).isEqualTo("distilbert/distilbert-base-uncased-finetuned-sst-2-english");
    assertThat(HubModel.isCommit(model.revision())).isTrue();
    assertThat(model.folder()).isEqualTo("distilbert-sst2");
    assertThat(HubModel.of("distilbert-sst2", "main").revision()).isEqualTo("main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gpt2",
        "a/b/c",
        "../b",
        "a/..",
        "a/.b",
        "a/b\\c",
        "a/b?x",
        "a/b c",
        "/a/b",
        "a/\u00e9",
        "https://hub.invalid/a/b"
      })
  void whatIsNoNameOfAModelIsRefused(String name) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> HubModel.of(name, null))
        .withMessage(
            "'%s' is no name of a published model; write OWNER/NAME, or distilbert-sst2", name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "..", ".x", "a/../b", "a b", "a\nb", "a\u0000"})
  void whatIsNoRevisionIsRefused(String revision) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> HubModel.of("a/b", revision))
        .withMessage("'%s' is no revision; give a branch, a tag or a commit", revision);
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub.invalid, https://hub.invalid",
    "https://hub.invalid:8443/mirror//, https://hub.invalid:8443/mirror",
    "http://127.0.0.1:80, http://127.0.0.1:80",
    "http://[::1]:80/, http://[::1]:80",
    "HTTP://LocalHost, HTTP://LocalHost"
  })
  void anAddressIsTakenWithoutSlashesAtItsEnd(String address, String base) {
    assertThat(HubEndpoint.of(address)).hasToString(base);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hub.invalid",
        "http://hub.invalid",
        "http://127.0.0.1.hub.invalid",
        "http://localhost.hub.invalid",
        "ftp://127.0.0.1",
        "https:///models",
        "https://hub.invalid?x=password",
        "https://hub.invalid#password",
        "https://me:password@hub.invalid",
        "h ttps://password"
      })
  void anAddressThatOthersCanListenToOrThatHoldsASecretIsRefused(String address) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> HubEndpoint.of(address))
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .contains("mend --from or HF_ENDPOINT")
                    .doesNotContain("password")
                    .hasLineCount(1));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.invalid, https://b.invalid, true",
    "https://a.invalid, http://a.invalid, false",
    "https://a.invalid, http://127.0.0.1, false",
    "https://a.invalid, ftp://a.invalid, false",
    "https://a.invalid, file:///etc/passwd, false",
    "http://127.0.0.1:1, http://localhost:2, true",
    "http://127.0.0.1:1, https://a.invalid, true",
    "http://127.0.0.1:1, http://a.invalid, false"
  })
  void noAnswerLeadsToWhereMoreCanListen(URI from, URI to, boolean may) {
    assertThat(HubEndpoint.mayLead(from, to)).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.invalid/x, true",
    "https://A.invalid:443/x, true",
    "https://a.invalid:444/x, false",
    "https://cdn.a.invalid/x, false",
    "http://a.invalid/x, false"
  })
  void onlyTheSameServerSeesTheToken(URI address, boolean same) {
    assertThat(HubEndpoint.of("https://a.invalid/mirror").isOf(address)).isEqualTo(same);
  }

  @Test
  void aTokenIsTakenAndNeverShown() {
    assertThat(HubToken.of(" hf_Abc.123 \n").orElseThrow().authorization())
        .isEqualTo("Bearer hf_Abc.123");
    assertThat(HubToken.of("hf_secret").orElseThrow()).hasToString("(a token)");
    assertThat(HubToken.of(null)).isEmpty();
    assertThat(HubToken.of(" ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hf secret", "hf_secret\r\nX-Other: 1", "\"hf_secret\"", "hf_secr\u00e9t"})
  void whatIsNoTokenIsRefusedUnseen(String value) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> HubToken.of(value))
        .withMessage(
            "HF_TOKEN holds letters that no token has; set it to the token alone, or unset it");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    " 120 , 120",
    "'Fri, 27 Nov 2026 07:00:30 GMT', 30",
    "'Fri, 27 Nov 2026 06:00:00 GMT', 0",
    "soon, 7",
    "-1, 7",
    "99999999999, 7"
  })
  void aPauseIsSaidInSecondsOrAsADate(String header, int seconds) {
    assertThat(
            RetryAfter.parse(header, Instant.parse("2026-11-27T07:00:00Z"), Duration.ofSeconds(7)))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  /** The digests that git itself gives. */
  @ParameterizedTest
  @CsvSource({
    "'', e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "'what is up, doc?', bd9dbf5aae1a3862dd1526723246b20206e5fc37"
  })
  void aFileHasTheDigestThatGitGivesIt(String content, String sha1, @TempDir Path temp)
      throws Exception {
    Path file = Files.writeString(temp.resolve("file"), content);

    assertThat(ContentDigest.of(file).gitSha1()).isEqualTo(sha1);
  }
}

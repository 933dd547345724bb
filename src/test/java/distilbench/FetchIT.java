package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import distilbench.jvm.ChildProgram;
import distilbench.jvm.Polling;
import distilbench.model.hub.HubServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code model fetch} of the jar, from a server over https that only this test trusts. */
@Timeout(120)
@Tag("thorough")
class FetchIT {
  private static final String WEIGHTS = "model.safetensors";
  private static final String PASSWORD = "changeit";
  private static final byte[] CONTENT = new byte[3 << 20];

  @TempDir private static Path shared;
  private static Path keys;
  private static SSLContext identity;

  @TempDir private Path folder;
  private HubServer server;

  @BeforeAll
  static void makeAnIdentity() throws Exception {
    keys = shared.resolve("hub.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "hub",
                "-keyalg",
                "EC",
                "-dname",
                "CN=hub",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    identity = SSLContext.getInstance("TLS");
    identity.init(managers.getKeyManagers(), null, null);
  }

  @BeforeEach
  void startTheServer() throws IOException {
    server = HubServer.start(identity).with(WEIGHTS, CONTENT);
  }

  @AfterEach
  void stopTheServer() {
    server.close();
  }

  @Test
  void aFetchThatIsKilledIsGoneOnWith() throws Exception {
    int begun = 2 << 20;
    server.onFile(
        WEIGHTS,
        exchange -> {
          server.begin(exchange, CONTENT, begun);
          server.fallSilent();
        });
    Path part = folder.resolve("models/.some-model.fetching/model.safetensors.part");
    try (ChildProgram fetch = ChildProgram.start(jar(List.of(), fetch()))) {
      Polling.until(() -> part.toFile().length() == begun);
      fetch.kill();
    }
    assertThat(folder.resolve("models/some-model")).doesNotExist();

    server.behave();
    JarRun again = run(jar(List.of(), fetch()));

    assertThat(again.exitCode()).as(again.errors()).isZero();
    assertThat(again.output()).isEmpty();
    assertThat(again.errors()).contains("2.0 MiB of 3.0 MiB are there already");
    assertThat(folder.resolve("models/some-model/" + WEIGHTS)).hasBinaryContent(CONTENT);
    assertThat(server.requestsOf("config.json")).hasSize(1);
    assertThat(server.requestsOf(WEIGHTS).get(1).sent().size()).isEqualTo(CONTENT.length - begun);
    try (var left = Files.list(folder.resolve("models"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("some-model", ".some-model.lock");
    }
  }

  @Test
  void nothingLeavesHttpsAndTheTokenIsNotShown() throws Exception {
    server.onFile(
        WEIGHTS,
        exchange ->
            HubServer.refuse(
                exchange, 302, "Location", server.address().replace("https:", "http:") + "/x"));
    ProcessBuilder fetch = jar(List.of(), fetch());
    fetch.environment().put("HF_TOKEN", "hf_secret");

    assertThat(assertFails(fetch))
        .endsWith(
            "127.0.0.1 redirects to http://127.0.0.1, which is not followed: models are fetched"
                + " over https; give another address with --from")
        .doesNotContain("hf_secret");
    assertThat(server.requestsOf(WEIGHTS).get(0).header("Authorization"))
        .isEqualTo("Bearer hf_secret");
  }

  @Test
  void aServerThatNobodyKnowsIsNotTrusted() throws Exception {
    ProcessBuilder fetch = jar(List.of(), fetch());
    fetch.environment().remove("JAVA_TOOL_OPTIONS");

    assertThat(assertFails(fetch)).startsWith("127.0.0.1 cannot be reached (").hasLineCount(1);
    assertThat(server.requests()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsToldAndWhatIsThereIsKept() throws Exception {
    List<String> ownMounts = List.of("unshare", "--mount", "--map-root-user", "sh", "-c");
    List<String> script = new ArrayList<>(ownMounts);
    script.add("mount -t tmpfs tmpfs /mnt");
    assumeThat(new ProcessBuilder(script).start().waitFor()).as("mounts are allowed").isZero();
    Files.createDirectory(folder.resolve("models"));
    List<String> small = new ArrayList<>(ownMounts);
    small.add(
        "mount -t tmpfs -o size=1m tmpfs models && \"$@\"; code=$?;"
            + " ls -A models models/.some-model.fetching; exit $code");
    small.add("sh");

    JarRun run = run(jar(small, fetch()));

    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors())
        .endsWith(
            "cannot write models/some-model (No space left on device); make room or make it"
                + " writable, then run the same command again: it goes on where this ended");
    assertThat(run.output()).contains("config.json", "model.safetensors.part");
  }

  private String assertFails(ProcessBuilder fetch) throws Exception {
    JarRun run = run(fetch);
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.output()).isEmpty();
    assertThat(folder.resolve("models/some-model")).doesNotExist();
    return run.errors();
  }

  private String[] fetch() {
    return new String[] {"model", "fetch", HubServer.MODEL};
  }

  private static JarRun run(ProcessBuilder fetch) throws Exception {
    try (ChildProgram run = ChildProgram.start(fetch)) {
      return new JarRun(run.exitCode(), run.output().text(), run.errors().text());
    }
  }

  private ProcessBuilder jar(List<String> prefix, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JarRun.FLAGS);
    command.addAll(List.of("-jar", System.getProperty("benchmarks.jar")));
    command.addAll(List.of(arguments));
    ProcessBuilder described = new ProcessBuilder(command).directory(folder.toFile());
    described
        .environment()
        .putAll(
            Map.of(
                "HF_ENDPOINT",
                server.address(),
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore="
                    + keys
                    + " -Djavax.net.ssl.trustStorePassword="
                    + PASSWORD));
    return described;
  }
}

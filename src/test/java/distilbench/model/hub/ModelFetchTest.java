package distilbench.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.AwaitedLines;
import distilbench.console.InvalidInputException;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches over real connections, from a server that does what servers do. */
@Timeout(60)
class ModelFetchTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final String CONFIG = "config.json";

  @TempDir private Path temp;
  private final AwaitedLines log = new AwaitedLines();
  private HubServer server;
  private Path folder;

  /** What the server has of the weights. */
  private final byte[] weights = new byte[100_000];

  @BeforeEach
  void startTheServer() throws IOException {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (i * 31);
    }
    server = HubServer.start().with(WEIGHTS, weights);
    folder = temp.resolve("fetched");
  }

  @AfterEach
  void stopTheServer() {
    server.close();
  }

  @Test
  void fetchesWhatIsNeededAndNothingElse() throws IOException {
    server
        .with("pytorch_model.bin", "the same again")
        .with("onnx/model.onnx", "and again")
        .with("README.md", "words");

    fetch();

    assertThat(files(folder))
        .containsExactlyInAnyOrder(
            CONFIG, "vocab.txt", "tokenizer_config.json", WEIGHTS, "fetched.json");
    assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(folder.resolve("vocab.txt")).hasContent("[PAD]\nfig\n");
    JsonNode facts = new ObjectMapper().readTree(folder.resolve("fetched.json").toFile());
    assertThat(facts.path("model").asText()).isEqualTo(HubServer.MODEL);
    assertThat(facts.path("revision").asText()).isEqualTo("main");
    assertThat(facts.path("commit").asText()).isEqualTo(HubServer.COMMIT);
    assertThat(facts.path("from").asText()).isEqualTo(server.address());
    assertThat(facts.path("files").path(WEIGHTS).path("bytes").asLong()).isEqualTo(100_000);
    assertThat(facts.path("files").path(WEIGHTS).path("sha256").asText())
        .isEqualTo(Sha256.of(weights));
    assertThat(log.text())
        .contains("fetching some-lab/some-model: 1 MiB in ")
        .endsWith(
            folder
                + ": some-lab/some-model at commit "
                + HubServer.COMMIT
                + ", 4 files, 0.1 MiB; measure it with -p model="
                + folder);
  }

  @Test
  void aFolderOfFoldersIsFetchedAsItIs() throws IOException {
    server
        .with("modules.json", "[]")
        .with("1_Pooling/config.json", "{}")
        .with("onnx/model.onnx", "a graph")
        .with("onnx/model.onnx_data", "its weights")
        .with("onnx/tokenizer.json", "{}");

    fetch(true);

    assertThat(files(folder))
        .containsExactlyInAnyOrder(
            CONFIG,
            "vocab.txt",
            "tokenizer_config.json",
            "modules.json",
            "1_Pooling/config.json",
            "onnx/model.onnx",
            "onnx/model.onnx_data",
            "onnx/tokenizer.json",
            "fetched.json");
  }

  @Test
  void whatIsListedInPartsIsListedWhole() throws IOException {
    ArrayNode rest = server.list();
    JsonNode first = rest.remove(1);
    server.on(
        HubServer.TREE,
        exchange -> {
          boolean further = exchange.getRequestURI().getQuery().contains("cursor=b%3D");
          if (!further) {
            // As a mirror gives it: with the address of the hub itself.
            exchange
                .getResponseHeaders()
                .set(
                    "Link",
                    "<https://hub.invalid/api/x?recursive=true&cursor=b%253D>; rel=\"next\"");
          }
          HubServer.json(
              exchange, further ? rest : JsonNodeFactory.instance.arrayNode().add(first));
        });

    fetch();

    assertThat(files(folder)).contains(CONFIG, WEIGHTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {WEIGHTS, CONFIG})
  void aWrongDigestIsRefusedAndForgotten(String file) throws IOException {
    server.onFile(
        file,
        exchange -> {
          byte[] content = file.equals(WEIGHTS) ? weights.clone() : new byte[28];
          content[0] ^= 1;
          server.send(exchange, content);
        });

    assertFails(
        file + " does not come from " + server.address() + " as it is listed there (",
        file.equals(WEIGHTS) ? "SHA-256 " : "git SHA-1 ",
        " instead of ",
        "run the same command again");
    assertThat(folder).doesNotExist();
    assertThat(files(temp)).noneMatch(left -> left.contains(file));

    server.behave();
    fetch();
    assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void otherSizesThanListedAreRefusedBeforeTheyAreStored() throws IOException {
    server.onFile(WEIGHTS, exchange -> server.send(exchange, new byte[200_000]));

    assertFails(
        server.address() + " sends 200000 bytes of model.safetensors, but lists 100000", "--from");

    // Without a length, it is found out on the way.
    server.onFile(
        WEIGHTS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[200_000]);
        });
    assertFails("sends more bytes of model.safetensors, but lists 100000");
    assertThat(folder).doesNotExist();
  }

  @Test
  void afterAShortReadOnlyTheRestIsTransferred() throws IOException {
    server.onFile(WEIGHTS, exchange -> server.begin(exchange, weights, 60_000));

    assertFails("127.0.0.1 broke off after ", " of 100000 bytes of model.safetensors", "goes on");
    assertThat(folder).doesNotExist();
    long begun = Files.size(temp.resolve(".fetched.fetching/model.safetensors.part"));
    assertThat(begun).isBetween(1L, 60_000L);

    server.behave();
    fetch();

    assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(server.requestsOf(CONFIG)).hasSize(1);
    HubServer.Request rest = server.requestsOf(WEIGHTS).get(1);
    assertThat(rest.header("Range")).isEqualTo("bytes=" + begun + "-");
    assertThat(rest.header("If-Range")).isEqualTo("\"" + Sha256.of(weights) + "\"");
    assertThat(rest.sent().size()).isEqualTo(weights.length - begun);
    assertThat(files(folder)).noneMatch(file -> file.matches(".*(part|etag|fetching).*"));
    assertThat(files(temp)).noneMatch(file -> file.contains(".fetching"));
  }

  /** The server has another content by now, or no memory of the part. */
  @ParameterizedTest
  @ValueSource(ints = {200, 416})
  void whatCannotGoOnBeginsAnew(int status) throws IOException {
    begin();
    server.onFile(
        WEIGHTS,
        exchange -> {
          boolean part = exchange.getRequestHeaders().containsKey("Range");
          if (part && status == 416) {
            HubServer.refuse(exchange, 416);
          } else {
            server.begin(exchange, weights, weights.length);
          }
        });

    fetch();

    assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void aPartWithoutAStrongTagBeginsAnew() throws IOException {
    server.onFile(
        WEIGHTS,
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "W/\"weak\"");
          exchange.sendResponseHeaders(200, weights.length);
          exchange.getResponseBody().write(weights, 0, 50_000);
        });
    assertFails("broke off");

    server.behave();
    fetch();

    assertThat(server.requestsOf(WEIGHTS).get(1).header("Range")).isEmpty();
    assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void aPartThatWasDamagedIsFoundOut() throws IOException {
    begin();
    Path part = temp.resolve(".fetched.fetching/model.safetensors.part");
    byte[] damaged = Files.readAllBytes(part);
    damaged[7] ^= 1;
    Files.write(part, damaged);

    assertFails("model.safetensors does not come from", "SHA-256");

    fetch();
    assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void whatBelongsToAnotherCommitIsNotGoneOnWith() throws IOException {
    begin();
    String later = HubServer.COMMIT.replace('0', 'f');
    server.on(
        HubServer.REVISION,
        exchange ->
            HubServer.json(exchange, JsonNodeFactory.instance.objectNode().put("sha", later)));
    server.on(
        HubServer.TREE.replace(HubServer.COMMIT, later),
        exchange -> HubServer.json(exchange, server.list()));

    // It has no files of that one.
    assertFails("has no ", "(404)");

    assertThat(files(temp)).noneMatch(file -> file.endsWith(".part"));
  }

  @Test
  void redirectsAreFollowedAndTheTokenStaysBehind() throws IOException {
    server.on("/cdn/weights", exchange -> server.send(exchange, weights));
    server.onFile(
        WEIGHTS,
        exchange ->
            HubServer.refuse(
                exchange, 302, "Location", server.otherAddress() + "/cdn/weights?signature=x"));
    server.onFile(CONFIG, exchange -> HubServer.refuse(exchange, 307, "Location", "/cdn/config"));
    server.on(
        "/cdn/config",
        exchange ->
            server.send(
                exchange, "{\"model_type\": \"distilbert\"}".getBytes(StandardCharsets.UTF_8)));

    fetch(fetcher(server.address(), "hf_secret", false));

    assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(server.requests())
        .allSatisfy(
            request -> {
              boolean here = request.header("Host").startsWith("127.0.0.1");
              assertThat(request.header("Authorization")).isEqualTo(here ? "Bearer hf_secret" : "");
            });
    assertThat(server.requests())
        .anyMatch(request -> request.header("Host").startsWith("localhost"));
    assertThat(log.text()).doesNotContain("hf_secret", "signature");
    assertThat(folder.resolve("fetched.json")).content().doesNotContain("hf_secret", "signature");
  }

  @Test
  void aRedirectToWhereOthersCanListenIsRefused() {
    server.onFile(
        WEIGHTS,
        exchange ->
            HubServer.refuse(exchange, 302, "Location", "http://hub.invalid/x?signature=secret"));

    assertThat(
            assertFails(
                "127.0.0.1 redirects to http://hub.invalid, which is not followed", "https"))
        .doesNotContain("signature");
  }

  @Test
  void aRedirectToNowhereOrForEverIsRefused() {
    server.on(HubServer.REVISION, exchange -> HubServer.refuse(exchange, 302, "Location", "/r"));
    server.on("/r", exchange -> HubServer.refuse(exchange, 302, "Location", HubServer.REVISION));
    assertFails(server.address() + " redirects more than 5 times");

    server.on(HubServer.REVISION, exchange -> HubServer.refuse(exchange, 302, "Location", "h ttp"));
    assertFails("127.0.0.1 redirects to no address");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aModelThatIsNotThereIsNamed() {
    server.on(HubServer.REVISION, exchange -> HubServer.refuse(exchange, 404));
    assertFails(
        "127.0.0.1 has no model some-lab/some-model at revision main (404); check the name");

    server.on(
        HubServer.REVISION,
        exchange -> HubServer.refuse(exchange, 404, "X-Error-Code", "RevisionNotFound"));
    assertFails(server.address() + " has no revision 'main' of some-lab/some-model");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void whoMayNotReadAModelIsToldWhatToDo() throws IOException {
    String page = server.address() + "/" + HubServer.MODEL;
    server.onFile(CONFIG, exchange -> HubServer.refuse(exchange, 401, "X-Error-Code", "GatedRepo"));
    assertFails(
        "gives some-lab/some-model to nobody unknown (401): check the name",
        "accept its licence at " + page + " and set HF_TOKEN to a token");

    server.onFile(CONFIG, exchange -> HubServer.refuse(exchange, 403, "X-Error-Code", "GatedRepo"));
    assertFails(
        fetcher(server.address(), "hf_secret", false),
        "does not give some-lab/some-model to whom HF_TOKEN belongs (403)",
        "accept the model's licence at " + page);
    assertThat(files(temp)).containsExactly(".fetched.lock");
  }

  @Test
  void aBusyServerIsAskedAgainWhenItWants() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    server.onFile(
        WEIGHTS,
        exchange -> {
          switch (asked.getAndIncrement()) {
            case 0 -> HubServer.refuse(exchange, 429, "Retry-After", "1");
            case 1 -> HubServer.refuse(exchange, 503, "Retry-After", "0");
            default -> server.send(exchange, weights);
          }
        });

    long started = System.nanoTime();
    fetch();

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(asked).hasValue(3);
    assertThat(log.text())
        .contains(
            "127.0.0.1 is busy (429); asking again in 1 s",
            "127.0.0.1 is busy (503); asking again in 0 s");
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    server.on(HubServer.REVISION, exchange -> HubServer.refuse(exchange, 429, "Retry-After", "0"));
    assertFails("127.0.0.1 is busy (429), also the 5th time; later, run the same command again");
    assertThat(server.requests()).hasSize(5);

    server.on(
        HubServer.REVISION, exchange -> HubServer.refuse(exchange, 503, "Retry-After", "301"));
    assertFails("127.0.0.1 is busy (503) for 301 s more; then, run the same command again");
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void aServerThatFallsSilentIsGivenUpAndGoneOnWith() throws IOException {
    server.on(HubServer.REVISION, exchange -> server.fallSilent());
    assertFails(impatient(), "127.0.0.1 has sent nothing for 1 s; run the same command again");

    server.behave();
    server.onFile(
        WEIGHTS,
        exchange -> {
          server.begin(exchange, weights, 60_000);
          server.fallSilent();
        });
    assertFails(impatient(), "127.0.0.1 has sent nothing for 1 s; run the same command again");

    server.behave();
    fetch();
    assertThat(server.requestsOf(WEIGHTS).get(1).header("Range")).isEqualTo("bytes=60000-");
    assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  @Test
  void aServerThatCannotBeReachedIsNamed() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    assertFails(
        fetcher("http://127.0.0.1:" + port, null, false),
        "127.0.0.1 cannot be reached (no connection); connect this machine");
    assertFails(
        fetcher("https://hub.invalid", null, false),
        "hub.invalid cannot be reached (its name has no address)");
    // Where nobody speaks TLS.
    assertFails(
        impatient(server.address().replace("http:", "https:"), Duration.ofMillis(200)),
        "127.0.0.1 cannot be reached (");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void namesThatLeadElsewhereAreNoNamesOfFiles() throws IOException {
    ArrayNode list = server.list();
    for (String name :
        List.of(
            "../model.safetensors",
            "/tmp/model.safetensors",
            "..\\model.safetensors",
            "onnx/../../model.safetensors",
            "model-00001-of-00002/../../x.safetensors",
            "..",
            "")) {
      list.add(((ObjectNode) list.get(1)).deepCopy().put("path", name));
    }
    server.on(HubServer.TREE, exchange -> HubServer.json(exchange, list));

    fetch();

    assertThat(files(temp))
        .containsExactlyInAnyOrder(
            ".fetched.lock",
            "fetched/config.json",
            "fetched/vocab.txt",
            "fetched/tokenizer_config.json",
            "fetched/model.safetensors",
            "fetched/fetched.json");
    assertThat(server.requests())
        .allMatch(request -> request.path().matches("/(api/models/)?some-lab/some-model/[\\w./]+"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "{}",
        "{\"sha\": \"../../x\"}",
        "[{\"type\": \"file\", \"path\": \"config.json\"}]"
      })
  void whatIsNoHubIsNamed(String answer) {
    byte[] text = answer.getBytes(StandardCharsets.UTF_8);
    String path = answer.startsWith("[") ? HubServer.TREE : HubServer.REVISION;
    server.on(path, exchange -> server.send(exchange, text));

    assertFails(server.address() + " is no hub of models: ", "--from or HF_ENDPOINT");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aModelThatIsThereIsNotFetchedAgain() throws IOException {
    fetch();
    int asked = server.requests().size();

    fetch();

    assertThat(log.text()).endsWith(" at commit " + HubServer.COMMIT + " already");
    assertThat(server.requests()).hasSize(asked + 1 + 1);

    HubModel pinned = HubModel.of(HubServer.MODEL, HubServer.COMMIT);
    new ModelFetch(hub(server.address(), pinned, null, TransferLimits.USUAL), false, log.asStream())
        .fetch(folder);
    assertThat(server.requests()).as("a commit never changes").hasSize(asked + 2);
  }

  @Test
  void whatElseLiesInTheFolderStays() throws IOException {
    fetch();
    assertFails(
        fetcher(server.address(), null, true), " has no model.onnx or onnx/model.onnx, but");

    server.with("model.onnx", "a graph");
    assertFails(
        fetcher(server.address(), null, true),
        folder + " holds some-lab/some-model without its ONNX graph; name another folder");

    Files.writeString(folder.resolve("vocab.txt"), "mine");
    assertFails(folder + " is no longer as it was fetched: vocab.txt differs; name another folder");
    assertThat(folder.resolve("vocab.txt")).hasContent("mine");

    server.on(
        HubServer.REVISION,
        exchange ->
            HubServer.json(
                exchange, JsonNodeFactory.instance.objectNode().put("sha", "f".repeat(40))));
    server.on(
        HubServer.TREE.replace(HubServer.COMMIT, "f".repeat(40)),
        exchange -> HubServer.json(exchange, server.list()));
    assertFails(
        folder + " holds some-lab/some-model at commit " + HubServer.COMMIT,
        ", not some-lab/some-model at commit " + "f".repeat(40));

    folder = Files.createDirectory(temp.resolve("other"));
    Path mine = Files.writeString(folder.resolve("mine"), "");
    assertFails(folder + " exists already; name another folder with --into");
    folder = mine;
    assertFails(mine + " exists already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", ".", "..", "", "a/.."})
  void aFolderIsWrittenByItsName(String path) {
    folder = Path.of(path);

    assertFails("cannot fetch into " + path + ": the folder is replaced; write its name");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    Files.createDirectory(folder);

    fetch();

    assertThat(folder.resolve(WEIGHTS)).exists();
  }

  /** Interrupts a fetch within the weights. */
  private void begin() {
    server.onFile(WEIGHTS, exchange -> server.begin(exchange, weights, 60_000));
    assertFails("broke off");
    server.behave();
  }

  private void fetch() {
    fetch(false);
  }

  private void fetch(boolean onnx) {
    fetch(fetcher(server.address(), null, onnx));
  }

  private void fetch(ModelFetch fetcher) {
    fetcher.fetch(folder);
  }

  private String assertFails(String... parts) {
    return assertFails(fetcher(server.address(), null, false), parts);
  }

  private String assertFails(ModelFetch fetcher, String... parts) {
    String[] message = new String[1];
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> fetch(fetcher))
        .satisfies(
            failure -> {
              message[0] = failure.getMessage();
              assertThat(message[0]).contains(parts).hasLineCount(1).doesNotContain("hf_secret");
            });
    return message[0];
  }

  private ModelFetch fetcher(String address, String token, boolean onnx) {
    HubModel model = HubModel.of(HubServer.MODEL, null);
    return new ModelFetch(hub(address, model, token, TransferLimits.USUAL), onnx, log.asStream());
  }

  private ModelFetch impatient() {
    return impatient(server.address(), TransferLimits.USUAL.connection());
  }

  private ModelFetch impatient(String address, Duration connection) {
    Duration second = Duration.ofSeconds(1);
    HubModel model = HubModel.of(HubServer.MODEL, null);
    return new ModelFetch(
        hub(address, model, null, new TransferLimits(connection, second, second)),
        false,
        log.asStream());
  }

  private Hub hub(String address, HubModel model, String token, TransferLimits limits) {
    return new Hub(HubEndpoint.of(address), model, HubToken.of(token), limits, log.asStream());
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }
}

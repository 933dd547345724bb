package distilbench.model.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import distilbench.storage.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A hub on the loopback that has one model, {@value #MODEL}. It answers as the real one does, but
 * where a test tells it to answer otherwise.
 */
public final class HubServer implements AutoCloseable {
  public static final String MODEL = "some-lab/some-model";

  /** What its branch main means. */
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  static final String REVISION = "/api/models/" + MODEL + "/revision/main";
  static final String TREE = "/api/models/" + MODEL + "/tree/" + COMMIT;
  private static final String FILES = "/" + MODEL + "/resolve/" + COMMIT + "/";

  private static final String LOOPBACK = "127.0.0.1";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /**
   * What somebody asked for.
   *
   * @param sent bytes of a file that were sent for it
   */
  public record Request(String path, String query, Headers headers, ByteArrayOutputStream sent) {
    /** A header; empty if it was not sent. */
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }
  }

  /** How to answer. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private HubServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** One with the files of a small classifier, of which the weights are large to git. */
  public static HubServer start() throws IOException {
    return with(HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0));
  }

  /** The same over https. */
  public static HubServer start(SSLContext identity) throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return with(server);
  }

  private static HubServer with(HttpServer server) {
    return new HubServer(server)
        .with("config.json", "{\"model_type\": \"distilbert\"}")
        .with("vocab.txt", "[PAD]\nfig\n")
        .with("tokenizer_config.json", "{}")
        .with("model.safetensors", "the weights");
  }

  /** The same with another file. */
  public HubServer with(String path, String content) {
    return with(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with another file. */
  public HubServer with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** Without a file that it had. */
  HubServer without(String path) {
    files.remove(path);
    return this;
  }

  /** Has it answer otherwise. */
  public void on(String path, Answer answer) {
    answers.put(path, answer);
  }

  /** Has it answer as it did at first. */
  public void behave() {
    answers.clear();
  }

  /** Has it answer otherwise for a file. */
  public void onFile(String file, Answer answer) {
    on(FILES + file, answer);
  }

  public String address() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort();
  }

  /** The same server under the name of another host. */
  String otherAddress() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  public List<Request> requests() {
    return requests;
  }

  /** What was asked of a file, in order. */
  public List<Request> requestsOf(String file) {
    return requests.stream().filter(request -> request.path().equals(FILES + file)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(
        new Request(
            path,
            exchange.getRequestURI().getQuery(),
            exchange.getRequestHeaders(),
            new ByteArrayOutputStream()));
    try (exchange) {
      Answer otherwise = answers.get(path);
      if (otherwise != null) {
        otherwise.to(exchange);
      } else if (path.equals(REVISION) || path.equals(REVISION.replace("main", COMMIT))) {
        json(exchange, JsonNodeFactory.instance.objectNode().put("sha", COMMIT));
      } else if (path.equals(TREE)) {
        json(exchange, list());
      } else if (path.startsWith(FILES) && files.containsKey(path.substring(FILES.length()))) {
        send(exchange, files.get(path.substring(FILES.length())));
      } else {
        refuse(exchange, 404);
      }
    }
  }

  /** What the hub lists. */
  ArrayNode list() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    list.addObject().put("type", "directory").put("path", "onnx").put("size", 0);
    files.forEach(
        (path, content) -> {
          ObjectNode entry = list.addObject().put("type", "file").put("path", path);
          entry.put("oid", gitSha1(content)).put("size", content.length);
          if (path.endsWith(".safetensors") || path.contains(".onnx")) {
            // As of a pointer file.
            entry.put("oid", gitSha1(new byte[0]));
            entry.putObject("lfs").put("oid", Sha256.of(content)).put("size", content.length);
          }
        });
    return list;
  }

  private static String gitSha1(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Answers with JSON. */
  static void json(HttpExchange exchange, JsonNode json) throws IOException {
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, text.length);
    exchange.getResponseBody().write(text);
  }

  /** Answers with a file, or the rest of it if that is what was asked for. */
  public void send(HttpExchange exchange, byte[] content) throws IOException {
    String tag = "\"" + Sha256.of(content) + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null || !tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      write(exchange, content);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("\\D", ""));
    exchange
        .getResponseHeaders()
        .set(
            "Content-Range",
            String.format("bytes %d-%d/%d", from, content.length - 1, content.length));
    exchange.sendResponseHeaders(206, content.length - from);
    write(exchange, Arrays.copyOfRange(content, from, content.length));
  }

  /** Answers with the beginning of a file, and says that it is the whole. */
  public void begin(HttpExchange exchange, byte[] content, int bytes) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"" + Sha256.of(content) + "\"");
    exchange.sendResponseHeaders(200, content.length);
    write(exchange, Arrays.copyOf(content, bytes));
    exchange.getResponseBody().flush();
  }

  private void write(HttpExchange exchange, byte[] bytes) throws IOException {
    requests.get(requests.size() - 1).sent().writeBytes(bytes);
    exchange.getResponseBody().write(bytes);
  }

  /** Says nothing more as long as the server lives. */
  public void fallSilent() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers with a number and headers alone. */
  public static void refuse(HttpExchange exchange, int status, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
    exchange.sendResponseHeaders(status, -1);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

package distilbench.model.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * A server, asked about one model. Redirects are followed by hand, so that nothing is ever sent
 * where others can listen, and the token to this server alone. A server that is busy is asked
 * again. Whatever it does not do ends in an {@link InvalidInputException}.
 */
final class Hub {
  static final int OK = 200;
  static final int PARTIAL = 206;
  static final int NO_SUCH_RANGE = 416;

  private static final Set<Integer> ANSWERS = Set.of(OK, PARTIAL, NO_SUCH_RANGE);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> BUSY = Set.of(429, 503);
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_TRIES = 5;

  /** Thousand times as long as what a model's files make. */
  private static final int LONGEST_LIST = 32 << 20;

  private static final String GOES_ON = "run the same command again: it goes on where this ended";

  private final HubEndpoint endpoint;
  private final HubModel model;
  private final Optional<HubToken> token;
  private final TransferLimits limits;
  private final PrintStream log;
  private final HttpClient client;

  /**
   * Asks nothing yet.
   *
   * @param log gets a line whenever the server wants to be left alone for a while
   */
  Hub(
      HubEndpoint endpoint,
      HubModel model,
      Optional<HubToken> token,
      TransferLimits limits,
      PrintStream log) {
    this.endpoint = endpoint;
    this.model = model;
    this.token = token;
    this.limits = limits;
    this.log = log;
    // The version whose ranges every mirror and proxy knows.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connection())
            .build();
  }

  HubEndpoint endpoint() {
    return endpoint;
  }

  HubModel model() {
    return model;
  }

  /**
   * Asks for something.
   *
   * @param path on the server, escaped
   * @param headers besides the usual ones
   * @return {@link #OK}, {@link #PARTIAL} or {@link #NO_SUCH_RANGE}; whoever asked closes its body
   */
  HttpResponse<TimedBody> get(String path, Map<String, String> headers) {
    for (int tried = 1; ; tried++) {
      HttpResponse<TimedBody> response = follow(endpoint.resolve(path), headers);
      if (ANSWERS.contains(response.statusCode())) {
        return response;
      }
      response.body().close();
      if (!BUSY.contains(response.statusCode())) {
        throw new HubRefusal(endpoint, model, token.isPresent()).of(response);
      }
      pause(response, tried);
    }
  }

  private HttpResponse<TimedBody> follow(URI first, Map<String, String> headers) {
    URI address = first;
    for (int followed = 0; followed <= MOST_REDIRECTS; followed++) {
      HttpResponse<TimedBody> response = send(address, headers);
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      response.body().close();
      address = target(response);
    }
    throw new InvalidInputException(
        String.format(
            "%s redirects more than %d times; give another address with --from",
            endpoint, MOST_REDIRECTS));
  }

  /** Only the host is told: the rest of such an address may be a secret in itself. */
  private static URI target(HttpResponse<?> response) {
    String host = response.uri().getHost();
    try {
      URI target =
          response.uri().resolve(URI.create(response.headers().firstValue("Location").orElse(":")));
      if (HubEndpoint.mayLead(response.uri(), target)) {
        return target;
      }
      throw new InvalidInputException(
          String.format(
              "%s redirects to %s://%s, which is not followed: models are fetched over https; give"
                  + " another address with --from",
              host, target.getScheme(), target.getHost()));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          host + " redirects to no address; give another one with --from", e);
    }
  }

  private HttpResponse<TimedBody> send(URI address, Map<String, String> headers) {
    // No limit of the request's own: from JDK 26 on it would be one for the whole body.
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    if (endpoint.isOf(address)) {
      token.ifPresent(secret -> request.header("Authorization", secret.authorization()));
    }
    CompletableFuture<HttpResponse<TimedBody>> answer =
        client.sendAsync(request.build(), head -> new TimedBody());
    try {
      return answer.get(limits.silence().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw silent(address.getHost(), e);
    } catch (ExecutionException e) {
      throw unreachable(address.getHost(), e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static InvalidInputException unreachable(String host, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = failure.getMessage();
    if (root instanceof UnresolvedAddressException) {
      why = "its name has no address";
    } else if (failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException) {
      why = "no connection";
    } else if (!(failure instanceof SSLException)) {
      return new InvalidInputException(
          String.format("%s broke off before it answered (%s); %s", host, why, GOES_ON), failure);
    }
    return new InvalidInputException(
        String.format(
            "%s cannot be reached (%s); connect this machine, behind a proxy with java"
                + " -Dhttps.proxyHost=, or copy the model's folder here",
            host, why),
        failure);
  }

  private InvalidInputException silent(String host, Exception cause) {
    return new InvalidInputException(
        String.format(
            "%s has sent nothing for %d s; %s", host, limits.silence().toSeconds(), GOES_ON),
        cause);
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while a model was fetched", cause);
  }

  private void pause(HttpResponse<?> response, int tried) {
    Duration usual = Duration.ofSeconds(1L << tried);
    Duration asked =
        response
            .headers()
            .firstValue("Retry-After")
            .map(value -> RetryAfter.parse(value, Instant.now(), usual))
            .orElse(usual);
    String busy = String.format("%s is busy (%d)", response.uri().getHost(), response.statusCode());
    if (tried == MOST_TRIES) {
      throw new InvalidInputException(
          String.format("%s, also the %dth time; later, %s", busy, tried, GOES_ON));
    } else if (asked.compareTo(limits.pause()) > 0) {
      throw new InvalidInputException(
          String.format("%s for %d s more; then, %s", busy, asked.toSeconds(), GOES_ON));
    }
    log.printf("%s; asking again in %d s%n", busy, asked.toSeconds());
    try {
      TimeUnit.MILLISECONDS.sleep(asked.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits for the next piece of an answer.
   *
   * @param sofar what has come of it and what should, in words
   * @return nothing at its end
   */
  List<ByteBuffer> next(HttpResponse<TimedBody> response, String sofar) {
    try {
      return response.body().next(limits.silence());
    } catch (HttpTimeoutException e) {
      throw silent(response.uri().getHost(), e);
    } catch (IOException e) {
      throw brokenOff(response, sofar);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static InvalidInputException brokenOff(HttpResponse<?> response, String sofar) {
    return new InvalidInputException(
        String.format("%s broke off after %s; %s", response.uri().getHost(), sofar, GOES_ON));
  }

  /** Asks for a list. */
  Page page(String path) {
    HttpResponse<TimedBody> response = get(path, Map.of());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (TimedBody body = response.body()) {
      List<ByteBuffer> pieces = next(response, "a part of its list");
      while (!pieces.isEmpty()) {
        for (ByteBuffer piece : pieces) {
          byte[] bytes = new byte[piece.remaining()];
          piece.get(bytes);
          text.writeBytes(bytes);
        }
        if (text.size() > LONGEST_LIST) {
          throw noHub("its list of files never ends");
        }
        pieces = next(response, "a part of its list");
      }
      return new Page(
          new ObjectMapper().readTree(text.toByteArray()), response.headers().allValues("Link"));
    } catch (IOException e) {
      throw noHub("its answer is no JSON");
    }
  }

  /**
   * A part of a list.
   *
   * @param json its content
   * @param links the header that says where the next part is
   */
  record Page(JsonNode json, List<String> links) {}

  InvalidInputException noHub(String why) {
    return new InvalidInputException(
        String.format(
            "%s is no hub of models: %s; mend --from or %s", endpoint, why, HubEndpoint.VARIABLE));
  }
}

package distilbench.model.hub;

import distilbench.console.InvalidInputException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where models are fetched from: a hub, or a mirror of it. What is fetched travels over https;
 * plain http is for servers on this machine alone.
 *
 * @param base its address, without a slash at the end
 */
public record HubEndpoint(URI base) {
  /** The environment variable with the address, as the hub's own client has it. */
  public static final String VARIABLE = "HF_ENDPOINT";

  /** The address without any. */
  public static final String DEFAULT = "https://huggingface.co";

  private static final String SECURE = "https";
  private static final int SECURE_PORT = 443;
  private static final int PLAIN_PORT = 80;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\]");

  /**
   * Understands an address.
   *
   * @throws InvalidInputException if nothing may be fetched from there
   */
  public static HubEndpoint of(String address) {
    try {
      URI base = URI.create(address.replaceFirst("/+$", ""));
      boolean plain =
          base.getRawUserInfo() == null
              && base.getRawQuery() == null
              && base.getRawFragment() == null;
      if (plain && isSafe(base)) {
        return new HubEndpoint(base);
      }
    } catch (IllegalArgumentException e) {
      // Told below, with the others.
    }
    // Not quoted: it may hold a password.
    throw new InvalidInputException(
        "models are fetched over https, from an address such as "
            + DEFAULT
            + " without user, question mark or number sign, and over http from this machine alone;"
            + " mend --from or "
            + VARIABLE);
  }

  private static boolean isSafe(URI address) {
    return address.getHost() != null && (isSecure(address) || isHere(address));
  }

  private static boolean isSecure(URI address) {
    return SECURE.equalsIgnoreCase(address.getScheme());
  }

  private static boolean isHere(URI address) {
    return "http".equalsIgnoreCase(address.getScheme())
        && LOOPBACK.matcher(address.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether an answer from one address may lead to another one. */
  static boolean mayLead(URI from, URI to) {
    return isSafe(to) && (isSecure(to) || !isSecure(from));
  }

  /** Whether an address is of this very server, which may see what is secret. */
  boolean isOf(URI address) {
    return base.getScheme().equalsIgnoreCase(address.getScheme())
        && base.getHost().equalsIgnoreCase(address.getHost())
        && port(base) == port(address);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return isSecure(address) ? SECURE_PORT : PLAIN_PORT;
  }

  /** The address of something on this server; what is not plain in the path must be escaped. */
  URI resolve(String path) {
    return URI.create(base + path);
  }

  /** The page on which people read about a model, and accept its licence. */
  String page(HubModel model) {
    return base + "/" + model.id();
  }

  @Override
  public String toString() {
    return base.toString();
  }
}

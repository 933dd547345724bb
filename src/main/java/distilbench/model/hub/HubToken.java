package distilbench.model.hub;

import distilbench.console.InvalidInputException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What proves to a hub who asks. It comes from the environment alone, and is never printed. */
public final class HubToken {
  /** The environment variable that holds it, as the hub's own client has it. */
  public static final String VARIABLE = "HF_TOKEN";

  /** The letters of RFC 6750, section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final String text;

  private HubToken(String text) {
    this.text = text;
  }

  /**
   * Takes the variable's value.
   *
   * @param value null or blank if there is none
   * @throws InvalidInputException if it can be no token
   */
  public static Optional<HubToken> of(String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    String text = value.strip();
    if (!TOKEN.matcher(text).matches()) {
      throw new InvalidInputException(
          VARIABLE + " holds letters that no token has; set it to the token alone, or unset it");
    }
    return Optional.of(new HubToken(text));
  }

  /** The value of the header Authorization. */
  String authorization() {
    return "Bearer " + text;
  }

  @Override
  public String toString() {
    return "(a token)";
  }
}

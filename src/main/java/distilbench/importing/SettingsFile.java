package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings by name, as a JSON file has them; null means that nothing is said.
 *
 * @param file where they are, for errors
 */
record SettingsFile(Path file, ObjectNode json) {

  /** Whether it says anything. */
  boolean isThere() {
    return !json.isEmpty();
  }

  /** True or false. */
  Optional<Boolean> flag(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw wrong(name, "true or false");
    }
    return value.map(JsonNode::asBoolean);
  }

  /**
   * A text.
   *
   * @param wanted what it should be, in words
   */
  Optional<String> text(String name, String wanted) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isTextual()) {
      throw wrong(name, wanted);
    }
    return value.map(JsonNode::asText);
  }

  /** A length in tokens, or another one if that is less; those of 1e30 mean that there is none. */
  int leastLength(String name, int other) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return other;
    }
    // Not that of a text: NaN.
    double length = value.get().isNumber() ? value.get().asDouble() : Double.NaN;
    if (!(length >= 1)) {
      throw wrong(name, "a number of tokens");
    }
    return (int) Math.min(length, other);
  }

  /** Something of any kind. */
  Optional<JsonNode> value(String name) {
    return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
  }

  /** Refuses a setting. */
  InvalidInputException wrong(String name, String wanted) {
    return new InvalidInputException(
        String.format(
            "%s says \"%s\": %.60s, which should be %s; mend that",
            file, name, TerminalText.oneLine(json.get(name).toString()), wanted));
  }
}

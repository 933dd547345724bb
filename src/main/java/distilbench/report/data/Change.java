package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import distilbench.console.TerminalText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** In words, how something differs between two files. */
public final class Change {
  /** Of a digest the first ten digits are told. */
  private static final Pattern DIGEST = Pattern.compile("\\b([0-9a-f]{10})[0-9a-f]{30,}\\b");

  /** Means of the same number differ in their last bits. */
  private static final double LAST_BITS = 1e-9;

  private Change() {}

  /**
   * How two values of files differ.
   *
   * @param name what they are values of
   * @return nothing if they do not differ, or one of them is not known
   */
  public static Optional<String> of(String name, JsonNode before, JsonNode after) {
    if (!isKnown(before) || !isKnown(after) || isSame(before, after)) {
      return Optional.empty();
    } else if (before.isObject() && after.isObject()) {
      return ofLists(name, assignments(before), assignments(after));
    } else if (before.isArray() && after.isArray()) {
      return ofLists(name, elements(before), elements(after));
    }
    return Optional.of(name + " " + brief(before) + " -> " + brief(after));
  }

  /**
   * How two facts differ, of which null is one: there is no such thing, or it could not be read.
   *
   * @return nothing if they do not differ, or a file does not mention one of them
   */
  static Optional<String> ofFacts(String name, JsonNode before, JsonNode after) {
    if (before.isNull() == after.isNull()) {
      return of(name, before, after);
    } else if (before.isMissingNode() || after.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(name + " " + orNone(before) + " -> " + orNone(after));
  }

  private static String orNone(JsonNode value) {
    return value.isNull() ? "none" : brief(value);
  }

  /** The same of texts; null is not known. */
  public static Optional<String> of(String name, String before, String after) {
    return of(name, (JsonNode) TextNode.valueOf(before), TextNode.valueOf(after));
  }

  /** The same of figures; NaN is not known. */
  public static Optional<String> of(String name, double before, double after) {
    return of(name, figure(before), figure(after));
  }

  private static JsonNode figure(double value) {
    return Double.isNaN(value) ? MissingNode.getInstance() : DoubleNode.valueOf(value);
  }

  private static Optional<String> ofLists(
      String name, List<JsonNode> before, List<JsonNode> after) {
    String gone = without(before, after);
    String come = without(after, before);
    if (gone.isEmpty() && come.isEmpty()) {
      return Optional.of(name + " in another order");
    }
    return Optional.of(name + " " + orNothing(gone) + " -> " + orNothing(come));
  }

  private static String without(List<JsonNode> values, List<JsonNode> others) {
    return values.stream()
        .filter(value -> others.stream().noneMatch(other -> isSame(value, other)))
        .map(Change::brief)
        .collect(Collectors.joining(" "));
  }

  private static String orNothing(String values) {
    return values.isEmpty() ? "(nothing)" : values;
  }

  private static boolean isKnown(JsonNode value) {
    return value != null && !value.isMissingNode() && !value.isNull();
  }

  private static boolean isSame(JsonNode before, JsonNode after) {
    if (!before.isNumber() || !after.isNumber()) {
      return before.equals(after);
    }
    double one = before.doubleValue();
    double other = after.doubleValue();
    boolean whole = !before.isFloatingPointNumber() || !after.isFloatingPointNumber();
    double most = Math.max(Math.abs(one), Math.abs(other));
    return one == other || !whole && Math.abs(one - other) <= LAST_BITS * most;
  }

  private static List<JsonNode> assignments(JsonNode object) {
    List<JsonNode> assignments = new ArrayList<>();
    object
        .fields()
        .forEachRemaining(
            field ->
                assignments.add(TextNode.valueOf(field.getKey() + "=" + text(field.getValue()))));
    return assignments;
  }

  private static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  /** A value in a sentence. */
  public static String brief(JsonNode value) {
    if (value.isObject()) {
      return elements(value).stream().map(Change::brief).collect(Collectors.joining("/"));
    }
    return DIGEST.matcher(TerminalText.oneLine(text(value))).replaceAll("$1");
  }

  private static String text(JsonNode value) {
    if (!value.isFloatingPointNumber()) {
      return value.isContainerNode() ? value.toString() : value.asText();
    }
    String plain = new BigDecimal(Double.toString(value.doubleValue())).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}

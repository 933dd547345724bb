package distilbench.report.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.RowNames;
import java.io.UncheckedIOException;

/** The parts that many objects of a schema have. */
public final class Json {
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  /** A whole text in ASCII alone, which every terminal and every encoding has. */
  public static String written(JsonNode json) {
    DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
    lines.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      String text = ASCII.writer(lines).writeValueAsString(json);
      return text.replace("\u007f", "\\u007f") + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree can be written", e);
    }
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** A number; null if it is not finite. */
  public static void put(ObjectNode node, String name, double number) {
    if (Double.isFinite(number)) {
      node.put(name, number);
    } else {
      node.putNull(name);
    }
  }

  /** A text; null if it is empty. */
  static void put(ObjectNode node, String name, String text) {
    if (text.isEmpty()) {
      node.putNull(name);
    } else {
      node.put(name, text);
    }
  }

  public static ArrayNode numbers(double... numbers) {
    ArrayNode array = array();
    for (double number : numbers) {
      if (Double.isFinite(number)) {
        array.add(number);
      } else {
        array.addNull();
      }
    }
    return array;
  }

  /** A figure with its interval and forks, written as tables write it. */
  static ObjectNode figure(NumberFormat digits, Estimate figure, double... forks) {
    ObjectNode node = estimate(figure);
    node.put("text", digits.show(figure));
    node.put("short", digits.show(figure.value()));
    node.set("forks", numbers(forks));
    return node;
  }

  /** A figure with its interval. */
  public static ObjectNode estimate(Estimate figure) {
    ObjectNode node = object();
    put(node, "value", figure.value());
    put(node, "low", figure.low());
    put(node, "high", figure.high());
    return node;
  }

  static ObjectNode name(RowNames.Name name) {
    return object().put("head", name.head()).put("rest", name.rest());
  }
}

package distilbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.RowNames;

/** The parts that many objects of the schema have. */
final class Json {
  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** A number; null if it is not finite. */
  static void put(ObjectNode node, String name, double number) {
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

  static ArrayNode numbers(double... numbers) {
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

  static ObjectNode estimate(Estimate figure) {
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

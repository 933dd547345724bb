package distilbench.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Map;

/**
 * Turns records of facts into JSON. A fact that is not known is null, and a field {@code whyNull}
 * of the same object says why, by the name of the fact. So an object taken out of the file alone
 * still explains itself, and no path must be kept right while lists grow.
 */
public final class FactsJson {
  private static final String WHY_NULL = "whyNull";

  /** Enough for cores, shares and MHz; more digits are noise. */
  private static final int DECIMALS = 4;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private FactsJson() {}

  /**
   * An object with the record's components by name.
   *
   * @param facts made of records, collections, maps, {@link Fact}s, numbers, booleans, and what is
   *     written as text; a number that is not finite counts as not known
   */
  public static ObjectNode of(Record facts) {
    ObjectNode object = NODES.objectNode();
    ObjectNode reasons = NODES.objectNode();
    for (RecordComponent component : facts.getClass().getRecordComponents()) {
      Object value = value(facts, component);
      if (value instanceof Fact<?> reading) {
        if (!reading.isKnown()) {
          reasons.put(component.getName(), reading.whyNull());
        }
        value = reading.value();
      }
      if (value instanceof Double number && !Double.isFinite(number)) {
        reasons.put(component.getName(), "it could not be measured");
        value = null;
      }
      object.set(component.getName(), node(value));
    }
    if (!reasons.isEmpty()) {
      object.set(WHY_NULL, reasons);
    }
    return object;
  }

  private static Object value(Record facts, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(facts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's components can be read", e);
    }
  }

  private static JsonNode node(Object value) {
    if (value == null) {
      return NODES.nullNode();
    } else if (value instanceof JsonNode node) {
      return node;
    } else if (value instanceof Record record) {
      return of(record);
    } else if (value instanceof Collection<?> elements) {
      ArrayNode array = NODES.arrayNode();
      elements.forEach(element -> array.add(node(element)));
      return array;
    } else if (value instanceof Map<?, ?> entries) {
      ObjectNode object = NODES.objectNode();
      entries.forEach((name, element) -> object.set(name.toString(), node(element)));
      return object;
    } else if (value instanceof Boolean bool) {
      return NODES.booleanNode(bool);
    } else if (value instanceof Double number) {
      return rounded(number);
    } else if (value instanceof Number number) {
      return NODES.numberNode(number.longValue());
    }
    return NODES.textNode(value.toString());
  }

  private static JsonNode rounded(double number) {
    BigDecimal shorter =
        BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    // Without this, 1000 would read 1E+3.
    return NODES.numberNode(shorter.scale() < 0 ? shorter.setScale(0) : shorter);
  }
}

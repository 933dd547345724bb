package distilbench.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON objects as records whose components have the names of their fields, as Jackson's data
 * binding does. For processes whose memory is measured: data binding loads 500 classes, of which
 * each process holds several MiB; this loads 20.
 *
 * <p>Components may be text, {@code int}, {@code long}, {@code Long}, {@code double}, {@code
 * boolean}, enums, records, lists of these, and maps to these from text or from enums. A component
 * without a field is null, 0 or false; a field without a component is an error.
 */
public final class JsonRecords {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;

  private JsonRecords(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a file that holds one object; null if it holds the word {@code null}.
   *
   * @throws JsonProcessingException if it is not JSON, or does not fit the record
   */
  public static <T extends Record> T read(Path file, Class<T> type) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile());
        JsonParser parser = JSON.createParser(in)) {
      parser.nextToken();
      return type.cast(new JsonRecords(parser).value(type));
    }
  }

  /** The value that begins at the present token; null if that is the word {@code null}. */
  private Object value(Type type) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return type instanceof Class<?> plain ? nothing(plain) : null;
    } else if (type instanceof ParameterizedType generic) {
      Type[] parts = generic.getActualTypeArguments();
      return generic.getRawType() == List.class ? list(parts[0]) : map(parts[0], parts[1]);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return record(plain);
    } else if (plain == String.class) {
      return text();
    } else if (plain.isEnum()) {
      return constant(plain, text());
    } else if (plain == boolean.class) {
      return parser.getBooleanValue();
    } else if (plain == int.class) {
      return parser.getIntValue();
    } else if (plain == double.class) {
      // JSON has no word for what is no number.
      return parser.hasToken(JsonToken.VALUE_STRING)
          ? notFinite(parser.getText())
          : parser.getDoubleValue();
    } else if (plain == long.class || plain == Long.class) {
      return parser.getLongValue();
    }
    throw new IllegalArgumentException(type + " is no type that is read from JSON");
  }

  /** What stands for a value that is not there. */
  private static Object nothing(Class<?> type) {
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
  }

  private String text() throws IOException {
    expect(JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private double notFinite(String text) throws IOException {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new JsonParseException(parser, text + " is not a number");
    };
  }

  private Object constant(Class<?> type, String name) throws IOException {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(() -> new JsonParseException(parser, "there is no " + name));
  }

  private List<Object> list(Type element) throws IOException {
    expect(JsonToken.START_ARRAY);
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(element));
    }
    return list;
  }

  private Map<Object, Object> map(Type key, Type element) throws IOException {
    expect(JsonToken.START_OBJECT);
    Map<Object, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(key == String.class ? name : constant((Class<?>) key, name), value(element));
    }
    return map;
  }

  private Object record(Class<?> type) throws IOException {
    RecordComponent[] components = type.getRecordComponents();
    Map<String, Object> values = new LinkedHashMap<>();
    expect(JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      RecordComponent component =
          Arrays.stream(components)
              .filter(known -> known.getName().equals(name))
              .findFirst()
              .orElseThrow(() -> new JsonParseException(parser, "unknown field " + name));
      parser.nextToken();
      values.put(name, value(component.getGenericType()));
    }
    Object[] arguments =
        Arrays.stream(components)
            .map(
                component -> values.getOrDefault(component.getName(), nothing(component.getType())))
            .toArray();
    return make(type, components, arguments);
  }

  private Object make(Class<?> type, RecordComponent[] components, Object[] arguments)
      throws IOException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      // Most likely the record refuses its values.
      throw new JsonParseException(parser, "no " + type.getSimpleName() + " is like that", e);
    }
  }

  private void expect(JsonToken token) throws IOException {
    if (!parser.hasToken(token)) {
      throw new JsonParseException(
          parser, parser.currentToken() + " where " + token + " was expected");
    }
  }
}

package distilbench.worker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The worker's side of the protocol: reads a {@link Message.Request}, writes what the parent reads
 * as {@link Message.FromWorker}. Token by token, since the classes of Jackson's data binding would
 * cost every worker several MiB. Safe for use by threads.
 */
final class WorkerMessages {
  private final JsonFactory json = new JsonFactory();

  /** Reads a line. */
  Message.Request read(String line) throws IOException {
    try (JsonParser parser = json.createParser(line)) {
      Long id = null;
      List<String> texts = null;
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "id" -> id = parser.getLongValue();
          case "texts" -> texts = texts(parser);
          default -> throw new JsonParseException(parser, "unknown field " + name);
        }
      }
      if (id == null || texts == null) {
        throw new JsonParseException(parser, "a request has an id and texts");
      }
      return new Message.Request(id, texts);
    }
  }

  private static List<String> texts(JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
      texts.add(parser.getText());
    }
    return texts;
  }

  private static void expect(JsonParser parser, JsonToken found, JsonToken expected)
      throws IOException {
    if (found != expected) {
      throw new JsonParseException(parser, found + " where " + expected + " was expected");
    }
  }

  /**
   * The first line: what the worker says about itself.
   *
   * @param facts texts, numbers, lists of texts, and maps from texts to texts, by name
   */
  byte[] ready(Map<String, Object> facts) throws IOException {
    return line(
        out -> {
          out.writeObjectFieldStart("ready");
          for (Map.Entry<String, Object> fact : facts.entrySet()) {
            out.writeFieldName(fact.getKey());
            write(fact.getValue(), out);
          }
          out.writeEndObject();
        });
  }

  private static void write(Object fact, JsonGenerator out) throws IOException {
    if (fact instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(element, out);
      }
      out.writeEndArray();
    } else if (fact instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName((String) entry.getKey());
        write(entry.getValue(), out);
      }
      out.writeEndObject();
    } else {
      out.writeObject(fact);
    }
  }

  /**
   * A reply.
   *
   * @param logits [texts][width]
   */
  byte[] answer(long id, float[][] logits) throws IOException {
    return line(
        out -> {
          out.writeNumberField("id", id);
          out.writeArrayFieldStart("logits");
          for (float[] text : logits) {
            out.writeStartArray();
            for (float logit : text) {
              out.writeNumber(logit);
            }
            out.writeEndArray();
          }
          out.writeEndArray();
        });
  }

  /** A reply that says why there are no logits. */
  byte[] error(long id, String error) throws IOException {
    return line(
        out -> {
          out.writeNumberField("id", id);
          out.writeStringField("error", error);
        });
  }

  /** An object with these fields, and the end of its line. Half a surrogate pair becomes "?". */
  private byte[] line(Fields fields) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    }
    line.write('\n');
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the fields of an object. */
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator out) throws IOException;
  }
}

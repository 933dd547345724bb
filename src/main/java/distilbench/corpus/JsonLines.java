package distilbench.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import distilbench.console.TerminalText;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * One JSON value (RFC 8259) a line: an object with the text in one of its fields, or the text
 * itself. A text's number is that of its line. A field that is absent or null is a record without
 * text; blank lines are no records.
 */
final class JsonLines implements TextFormat {
  /** How many fields of the first object a message can name. */
  private static final int NAMED_FIELDS = 20;

  private static final String ONE_A_LINE = "give one object, or one text in quotes, a line";

  private final JsonFactory factory = new JsonFactory();
  private final String field;

  /** Of the first object; null until there is one. */
  private List<String> firstFields;

  private boolean found;

  /**
   * @param field the one that holds the text
   */
  JsonLines(String field) {
    this.field = field;
  }

  @Override
  public void read(Reader in, Records records) throws IOException {
    LineReader lines = new LineReader(in, LONGEST_RECORD);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        records.record(lines.number(), text(line, lines.number()));
      }
    }
    if (!found && firstFields != null) {
      throw new UnreadableException(
          String.format(
              "no line has a field '%s'; the fields of the first are %s",
              TerminalText.oneLine(field), ColumnNames.quoted(firstFields)),
          "name one with -p column=NAME");
    }
  }

  private String text(String line, long number) throws IOException {
    try (JsonParser json = factory.createParser(line)) {
      return text(json, number);
    }
  }

  /** The text on a line; null if there is none. */
  private String text(JsonParser json, long number) throws IOException {
    try {
      String text =
          switch (json.nextToken()) {
            case START_OBJECT -> textIn(json, number);
            case VALUE_STRING -> textAlone(json, number);
            default ->
                throw new UnreadableException(
                    String.format("line %d is neither an object nor a text in quotes", number),
                    ONE_A_LINE);
          };
      if (json.nextToken() != null) {
        throw new UnreadableException(
            String.format("line %d goes on after its first value", number), ONE_A_LINE);
      } else if (text != null && hasHalfCharacter(text)) {
        throw new UnreadableException(
            String.format("line %d has a surrogate escape (\\ud800 to \\udfff) alone", number),
            "write both halves of the character");
      }
      return text;
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation() == null ? json.currentLocation() : e.getLocation();
      throw new UnreadableException(
          String.format(
              "line %d is no JSON from character %d on (%s)",
              number, where.getColumnNr(), TerminalText.oneLine(e.getOriginalMessage())),
          ONE_A_LINE);
    }
  }

  private String textAlone(JsonParser json, long number) throws IOException {
    if (!field.equals(Corpus.USUAL_COLUMN)) {
      throw new UnreadableException(
          String.format(
              "line %d is a text and has no field '%s'", number, TerminalText.oneLine(field)),
          "leave -p column out");
    }
    found = true;
    return json.getText();
  }

  private String textIn(JsonParser json, long number) throws IOException {
    List<String> fields = new ArrayList<>();
    String text = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (firstFields == null && fields.size() < NAMED_FIELDS) {
        fields.add(name);
      }
      JsonToken value = json.nextToken();
      if (!name.equals(field)) {
        json.skipChildren();
      } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NULL) {
        found = true;
        text = value == JsonToken.VALUE_NULL ? null : json.getText();
      } else {
        throw new UnreadableException(
            String.format(
                "line %d has in its field '%s' no text but %s",
                number, TerminalText.oneLine(field), kind(value)),
            "give texts in quotes, or name another field with -p column=NAME");
      }
    }
    if (firstFields == null) {
      firstFields = fields;
    }
    return text;
  }

  private static String kind(JsonToken value) {
    return switch (value) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      default -> "a number";
    };
  }

  /** Half of a character that UTF-16 writes in two; only an escape can hide it in UTF-8. */
  private static boolean hasHalfCharacter(String text) {
    int letter;
    for (int i = 0; i < text.length(); i += Character.charCount(letter)) {
      letter = text.codePointAt(i);
      if (Character.MIN_SURROGATE <= letter && letter <= Character.MAX_SURROGATE) {
        return true;
      }
    }
    return false;
  }
}

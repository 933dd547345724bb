package distilbench.proctree;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of one file below /proc, and a place in it from which fields are read. Such files are
 * read over and over while something is measured: into one small buffer, without a string for each
 * field.
 */
final class ProcText {
  /** More is read by way of a buffer that is allocated each time. */
  private static final int READ_BYTES = 8192;

  private byte[] bytes;
  private int length;
  private int position;

  private ProcText(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** Empty, to be filled over and over. */
  ProcText() {
    this(new byte[READ_BYTES], 0);
  }

  static ProcText of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new ProcText(bytes, bytes.length);
  }

  /**
   * Reads a file, which the kernel makes up at this moment.
   *
   * @param mostBytes more than the file can hold
   * @throws IOException if it is not there, may not be read, or its process has ended
   */
  static ProcText read(String path, int mostBytes) throws IOException {
    byte[] bytes = new byte[mostBytes];
    try (FileInputStream file = new FileInputStream(path)) {
      int length = 0;
      for (int read = 0;
          read >= 0 && length < mostBytes;
          read = file.read(bytes, length, mostBytes - length)) {
        length += read;
      }
      if (length == mostBytes) {
        throw new IOException(path + " is longer than expected");
      }
      return new ProcText(bytes, length);
    }
  }

  /**
   * Reads a file of any length in place of what was held, and goes to its start.
   *
   * @throws IOException if it is not there, may not be read, or its process has ended
   */
  void refill(String path) throws IOException {
    length = 0;
    position = 0;
    try (FileInputStream file = new FileInputStream(path)) {
      for (int read = 0; read >= 0; read = file.read(bytes, length, READ_BYTES)) {
        length += read;
        if (bytes.length - length < READ_BYTES) {
          bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
      }
    }
  }

  /** Whether nothing is left to read. */
  boolean isAtEnd() {
    return position >= length;
  }

  /** How many fields there are in the rest of this line. */
  int fieldsInLine() {
    int fields = 0;
    for (int i = position; i < length && bytes[i] != '\n'; i++) {
      fields += bytes[i] > ' ' && bytes[i - 1] <= ' ' ? 1 : 0;
    }
    return fields;
  }

  /** Goes behind the end of this line. */
  void skipLine() {
    int next = nextLine(position);
    position = next < 0 ? length : next;
  }

  void skipBlanks() {
    while (position < length && bytes[position] == ' ') {
      position++;
    }
  }

  /** Whether the rest of this line, without the blanks before it, is a text in ISO 8859-1. */
  boolean lineEndsWith(String text) {
    skipBlanks();
    int end = position + text.length();
    return startsWith(text, position) && (end == length || bytes[end] == '\n');
  }

  /** Goes behind the last occurrence of a letter; to the start if there is none. */
  void goBehindLast(char letter) {
    position = length;
    while (position > 0 && bytes[position - 1] != letter) {
      position--;
    }
  }

  /** Goes behind a label that begins a line; says whether there is one. */
  boolean goBehind(String label) {
    for (int start = 0; start >= 0; start = nextLine(start)) {
      if (startsWith(label, start)) {
        position = start + label.length();
        return true;
      }
    }
    return false;
  }

  private boolean startsWith(String label, int start) {
    if (start + label.length() > length) {
      return false;
    }
    for (int i = 0; i < label.length(); i++) {
      if (bytes[start + i] != label.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where the next line begins, or -1. */
  private int nextLine(int from) {
    for (int i = from; i < length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** The next field, a single letter. */
  char letter() throws IOException {
    return (char) bytes[nextField()];
  }

  /** The next field, a decimal number; NaN if it is none. Above 2^53 it is rounded. */
  double number() throws IOException {
    int at = nextField();
    boolean negative = bytes[at] == '-';
    double value = 0;
    for (int i = negative ? at + 1 : at; i < position; i++) {
      int digit = bytes[i] - '0';
      value = digit >= 0 && digit <= 9 ? value * 10 + digit : Double.NaN;
    }
    return negative ? -value : value;
  }

  /** The next field, a decimal number of up to 64 bits that names something. */
  long identifier() throws IOException {
    long value = 0;
    for (int i = nextField(); i < position; i++) {
      value = value * 10 + Character.digit(bytes[i], 10);
    }
    return value;
  }

  /** The digits at this place, a hexadecimal number, and goes behind the character that ends it. */
  long hexadecimal() throws IOException {
    long value = 0;
    for (; position < length; position++) {
      int digit = Character.digit(bytes[position], 16);
      if (digit < 0) {
        position++;
        return value;
      }
      value = value << 4 | digit;
    }
    throw new IOException("the text ends within a number");
  }

  void skip(int fields) throws IOException {
    for (int i = 0; i < fields; i++) {
      nextField();
    }
  }

  /** Goes behind the next field; returns where it begins. */
  private int nextField() throws IOException {
    while (position < length && bytes[position] <= ' ') {
      position++;
    }
    int start = position;
    while (position < length && bytes[position] > ' ') {
      position++;
    }
    if (start == position) {
      throw new IOException(
          "a field is missing in: " + new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }
    return start;
  }
}

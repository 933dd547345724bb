package distilbench.model.safetensors;

import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a tensor lies.
 *
 * @param file that holds it
 * @param name of the tensor
 * @param type of its numbers, as the header calls it
 * @param shape row-major
 * @param offset of its first byte in the file
 * @param bytes its size
 */
public record TensorEntry(
    Path file, String name, String type, List<Long> shape, long offset, long bytes) {
  private static final int LONGEST_NAME = 120;

  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** One of float32 numbers. */
  public static TensorEntry ofFloats(Path file, String name, List<Long> shape, long offset) {
    long elements = shape.stream().reduce(1L, Math::multiplyExact);
    return new TensorEntry(
        file, name, ElementType.F32.name(), shape, offset, elements * Float.BYTES);
  }

  /**
   * Refuses it unless its numbers can be read.
   *
   * @throws InvalidInputException naming file, tensor and type
   */
  public void requireReadable() {
    if (ElementType.named(type).isEmpty()) {
      throw unusable(
          String.format(
              "is of type %s; save the model in float32, float16 or bfloat16", shortened(type)));
    }
  }

  /** What is wrong with it, in a line that names file and tensor. */
  public InvalidInputException unusable(String problem) {
    return new InvalidInputException(
        String.format("%s: tensor '%s' %s", file, shortened(name), problem));
  }

  ElementType elementType() {
    return ElementType.named(type).orElseThrow();
  }

  /** A name out of a file, fit for a line. */
  static String shortened(String name) {
    String line = TerminalText.oneLine(name);
    return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "...";
  }
}

package distilbench.importing;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.storage.FileRange;
import distilbench.storage.FolderBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds numbers that an ONNX file keeps in other files (onnx/onnx.proto,
 * TensorProto.external_data): {@code location}, a path relative to the folder of the ONNX file,
 * {@code offset} and {@code length} in bytes.
 *
 * <p>A file that was made elsewhere must not choose which of the user's files are read: it may name
 * those in its own folder only, or below.
 */
final class ExternalData {
  private final Path graph;
  private final Map<String, Path> files = new HashMap<>();

  /**
   * @param graph the ONNX file
   */
  ExternalData(Path graph) {
    this.graph = graph.toAbsolutePath();
  }

  static boolean isIn(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  /**
   * Where a tensor's numbers are.
   *
   * @param bytes how many there must be
   * @throws InvalidInputException if they are not there, or in a file that may not be read
   */
  FileRange place(TensorProto tensor, long bytes) {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    Path file = files.computeIfAbsent(entries.getOrDefault("location", ""), this::find);
    long offset = number(tensor, entries.getOrDefault("offset", "0"));
    long length = number(tensor, entries.getOrDefault("length", Long.toString(bytes)));
    if (length != bytes) {
      throw new InvalidInputException(
          String.format(
              "%s: its weight %s has %d bytes in %s, its shape asks for %d; export it again",
              graph, TerminalText.oneLine(tensor.getName()), length, name(file), bytes));
    }
    checkEnd(tensor, file, offset, length);
    return new FileRange(file, offset, length);
  }

  /** The files that were asked for, by the names that the ONNX file has for them. */
  Map<String, Path> files() {
    return files;
  }

  private long number(TensorProto tensor, String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new InvalidInputException(
        String.format(
            "%s does not say where its weight %s lies: '%s' is no number of bytes; export it again",
            graph, TerminalText.oneLine(tensor.getName()), TerminalText.oneLine(text)));
  }

  private void checkEnd(TensorProto tensor, Path file, long offset, long length) {
    try {
      long size = Files.size(file);
      if (offset > size || length > size - offset) {
        throw new InvalidInputException(
            String.format(
                "%s has %d bytes, %s wants %d from %d on for its weight %s; get both once more",
                TerminalText.oneLine(file.toString()),
                size,
                graph.getFileName(),
                length,
                offset,
                TerminalText.oneLine(tensor.getName())));
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that and run again", file, FileProblem.of(e)),
          e);
    }
  }

  private Path find(String location) {
    String name = TerminalText.oneLine(location);
    try {
      Path folder = graph.getParent();
      Path file = folder.resolve(location).normalize();
      if (location.isEmpty()
          || Path.of(location).isAbsolute()
          || !file.startsWith(folder.normalize())
          || Files.exists(file) && !FolderBounds.contain(folder, file)) {
        throw new InvalidInputException(
            String.format(
                "%s keeps weights in '%s', which lies outside of its folder; put them into it, and"
                    + " no link",
                graph, name));
      }
      if (!Files.isRegularFile(file)) {
        throw new InvalidInputException(
            String.format(
                "%s keeps weights in %s, which is not there; put that file beside it",
                graph, name));
      }
      return file;
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          String.format("%s keeps weights in '%s', which is no path; export it again", graph, name),
          e);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that and run again", name, FileProblem.of(e)),
          e);
    }
  }

  private static String name(Path file) {
    return TerminalText.oneLine(file.getFileName().toString());
  }
}

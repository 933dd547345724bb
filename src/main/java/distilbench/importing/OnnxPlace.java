package distilbench.importing;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an ONNX model lies. Exporters leave several variants of one model in a folder, at its root
 * or below {@code onnx/}: float32, float16, quantized. The plain one, {@code model.onnx}, is meant
 * unless somebody names another file.
 *
 * @param graph the ONNX file
 * @param named whether the user has named it
 * @param folders where what belongs to it may lie, the nearest first
 * @param variants other ONNX files beside it
 */
record OnnxPlace(Path graph, boolean named, List<Path> folders, List<Path> variants) {
  private static final String PLAIN = "model.onnx";
  private static final String SUFFIX = ".onnx";
  private static final String SUBFOLDER = "onnx";

  /** Names of others are listed up to so many. */
  private static final int MOST_LISTED = 20;

  OnnxPlace {
    folders = List.copyOf(folders);
    variants = List.copyOf(variants);
  }

  /**
   * Finds the file that is meant.
   *
   * @param given an ONNX file or a folder
   * @throws InvalidInputException if there is none, or none that is meant more than others
   */
  static OnnxPlace find(Path given) {
    if (Files.isRegularFile(given)) {
      return at(given, true, List.of());
    } else if (!Files.isDirectory(given)) {
      throw new InvalidInputException(
          given + " is neither a folder nor a file; name a model's folder, or an .onnx file");
    }
    for (Path folder : List.of(given, given.resolve(SUBFOLDER))) {
      Path plain = folder.resolve(PLAIN);
      List<Path> all = onnxFiles(folder);
      if (Files.isRegularFile(plain)) {
        return at(plain, false, all.stream().filter(file -> !file.equals(plain)).toList());
      }
    }
    return only(given);
  }

  /** Whether a folder has any ONNX file where one is looked for. */
  static boolean isIn(Path folder) {
    return !allIn(folder).isEmpty();
  }

  private static OnnxPlace only(Path given) {
    List<Path> all = allIn(given);
    if (all.isEmpty()) {
      throw new InvalidInputException(
          String.format("%s has no ONNX file; name a folder that has a %s", given, PLAIN));
    } else if (all.size() > 1) {
      throw new InvalidInputException(
          String.format("%s has no %s but %s; name one of these files", given, PLAIN, names(all)));
    }
    return at(all.get(0), false, List.of());
  }

  private static List<Path> allIn(Path folder) {
    List<Path> all = new ArrayList<>(onnxFiles(folder));
    all.addAll(onnxFiles(folder.resolve(SUBFOLDER)));
    return all;
  }

  private static OnnxPlace at(Path graph, boolean named, List<Path> variants) {
    Path folder = graph.toAbsolutePath().normalize().getParent();
    List<Path> folders = new ArrayList<>(List.of(folder));
    if (folder.endsWith(SUBFOLDER)) {
      folders.add(folder.getParent());
    }
    return new OnnxPlace(graph, named, folders, variants);
  }

  private static List<Path> onnxFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that and run again", folder, FileProblem.of(e)),
          e);
    }
  }

  private static String names(List<Path> files) {
    String names =
        files.stream()
            .limit(MOST_LISTED)
            .map(file -> TerminalText.oneLine(file.getFileName().toString()))
            .collect(Collectors.joining(", "));
    return files.size() > MOST_LISTED
        ? String.format("%s and %d more", names, files.size() - MOST_LISTED)
        : names;
  }

  /** What the model is called: its folder and, if that is not the plain one, its file. */
  String name() {
    Path folder = folders.get(folders.size() - 1).getFileName();
    String file = graph.getFileName().toString();
    String stem = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    String model = folder == null ? "model" : folder.toString();
    return file.equals(PLAIN) ? model : model + "-" + stem;
  }

  /** The nearest of the folders that has a file; the nearest of all if none has. */
  Path folder(String file) {
    return folders.stream()
        .filter(folder -> Files.exists(folder.resolve(file)))
        .findFirst()
        .orElse(folders.get(0));
  }

  /** One line that names the variants that are not used; nothing if there are none. */
  Optional<String> others() {
    return variants.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                "using %s; beside it lie %s: name one of them to use it",
                TerminalText.oneLine(graph.toString()), names(variants)));
  }

  /**
   * Refuses a float16 graph that nobody has named: those are slow on many CPUs, and answer
   * otherwise.
   *
   * @throws InvalidInputException asking for the file's name
   */
  void requireUsualNumbers(GraphFacts facts) {
    if (!named && facts.isHalfPrecision()) {
      throw new InvalidInputException(
          String.format(
              "the only model in %s is %s, float16; name that file itself to use it",
              folders.get(0), names(List.of(graph))));
    }
  }
}

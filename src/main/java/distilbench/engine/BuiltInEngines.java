package distilbench.engine;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.storage.DurableFiles;
import distilbench.storage.NewFolder;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The engines that come with the suite. They lie in the jar; whoever runs one gets a copy in the
 * cache, under the name of its content.
 */
final class BuiltInEngines {
  private static final String RESOURCES = "/distilbench/engines";

  /** Beside the engines: what those in Python have in common. */
  private static final String LIBRARY = "library";

  private BuiltInEngines() {}

  /** Their names, sorted. */
  static List<String> names() {
    return inResources(
        root -> {
          try (Stream<Path> folders = Files.list(root)) {
            return folders
                .filter(folder -> Files.exists(folder.resolve(EngineDefinition.FILE)))
                .map(folder -> folder.getFileName().toString().replace("/", ""))
                .sorted()
                .toList();
          }
        });
  }

  /** A copy of the folder with the Python module that speaks the protocol. */
  static Path library() {
    return copy(LIBRARY);
  }

  /** A copy of the folder of one of them. */
  static Path copy(String name) {
    return inResources(
        root -> {
          Path source = root.resolve(name);
          Path target =
              SharedCache.ofEngines().resolve("program-" + name + "-" + Engine.digest(source));
          NewFolder.makeIfAbsent(target, aside -> copy(source, aside), System.err);
          return target;
        });
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> all = Files.walk(source)) {
      for (Path from : (Iterable<Path>) all::iterator) {
        Path to = target.resolve(source.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          DurableFiles.write(to, Files.readAllBytes(from));
        }
      }
    }
  }

  private static <T> T inResources(Body<T> body) {
    try {
      URI uri = BuiltInEngines.class.getResource(RESOURCES).toURI();
      if (!uri.getScheme().equals("jar")) {
        return body.in(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return body.in(jar.getPath(RESOURCES));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the jar has a URI", e);
    } catch (UncheckedIOException e) {
      throw cannotUnpack(e.getCause());
    } catch (IOException e) {
      throw cannotUnpack(e);
    }
  }

  private static InvalidInputException cannotUnpack(IOException e) {
    return new InvalidInputException(
        String.format("cannot unpack engines (%s); make room, or mend that", FileProblem.of(e)), e);
  }

  /** What is done with the folder of all engines. */
  @FunctionalInterface
  private interface Body<T> {
    T in(Path root) throws IOException;
  }
}

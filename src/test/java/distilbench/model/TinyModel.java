package distilbench.model;

import distilbench.model.synthetic.ModelGenerator;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tiny model of seed 1, generated once per JVM for all tests that only read it. */
public final class TinyModel {
  /** For progress messages that no test looks at. */
  public static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private static final ModelFolder FOLDER = generate();

  private TinyModel() {}

  /** The common copy, which nobody may change. */
  public static ModelFolder folder() {
    return FOLDER;
  }

  /** Makes a copy that a test may change. */
  public static ModelFolder copyTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER.directory())) {
      for (Path file : files) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    return ModelFolder.open(directory);
  }

  private static ModelFolder generate() {
    try {
      Path home = Files.createTempDirectory("tiny-model");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
      return ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, NOWHERE)
          .generate(home.resolve("tiny"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path home) {
    try {
      DurableFiles.deleteFolder(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

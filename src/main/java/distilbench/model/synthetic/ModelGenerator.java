package distilbench.model.synthetic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.model.Geometry;
import distilbench.model.Manifest;
import distilbench.model.ModelFolder;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a model folder with synthetic weights. The weights are streamed to disk through a buffer of
 * 1 MiB. Everything is written into a folder aside, flushed, and renamed last: a generation that is
 * killed leaves nothing that passes for a model, and what it leaves is removed by the next one.
 */
public final class ModelGenerator {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final String ORIGIN = "synthetic: seeded random weights, not trained";

  private final Geometry geometry;
  private final long seed;
  private final TokenizerFile tokenizer;
  private final PrintStream log;

  private ModelGenerator(Geometry geometry, long seed, TokenizerFile tokenizer, PrintStream log) {
    this.geometry = geometry;
    this.seed = seed;
    this.tokenizer = tokenizer;
    this.log = log;
  }

  /** A generator of models with the project's own tokenizer. */
  public static ModelGenerator withOwnTokenizer(Geometry geometry, long seed, PrintStream log) {
    return new ModelGenerator(geometry, seed, TokenizerFile.builtIn(), log);
  }

  /**
   * A generator of models with the user's tokenizer.
   *
   * @throws InvalidInputException if the file is no tokenizer that fits the geometry
   */
  public static ModelGenerator withTokenizer(
      Path tokenizer, Geometry geometry, long seed, PrintStream log) {
    return new ModelGenerator(geometry, seed, TokenizerFile.read(tokenizer, geometry), log);
  }

  /**
   * Generates the model, unless a process running at the same time has just done so.
   *
   * @param directory the folder to make; must not exist, or be empty
   * @throws InvalidInputException if the folder exists and holds anything, or cannot be made
   */
  public ModelFolder generate(Path directory) {
    refuseOccupied(directory);
    ModelFolder made = generateIfAbsent(directory);
    log.printf("model %s, SHA-256 %s%n", directory, made.modelSha());
    return made;
  }

  /** Opens the model in {@code directory}; generates it first where there is no such folder. */
  public ModelFolder generateIfAbsent(Path directory) {
    try {
      // Where it is, nothing may be writable, not even a lock.
      if (isAbsentOrEmpty(directory)) {
        generateUnlessMadeMeanwhile(directory);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot make the model in " + directory + ": " + FileProblem.of(e), e);
    }
    return ModelFolder.open(directory);
  }

  private void generateUnlessMadeMeanwhile(Path directory) throws IOException {
    try (BuildLock lock = BuildLock.acquire(directory, log)) {
      if (isAbsentOrEmpty(directory)) {
        DurableFiles.writeFolder(directory, this::writeInto);
      }
    }
  }

  private static void refuseOccupied(Path directory) {
    try {
      if (!isAbsentOrEmpty(directory)) {
        throw new InvalidInputException(
            directory + " exists already; name a new folder, or delete this one first");
      }
      if (!directory.normalize().endsWith(directory.getFileName())) {
        throw new InvalidInputException(
            "cannot make a model in " + directory + ": the folder is replaced; write its name");
      }
    } catch (IOException e) {
      throw new InvalidInputException("cannot use " + directory + ": " + FileProblem.of(e), e);
    }
  }

  private static boolean isAbsentOrEmpty(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }

  private void writeInto(Path folder) throws IOException {
    List<Tensor> tensors = Architecture.tensors(geometry);
    WeightLayout layout = new WeightLayout(tensors);
    byte[] graph = StandardGraph.build(geometry, layout, ModelFolder.WEIGHTS).toByteArray();
    Map<String, FileFacts> files = new LinkedHashMap<>();
    files.put(ModelFolder.GRAPH, writeSmall(folder.resolve(ModelFolder.GRAPH), graph));
    files.put(ModelFolder.WEIGHTS, writeWeights(folder.resolve(ModelFolder.WEIGHTS), layout));
    files.put(
        ModelFolder.TOKENIZER,
        writeSmall(folder.resolve(ModelFolder.TOKENIZER), tokenizer.content()));
    Manifest manifest = Manifest.ofSynthetic(ORIGIN, seed, geometry, files);
    ObjectWriter json = new ObjectMapper().writerWithDefaultPrettyPrinter();
    DurableFiles.write(folder.resolve(ModelFolder.MANIFEST), json.writeValueAsBytes(manifest));
  }

  private static FileFacts writeSmall(Path file, byte[] content) throws IOException {
    DurableFiles.write(file, content);
    return new FileFacts(content.length, Sha256.of(content));
  }

  private FileFacts writeWeights(Path file, WeightLayout layout) throws IOException {
    Progress progress =
        new Progress(
            log, "generating " + file.getFileName(), layout.bytes() / BUFFER_BYTES + 1, "MiB");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      WeightStream stream = new WeightStream(channel, progress);
      for (Map.Entry<Tensor, Long> entry : layout.offsets().entrySet()) {
        stream.padTo(entry.getValue());
        stream.write(entry.getKey());
      }
      stream.flush();
      channel.force(true);
      progress.finish();
      return new FileFacts(layout.bytes(), stream.sha.hex());
    }
  }

  /** Appends tensors to a file and digests what it appends. */
  private final class WeightStream {
    private final FileChannel channel;
    private final Progress progress;
    private final Sha256 sha = new Sha256();
    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    private WeightStream(FileChannel channel, Progress progress) {
      this.channel = channel;
      this.progress = progress;
    }

    private void padTo(long offset) throws IOException {
      while (position < offset) {
        append(0f);
      }
    }

    private void write(Tensor tensor) throws IOException {
      SeededValues values = new SeededValues(seed, tensor.name());
      for (long i = 0; i < tensor.elements(); i++) {
        append(values.normal(i, tensor.mean(), tensor.deviation()));
      }
    }

    private void append(float value) throws IOException {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.putFloat(value);
      position += Float.BYTES;
    }

    private void flush() throws IOException {
      buffer.flip();
      sha.update(buffer.duplicate());
      progress.advance(1);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }
  }
}

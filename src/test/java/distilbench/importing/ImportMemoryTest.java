package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.importing.TorchFolder.Kind;
import distilbench.jvm.ChildProgram;
import distilbench.model.ModelFolder;
import distilbench.model.safetensors.RawFile;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Importing takes the same little memory, whatever the size of the weights. */
@Timeout(60)
class ImportMemoryTest {
  private static final int ROWS = 1_000_000;

  @TempDir Path temp;

  @Test
  void aSmallHeapIsEnoughForLargeWeights() throws Exception {
    Path given = temp.resolve("given");
    TorchFolder folder = TorchFolder.classifier(Kind.DISTILBERT, 2);
    folder.config().put("vocab_size", ROWS);
    folder.writeAllButWeights(given);
    writeWeights(given.resolve("model.safetensors"), folder);

    try (ChildProgram child =
        ChildProgram.start(
            ImportProgram.class,
            List.of("-Xmx40m"),
            given.toString(),
            temp.resolve("made").toString())) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();
    }

    ModelFolder made = ModelFolder.open(temp.resolve("made"));
    assertThat(Files.size(made.weights())).isGreaterThan(4L * ROWS * TorchFolder.HIDDEN);
  }

  /** The word embedding of zeros, 96 MB which no disk has to hold, then the other tensors. */
  private static void writeWeights(Path file, TorchFolder folder) throws Exception {
    String words = "distilbert.embeddings.word_embeddings.weight";
    List<String> others = folder.names().stream().filter(name -> !name.equals(words)).toList();
    ByteBuffer rest =
        ByteBuffer.wrap(folder.weights(others).bytes()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) rest.getLong()];
    rest.get(header);
    long othersBytes = rest.remaining();
    long bytes = 4L * ROWS * TorchFolder.HIDDEN;
    String entry =
        RawFile.entry(
            words,
            "F32",
            List.of(ROWS, TorchFolder.HIDDEN).toString(),
            othersBytes,
            othersBytes + bytes);
    String all = new String(header, StandardCharsets.UTF_8).replaceFirst("}$", "," + entry + "}");
    byte[] content = new byte[(int) othersBytes];
    rest.get(content);
    Files.write(file, RawFile.bytes(all, content));
    try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
      longer.setLength(longer.length() + bytes);
    }
  }
}

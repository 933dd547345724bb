package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import distilbench.model.ModelFolder;
import distilbench.model.graph.StoredTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of full size, DistilBERT-base in float32 within one ONNX file of 256 MiB, is imported in
 * little memory and time. On a machine that has nothing else to do.
 */
@Tag("models")
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class ImportSizeIT {
  private static final double MOST_MIB = 600;
  private static final double MOST_SECONDS = 15;
  private static final Pattern IMPORTED =
      Pattern.compile("imported models/imported/\\S+ in ([0-9.]+) s");

  @TempDir private Path folder;

  @Test
  void takesLittleMemoryAndTime() throws Exception {
    JarRun generated =
        JarRun.in(folder, "model", "generate", "generated", "--geometry", "distilbert-base");
    assertThat(generated.exitCode()).as(generated.errors()).isZero();
    writeInOneFile(ModelFolder.open(folder.resolve("generated")), folder.resolve("given"));
    Peak peak = new Peak();

    CompletableFuture<JarRun> run = CompletableFuture.supplyAsync(this::run);
    while (!run.isDone()) {
      peak.look();
      Thread.sleep(20);
    }

    assertThat(run.join().exitCode()).as(run.join().output() + run.join().errors()).isZero();
    Matcher imported = IMPORTED.matcher(run.join().errors());
    assertThat(imported.find()).as(run.join().errors()).isTrue();
    System.out.printf(
        "import of 256 MiB: %s s, peak RSS %.0f MiB, peak PSS %.0f MiB%n",
        imported.group(1), peak.rss, peak.pss);
    assertThat(Double.parseDouble(imported.group(1))).isLessThan(MOST_SECONDS);
    assertThat(peak.rss).isBetween(100.0, MOST_MIB);
  }

  private JarRun run() {
    try {
      return JarRun.in(
          folder, "-p", "model=given", "-p", "deployment=CONTROL", "-p", "texts=8", "-f", "1");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each tensor is written from where it is mapped: nobody holds them all. */
  private static void writeInOneFile(ModelFolder model, Path target) throws IOException {
    Files.createDirectory(target);
    Files.copy(model.tokenizer(), target.resolve("tokenizer.json"));
    ModelProto.Builder graph = ModelProto.parseFrom(Files.readAllBytes(model.graph())).toBuilder();
    Map<String, StoredTensor> stored = StoredTensor.of(model);
    try (FileChannel weights = FileChannel.open(model.weights())) {
      MappedByteBuffer all =
          weights.map(FileChannel.MapMode.READ_ONLY, 0, Files.size(model.weights()));
      for (TensorProto.Builder tensor : graph.getGraphBuilder().getInitializerBuilderList()) {
        StoredTensor place = stored.get(tensor.getName());
        if (place != null) {
          ByteString numbers =
              UnsafeByteOperations.unsafeWrap(
                  all.slice((int) place.offset(), (int) place.length()));
          tensor.clearExternalData().clearDataLocation().setRawData(numbers);
        }
      }
      try (OutputStream out = Files.newOutputStream(target.resolve("model.onnx"))) {
        graph.build().writeTo(out);
      }
    }
  }

  /** The most that the preparation's process has held, in MiB. */
  private static final class Peak {
    private double rss;
    private double pss;

    private void look() {
      try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
        all.filter(process -> process.info().commandLine().orElse("").contains("PreparationMain"))
            .forEach(process -> look(Path.of("/proc", Long.toString(process.pid()))));
      }
    }

    private void look(Path process) {
      rss = Math.max(rss, mib(process.resolve("status"), "VmHWM:"));
      pss = Math.max(pss, mib(process.resolve("smaps_rollup"), "Pss:"));
    }

    /** Of a line such as "VmHWM: 1024 kB"; 0 of a process that has ended. */
    private static double mib(Path file, String label) {
      try (Stream<String> lines = Files.lines(file)) {
        return lines
            .filter(line -> line.startsWith(label))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
            .findFirst()
            .orElse(0);
      } catch (IOException | UncheckedIOException e) {
        return 0;
      }
    }
  }
}

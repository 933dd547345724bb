package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Neither a large file, nor a JVM that talks, nor a child that is killed gets into a result. */
@Tag("thorough")
@EnabledOnOs(OS.LINUX)
class SurroundingsIT {
  /** Of a heap of some 5 MiB: held as a whole, the larger file would add 36. */
  private static final double HEAP_NOISE_MIB = 0.5;

  /** Of some 36 MiB: where threads and pages lie differs by 3 or 4 from fork to fork. */
  private static final double PSS_NOISE_MIB = 12;

  @TempDir static Path folder;

  @BeforeAll
  static void generateModel() throws Exception {
    JarRun generated = JarRun.in(folder, "model", "generate", "tiny", "--geometry", "tiny");
    assertThat(generated.exitCode()).as(generated.errors()).isZero();
  }

  @Test
  void theMemoryOfControlDoesNotDependOnTheCorpus() throws Exception {
    JsonNode small = control("small", 1000);
    JsonNode kaggle = control("kaggle", 130_000);

    assertThat(metric(kaggle, "mem.heap.used"))
        .isCloseTo(metric(small, "mem.heap.used"), within(HEAP_NOISE_MIB));
    assertThat(metric(kaggle, "mem.tree.pss.peak"))
        .isCloseTo(metric(small, "mem.tree.pss.peak"), within(PSS_NOISE_MIB));
  }

  @Test
  void whatAnOptionOfTheJvmPrintsReachesNeitherWorkersNorProbes() throws Exception {
    JarRun run =
        pass(
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-XX:+PrintCommandLineFlags"
                    + " -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"),
            "talking",
            "deployment=SERVER");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.errors()).contains("a worker printed: Listening for transport");
    JsonNode probes = read("talking.env.json").at("/probes");
    assertThat(probes).hasSize(2);
    probes.forEach(probe -> assertThat(probe.path("gflops1").asDouble()).isPositive());
  }

  @Test
  void aPreparationThatIsKilledIsOneLineAndBadInput() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path killed =
        Files.writeString(
            folder.resolve("java-killed"),
            "#!/bin/sh\ncase \"$*\" in *PreparationMain*) kill -9 $$;; esac\nexec "
                + java
                + " \"$@\"\n");
    assertThat(killed.toFile().setExecutable(true)).isTrue();

    JarRun run = pass(Map.of(), "killed", "deployment=CONTROL", "-jvm", killed.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors().strip())
        .startsWith("the preparation was killed by signal 9; ")
        .hasLineCount(1);
    assertThat(folder.resolve("killed.json")).doesNotExist();
    assertThat(folder.resolve("killed.env.json")).doesNotExist();
  }

  @Test
  void aFlagThatTheJvmRefusesIsOneLineAndBadInput() throws Exception {
    for (String flag : List.of("-XX:NoSuchFlag", "-Xmx1m")) {
      JarRun run = pass(Map.of(), "refused", "deployment=CONTROL", "-jvmArgs", flag);

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.output()).isEmpty();
      assertThat(run.errors().strip())
          .contains(flag.equals("-Xmx1m") ? ": Too small maximum heap, " : "'NoSuchFlag', ")
          .endsWith("; mend -jvmArgs, -jvmArgsPrepend, -jvmArgsAppend or -jvm")
          .hasLineCount(1);
      assertThat(folder.resolve("refused.json")).doesNotExist();
    }
  }

  /** A library that is no library, in a folder of the user's. */
  @Test
  void aProbeThatFailsTellsNoPathOfTheUser() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home-of-alice"));
    Path libraries = Files.createDirectory(home.resolve("native"));
    for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      Files.writeString(libraries.resolve(System.mapLibraryName(library)), "no library");
    }
    Map<String, String> environment =
        Map.of(
            "HOME", home.toString(), "JAVA_TOOL_OPTIONS", "-Donnxruntime.native.path=" + libraries);

    pass(environment, "private", "deployment=CONTROL");

    String written = Files.readString(folder.resolve("private.env.json"));
    assertThat(read("private.env.json").at("/probes/0/whyNull/gflops1").asText())
        .contains("~/native/libonnxruntime");
    assertThat(written).doesNotContain(home.toString(), "home-of-alice");
  }

  private static JsonNode control(String name, int rows) throws Exception {
    Path file = folder.resolve(name + ".csv");
    String text = "velvet ".repeat(40);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("description\n");
      for (int row = 0; row < rows; row++) {
        out.write(text + row + "\n");
      }
    }
    JarRun run = pass(Map.of(), name, "deployment=CONTROL", "-p", "corpus=" + file);
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    return read(name + ".json").get(0);
  }

  private static JarRun pass(Map<String, String> environment, String name, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("CorpusPass", "-f", "1", "-rff", name + ".json", "-p", "model=tiny"));
    arguments.addAll(List.of("-p", "texts=4", "-p"));
    arguments.addAll(List.of(more));
    return JarRun.in(folder, environment, arguments.toArray(String[]::new));
  }

  private static JsonNode read(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  private static double metric(JsonNode row, String label) {
    return row.at("/secondaryMetrics").path(label).path("score").asDouble();
  }
}

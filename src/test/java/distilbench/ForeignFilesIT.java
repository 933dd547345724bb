package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.jvm.ChildProgram;
import distilbench.jvm.JvmFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that others made, or changed, are used where that is safe, and made anew or refused. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@Tag("thorough")
class ForeignFilesIT {
  private static final int STRANGER = 65534;

  private static final List<String> AS_STRANGER =
      List.of("setpriv", "--reuid", "" + STRANGER, "--regid", "" + STRANGER, "--clear-groups");

  @TempDir private static Path generated;
  @TempDir private Path temp;
  private Path folder;
  private Path model;

  @BeforeAll
  static void generateModel() throws Exception {
    JarRun run = JarRun.in(generated, "model", "generate", "tiny", "--geometry", "tiny");
    assertThat(run.exitCode()).as(run.errors()).isZero();
  }

  @BeforeEach
  void copyModel() throws IOException {
    allow(temp, "rwxr-xr-x");
    folder = Files.createDirectory(temp.resolve("run"));
    allow(folder, "rwxr-xr-x");
    model = Files.createDirectory(temp.resolve("tiny"));
    allow(model, "rwxr-xr-x");
    for (Path file : files(generated.resolve("tiny"))) {
      if (Files.isRegularFile(file)) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
  }

  /** As in a container's image or a shared folder. */
  @Test
  void aModelInAFolderThatMayNotBeWrittenToIsUsedAsItIs() throws Exception {
    giveToStranger(folder);
    allow(model, "r-xr-xr-x");
    List<Path> before = files(model);

    JarRun run = pass(AS_STRANGER, "SINGLE,SHARED_MAPPED,SHARED_PREPACKED,CONTROL");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(files(model)).isEqualTo(before);
    assertThat(files(folder.resolve("models/.cache/models")))
        .extracting(file -> file.getFileName().toString())
        .anyMatch(name -> name.startsWith("reference-set-"))
        .anyMatch(name -> name.startsWith("prepacked-"));
    assertThat(pass(AS_STRANGER, "SHARED_PREPACKED").errors())
        .doesNotContain("reference answers", "packed weights");
  }

  /** As a folder of the host's user that is mounted into a container, where root works. */
  @Test
  void inAFolderOfAnotherUserNothingIsLoaded() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("models/.cache"));
    for (Path foreign : List.of(cache, cache.getParent(), folder)) {
      giveToStranger(foreign);
    }
    Path own = Files.createDirectory(temp.resolve("home"));

    JarRun run = pass(List.of("env", "XDG_CACHE_HOME=" + own), "SERVER");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.errors())
        .contains("what runs make is kept in " + own + "/distilbench: " + folder);
    assertThat(cache).isEmptyDirectory();
    assertThat(files(own.resolve("distilbench")))
        .anyMatch(file -> file.endsWith("libonnxruntime.so"));
  }

  @Test
  void aFolderToWhichOthersMayWriteIsRefused() throws Exception {
    allow(folder, "rwxrwxrwx");

    assertRefused(pass(List.of(), "SINGLE"), "others may write to " + folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDamagedLibraryIsUnpackedAnewBeforeItIsLoaded() throws Exception {
    assertThat(pass(List.of(), "SERVER").exitCode()).isZero();
    Path library =
        files(folder.resolve("models/.cache")).stream()
            .filter(file -> file.endsWith("libonnxruntime.so"))
            .findFirst()
            .orElseThrow();
    Files.write(library, new byte[4096]);

    JarRun run = pass(List.of(), "SERVER");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.errors().lines())
        .contains(library.getParent() + " is damaged; unpacking the native libraries anew");
  }

  @Test
  void aGeometryThatIsNotTheGraphsIsRefused() throws Exception {
    edit(model.resolve("manifest.json"), text -> text.replace("\"layers\" : 2", "\"layers\" : 9"));

    assertRefused(
        pass(List.of(), "SINGLE"),
        model.resolve("manifest.json") + " does not fit ",
        "it says layers 9, the graph has 2; delete ");
  }

  /** It would change the share of the machine's matrix multiply, and nothing else. */
  @Test
  void anEditedCountOfTokensIsFoundAndMadeAnew() throws Exception {
    assertThat(pass(List.of(), "SINGLE").exitCode()).isZero();
    double tokens = tokens();
    for (Path file : files(model)) {
      if (file.toString().endsWith(".ndjson")) {
        edit(file, text -> text.replaceAll("\"tokens\":\\d+", "\"tokens\":4"));
      }
    }

    JarRun run = pass(List.of(), "SINGLE");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.errors())
        .contains(": ignoring 8 answers, damaged or of an earlier version")
        .contains("reference-set-");
    assertThat(tokens()).isEqualTo(tokens);
  }

  private JarRun pass(List<String> prefix, String deployments) throws Exception {
    Files.deleteIfExists(folder.resolve("r.json"));
    Files.deleteIfExists(folder.resolve("r.env.json"));
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.quiet(Runtime.version().feature()));
    command.addAll(JarRun.FLAGS);
    command.addAll(List.of("-jar", System.getProperty("benchmarks.jar"), "CorpusPass"));
    command.addAll(List.of("-p", "model=" + model, "-p", "deployment=" + deployments));
    command.addAll(List.of("-p", "texts=8", "-p", "processes=2", "-f", "1", "-rff", "r.json"));
    try (ChildProgram run =
        ChildProgram.start(new ProcessBuilder(command).directory(folder.toFile()))) {
      int exitCode = run.exitCode();
      return new JarRun(exitCode, run.output().text(), run.errors().text());
    }
  }

  private double tokens() throws IOException {
    JsonNode row = new ObjectMapper().readTree(folder.resolve("r.json").toFile()).get(0);
    return row.at("/secondaryMetrics/work.tokens/score").asDouble();
  }

  private static void assertRefused(JarRun run, String... parts) {
    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains(parts).hasLineCount(1);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private static void edit(Path file, UnaryOperator<String> change) throws IOException {
    String before = Files.readString(file);
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
  }

  private static void giveToStranger(Path file) {
    boolean given;
    try {
      Files.setAttribute(file, "unix:uid", STRANGER);
      given = true;
    } catch (IOException e) {
      given = false;
    }
    assumeThat(given).as("tests run as root").isTrue();
  }

  private static void allow(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}

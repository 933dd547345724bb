package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image that Maven builds, run as a container runtime would run it, by {@code unshare} and
 * {@code chroot}: as its user, without capabilities, on a root file system that nobody can write
 * to, with its two volumes. Below the image's own layers lies this machine's {@code /usr} instead
 * of the base image, which no test downloads.
 */
@Tag("thorough")
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class ImageIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Arguments: the root, the folders of models and of results, the JVM's home, user and group, the
   * working folder, and the command.
   */
  private static final String RUNTIME =
      """
      set -e
      root=$1 models=$2 results=$3 java=$4 user=$5 work=$6
      shift 6
      mount --bind "$root" "$root"
      mkdir -p "$root/proc" "$root/dev" "$root/tmp" "$root/sys" "$root$work/models" "$root$work/jmh-results"
      for top in usr bin sbin lib lib64 etc "${java#/}"; do
        [ -L "/$top" ] && [ ! -e "$root/$top" ] && cp -P "/$top" "$root/$top"
        [ -d "/$top" ] && [ ! -L "/$top" ] || continue
        mkdir -p "$root/$top"
        mount --bind "/$top" "$root/$top"
        mount -o remount,bind,ro "$root/$top"
      done
      mount -t proc proc "$root/proc"
      mount --rbind /dev "$root/dev"
      mount --rbind /sys "$root/sys"
      mount -t tmpfs -o mode=1777,exec tmpfs "$root/tmp"
      mount --bind "$models" "$root$work/models"
      mount --bind "$results" "$root$work/jmh-results"
      mount -o remount,bind,ro "$root"
      exec chroot "$root" setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs \\
        --bounding-set=-all env -i -C "$work" PATH="$java/bin:/usr/bin:/bin" XDG_CACHE_HOME=/tmp/cache "$@"
      """;

  @TempDir private static Path folder;

  private static Path root;
  private static JsonNode config;

  @BeforeAll
  static void buildImage() throws Exception {
    assumeThat(
            run(
                    folder,
                    "unshare",
                    "--mount",
                    "--pid",
                    "--fork",
                    "sh",
                    "-c",
                    "mount -t tmpfs x /mnt")
                .exitCode())
        .as("this user may make a root file system")
        .isZero();
    Path tar = folder.resolve("image.tar");
    JarRun built =
        run(
            Project.FOLDER,
            Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
            "-q",
            "-B",
            "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
            "com.google.cloud.tools:jib-maven-plugin:buildTar",
            "-Djib.from.image=scratch",
            "-Djib.outputPaths.tar=" + tar);
    assertThat(built.exitCode()).as(built.output() + built.errors()).isZero();
    Path unpacked = Files.createDirectory(folder.resolve("image"));
    assertThat(run(unpacked, "tar", "xf", tar.toString()).exitCode()).isZero();
    JsonNode manifest = JSON.readTree(unpacked.resolve("manifest.json").toFile()).get(0);
    config =
        JSON.readTree(unpacked.resolve(manifest.get("Config").asText()).toFile()).get("config");
    root = Files.createDirectory(folder.resolve("root"));
    for (JsonNode layer : manifest.get("Layers")) {
      String file = unpacked.resolve(layer.asText()).toString();
      assertThat(run(root, "tar", "xf", file).exitCode()).isZero();
    }
  }

  @Test
  void itHoldsTheJarAndNothingElse() throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile).map(root::relativize))
          .containsExactly(Path.of("app/benchmarks.jar"));
    }
    assertThat(Files.mismatch(root.resolve("app/benchmarks.jar"), jar())).isEqualTo(-1);
  }

  private static Path jar() {
    return Path.of(System.getProperty("benchmarks.jar"));
  }

  /** Several processes share weights, each row has its memory, and all files are the user's. */
  @Test
  void itRunsAsAUserThatMayWriteToItsVolumesOnly() throws Exception {
    Path models = volume("models");
    Path results = volume("results");

    JarRun generated =
        container(models, results, "model", "generate", "models/tiny", "--geometry", "tiny");
    assertThat(generated.exitCode()).as(generated.output() + generated.errors()).isZero();
    JarRun run =
        container(
            models,
            results,
            "-p",
            "model=models/tiny",
            "-p",
            "deployment=SINGLE,SHARED_PREPACKED",
            "-p",
            "processes=2",
            "-p",
            "texts=24",
            "-f",
            "1",
            "-rff",
            "jmh-results/r.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output()).contains("In a container: ").doesNotContain("not measured");
    for (JsonNode row : JSON.readTree(results.resolve("r.json").toFile())) {
      assertThat(row.at("/secondaryMetrics/mem.tree.pss.peak/score").asDouble())
          .isBetween(20.0, 400.0);
      assertThat(row.at("/secondaryMetrics/mem.tree.exact/score").asDouble()).isEqualTo(1);
    }
    try (Stream<Path> files = Files.walk(folder.resolve("volumes"))) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(uid()));
    }
  }

  private static int uid() {
    return Integer.parseInt(config.get("User").asText().split(":")[0]);
  }

  private static Path volume(String name) throws IOException {
    Path volume = Files.createDirectories(folder.resolve("volumes").resolve(name));
    Files.setAttribute(volume, "unix:uid", uid());
    Files.setAttribute(volume, "unix:gid", uid());
    return volume;
  }

  /** Runs the image's entry point with arguments. */
  private static JarRun container(Path models, Path results, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
    command.addAll(List.of("--cgroup", "--ipc", "sh", "-c", RUNTIME, "sh"));
    command.addAll(List.of(root.toString(), models.toString(), results.toString()));
    command.add(Path.of(System.getProperty("java.home")).toRealPath().toString());
    command.add(Integer.toString(uid()));
    command.add(config.get("WorkingDir").asText());
    config.get("Entrypoint").forEach(word -> command.add(word.asText()));
    command.addAll(List.of(arguments));
    return run(folder, command.toArray(String[]::new));
  }

  private static JarRun run(Path where, String... command) throws Exception {
    try (ChildProgram program =
        ChildProgram.start(new ProcessBuilder(command).directory(where.toFile()))) {
      int code = program.exitCode();
      return new JarRun(code, program.output().text(), program.errors().text());
    }
  }
}

package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import distilbench.jvm.ChildProgram;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same sources give the same jar: built anew from a copy of the working tree, in another folder
 * and at another time, under another time zone, locale and umask.
 */
@DisabledOnOs(OS.WINDOWS)
@Tag("thorough")
class ReproducibleJarIT {
  private static final long LONG_ENOUGH_SECONDS = 300;

  /** What decides about the jar of a user who builds elsewhere, and must not. */
  private static final Map<String, String> ELSEWHERE = Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C");

  @TempDir private Path copy;

  @Test
  void aCopyOfTheSourcesGivesTheSameJar() throws Exception {
    assumeThat(Project.FOLDER.resolve(".git")).as("git knows which files are sources").exists();
    copySources();

    try (ChildProgram maven = ChildProgram.start(maven())) {
      assertThat(maven.exitCode(LONG_ENOUGH_SECONDS))
          .as(maven.output().text() + maven.errors().text())
          .isZero();
    }

    assertThat(Sha256.of(copy.resolve("target/benchmarks.jar")))
        .as("SHA-256; after a class was deleted or sources changed, run mvn clean verify")
        .isEqualTo(Sha256.of(Path.of(System.getProperty("benchmarks.jar"))));
  }

  /** Of the same commit, as git sees it, with what was changed since. */
  private void copySources() throws Exception {
    ProcessBuilder list =
        new ProcessBuilder("git", "ls-files", "-z", "-co", "--exclude-standard")
            .directory(Project.FOLDER.toFile());
    Process git = list.start();
    String files = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).isZero();
    for (String name : files.split("\0")) {
      Path source = Project.FOLDER.resolve(name);
      if (Files.exists(source)) {
        Files.createDirectories(copy.resolve(name).getParent());
        Files.copy(source, copy.resolve(name));
      }
    }
    Files.writeString(copy.resolve(".git"), "gitdir: " + gitFolder() + "\n");
  }

  private static String gitFolder() throws IOException {
    Path git = Project.FOLDER.resolve(".git");
    return Files.isDirectory(git)
        ? git.toString()
        : Files.readString(git).replaceFirst("gitdir: ", "").strip();
  }

  private ProcessBuilder maven() {
    ProcessBuilder maven =
        new ProcessBuilder(
                List.of(
                    "sh",
                    "-c",
                    "umask 077; exec \"$@\"",
                    "sh",
                    Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                    "--offline",
                    "--quiet",
                    "--batch-mode",
                    "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                    "-Dmaven.test.skip=true",
                    "package"))
            .directory(copy.toFile());
    maven.environment().putAll(ELSEWHERE);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // A build is over before the optimizing compiler pays off.
    maven.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    // Else git writes the other folder's times into the index of this one.
    maven.environment().put("GIT_OPTIONAL_LOCKS", "0");
    return maven;
  }
}

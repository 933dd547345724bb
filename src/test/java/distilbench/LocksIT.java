package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import distilbench.jvm.ChildProgram;
import distilbench.jvm.JvmFlags;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A temporary folder that users share: who measures blocks others, what lies there does not. */
@Timeout(120)
@Tag("thorough")
@EnabledOnOs(OS.LINUX)
class LocksIT {
  /** The user that every Linux has for those who own nothing. */
  private static final String STRANGER = "65534";

  private static final List<String> AS_STRANGER =
      List.of("setpriv", "--reuid", STRANGER, "--regid", STRANGER, "--clear-groups");

  private static final Path PROTECTED_REGULAR = Path.of("/proc/sys/fs/protected_regular");

  @TempDir private Path folder;
  private Path lock;

  @BeforeEach
  void shareTheFolder() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("tmp"));
    allow(folder, "rwxr-xr-x");
    assertThat(succeeds(List.of("chmod"), "1777", shared.toString())).isTrue();
    lock = shared.resolve("jmh.lock");
  }

  @Test
  void aLockWithoutHolderIsTakenAndReleased() throws Exception {
    assertMeasured(run(List.of())).isEmpty();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
        .as("every user may take it next, by reading it")
        .isEqualTo("rw-r--r--");
    assertMeasured(run(List.of())).isEmpty();
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "precious");
    allow(target, "r--------");
    Files.createSymbolicLink(lock, target);

    assertMeasured(run(List.of())).startsWith("JMH's lock " + lock + " of user ");

    assertThat(target).hasContent("precious");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("r--------");
  }

  @Test
  void whatAnotherUserLeftBlocksNobody() throws Exception {
    assumeThat(succeeds(AS_STRANGER, "true")).as("tests run as root").isTrue();
    Files.createFile(lock);

    allow(lock, "rw-r--r--");
    assertMeasured(run(AS_STRANGER)).isEmpty();

    allow(lock, "rw-------");
    assertMeasured(run(AS_STRANGER))
        .contains("jmh.lock of user ", " cannot be used (Permission denied)");
  }

  /**
   * In a folder for all this setting keeps even root from opening it as one that may be missing.
   */
  @Test
  void whatAnotherUserLeftDoesNotBlockRootEither() throws Exception {
    assumeThat(succeeds(AS_STRANGER, "touch", lock.toString())).as("tests run as root").isTrue();
    allow(lock, "rw-rw-rw-");
    String setting = Files.readString(PROTECTED_REGULAR).strip();
    assumeThat(succeeds(List.of("sh", "-c"), "echo 1 > " + PROTECTED_REGULAR)).isTrue();
    try {
      assertMeasured(run(List.of())).isEmpty();
    } finally {
      Files.writeString(PROTECTED_REGULAR, setting);
    }
  }

  @Test
  void whileAnotherUserMeasuresNothingBegins() throws Exception {
    assumeThat(succeeds(AS_STRANGER, "true")).as("tests run as root").isTrue();
    try (FileChannel held =
        FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(held.tryLock()).isNotNull();
      for (String permissions : List.of("rw-rw-rw-", "rw-r--r--", "rw-------")) {
        allow(lock, permissions);

        JarRun refused = run(AS_STRANGER);

        assertThat(refused.exitCode()).as(permissions + refused.errors()).isEqualTo(2);
        assertThat(refused.errors().lines())
            .singleElement()
            .asString()
            .startsWith(
                "another JMH run is under way: process " + ProcessHandle.current().pid() + " of")
            .contains(" holds " + lock + "; wait for its end");
      }
    }
    assertThat(own(AS_STRANGER).resolve("r.json")).doesNotExist();
  }

  private static AbstractStringAssert<?> assertMeasured(JarRun run) {
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    return assertThat(run.errors());
  }

  /** The smallest benchmark that there is, which needs no model. */
  private JarRun run(List<String> user) throws Exception {
    Path own = own(user);
    Files.deleteIfExists(own.resolve("r.json"));
    Files.deleteIfExists(own.resolve("r.env.json"));
    List<String> command = new ArrayList<>(user);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.quiet(Runtime.version().feature()));
    command.add("-Djava.io.tmpdir=" + lock.getParent());
    command.addAll(List.of("-jar", System.getProperty("benchmarks.jar")));
    command.addAll(List.of("Roofline", "-p", "m=3", "-p", "shape=64x32", "-f", "1"));
    command.addAll(List.of("-w", "10ms", "-r", "10ms", "-rff", "r.json"));
    try (ChildProgram run =
        ChildProgram.start(new ProcessBuilder(command).directory(own.toFile()))) {
      return new JarRun(run.exitCode(), run.output().text(), run.errors().text());
    }
  }

  /** A folder of the user's, to which nobody else may write. */
  private Path own(List<String> user) throws IOException {
    Path own = Files.createDirectories(folder.resolve(user.isEmpty() ? "mine" : "strangers"));
    if (!user.isEmpty()) {
      Files.setAttribute(own, "unix:uid", Integer.parseInt(STRANGER));
    }
    return own;
  }

  private static void allow(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static boolean succeeds(List<String> prefix, String... command) throws Exception {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(List.of(command));
    try {
      Process process =
          new ProcessBuilder(whole)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

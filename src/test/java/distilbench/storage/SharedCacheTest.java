package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Libraries are kept where nobody else can replace them, or nowhere. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class SharedCacheTest {
  private static final int STRANGER = 65534;

  @TempDir Path temp;
  private Path folder;
  private Path home;
  private Path cache;

  /** What a process said. */
  private record Answer(String output, String errors) {}

  @BeforeEach
  void makeFolders() throws IOException {
    allow(temp, "rwxr-xr-x");
    folder = Files.createDirectory(temp.resolve("run"));
    allow(folder, "rwxr-xr-x");
    home = Files.createDirectory(temp.resolve("home"));
    allow(home, "rwx------");
    cache = folder.resolve("models/.cache");
  }

  @Test
  void isBelowTheRunFolderAndForItsOwnerAlone() throws Exception {
    assertThat(ask()).isEqualTo(new Answer(cache.toString(), ""));

    assertThat(permissions(cache)).isEqualTo("rwx------");
    assertThat(permissions(cache.getParent())).doesNotMatch("....w.*|.......w.");
  }

  @Test
  void ofAnEarlierVersionIsClosedToOthersAndKept() throws Exception {
    Path kept = Files.writeString(Files.createDirectories(cache).resolve("kept"), "");
    allow(cache, "rwxr-xr-x");

    assertThat(ask()).isEqualTo(new Answer(cache.toString(), ""));

    assertThat(kept).exists();
    assertThat(permissions(cache)).isEqualTo("rwx------");
  }

  @Test
  void intoWhichOthersCouldWriteIsMadeAnewWithOneLine() throws Exception {
    Path planted = Files.writeString(Files.createDirectories(cache).resolve("planted"), "");
    allow(cache, "rwxrwxrwx");

    Answer first = ask();

    assertThat(first.output()).isEqualTo(cache.toString());
    assertThat(first.errors())
        .startsWith("others may write to " + cache + ": moved to .cache-untrusted-")
        .endsWith(", which you may delete, to make it anew")
        .hasLineCount(1);
    assertThat(planted).doesNotExist();
    assertThat(permissions(cache)).isEqualTo("rwx------");
    assertThat(ask().errors()).isEmpty();
  }

  @Test
  void plantedByAnotherUserIsMadeAnew() throws Exception {
    Path planted = Files.writeString(Files.createDirectories(cache).resolve("planted"), "");
    giveTo(STRANGER, cache);

    assertThat(ask().errors()).startsWith(cache + " belongs to user ").hasLineCount(1);

    assertThat(planted).doesNotExist();
  }

  @Test
  void inAFolderToWhichOthersMayWriteIsRefused() throws Exception {
    allow(folder, "rwxrwxrwx");

    assertThat(ask())
        .isEqualTo(
            new Answer(
                "refused: others may write to "
                    + folder
                    + ", so they could replace the native libraries in "
                    + cache
                    + "; run in a folder to which only you may write, or take that right away"
                    + " (chmod go-w)",
                ""));
    assertThat(cache).doesNotExist();
  }

  /** Such as a folder of the host's user that is mounted into a container of root's. */
  @Test
  void inAFolderOfAnotherUserIsNotUsed() throws Exception {
    giveTo(STRANGER, folder);
    Path own = home.resolve("distilbench");

    Answer first = ask();

    assertThat(first.output()).isEqualTo(own.toString());
    assertThat(first.errors())
        .startsWith("what runs make is kept in " + own + ": " + folder + " belongs to user ")
        .hasLineCount(1);
    assertThat(permissions(own)).isEqualTo("rwx------");
    assertThat(cache).doesNotExist();
    assertThat(ask()).isEqualTo(new Answer(own.toString(), ""));
  }

  @Test
  void ofOnesOwnIsRefusedWhereOthersMayWrite() throws Exception {
    giveTo(STRANGER, folder);
    allow(home, "rwxrwxrwx");

    assertThat(ask().output())
        .startsWith("refused: the cache cannot be kept in " + home.resolve("distilbench"))
        .contains("(others may write to " + home + ")", "set XDG_CACHE_HOME to a folder");
  }

  @Test
  void whoMayNotWriteThereHasOneOfTheirOwn() throws Exception {
    Path strangers = Files.createDirectory(temp.resolve("strangers"));
    Files.createDirectories(cache);
    giveTo(STRANGER, strangers);
    home = strangers;

    assertThat(ask(List.of("setpriv", "--reuid", "" + STRANGER, "--clear-groups"), "").output())
        .isEqualTo(strangers.resolve("distilbench").toString());
  }

  @Test
  void whatBelongsToAModelIsBesideItIfOnlyItsOwnerMayWriteThere() throws Exception {
    Path model = Files.createDirectory(temp.resolve("model"));
    allow(model, "rwxr-xr-x");
    assertThat(ask(List.of(), model.toString()).output()).isEqualTo(model.toString());

    allow(model, "rwxrwxrwx");
    assertThat(ask(List.of(), model.toString()).output())
        .isEqualTo(cache.resolve("models/key").toString());
  }

  @Test
  void modelsAreMadeBelowTheRunFolderIfOnlyItsOwnerMayWriteThere() throws Exception {
    assertThat(ask(List.of(), "made").output()).isEqualTo("models/made");
    assertThat(permissions(folder.resolve("models/made"))).isEqualTo("rwxr-xr-x");

    allow(folder.resolve("models/made"), "rwxrwxrwx");
    assertThat(ask(List.of(), "made").output()).isEqualTo(cache.resolve("models/made").toString());

    giveTo(STRANGER, folder);
    assertThat(ask(List.of(), "made").output())
        .isEqualTo(home.resolve("distilbench/models/made").toString());
  }

  private Answer ask() throws Exception {
    return ask(List.of(), "");
  }

  private Answer ask(List<String> as, String argument) throws Exception {
    List<String> command = new ArrayList<>(as);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), CachePlace.class.getName()));
    if (!argument.isEmpty()) {
      command.add(argument);
    }
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().put("XDG_CACHE_HOME", home.toString());
    try (ChildProgram child = ChildProgram.start(process)) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();
      return new Answer(child.output().text().strip(), child.errors().text().strip());
    }
  }

  private static String classPath() {
    return Path.of("target/classes").toAbsolutePath()
        + ":"
        + Path.of("target/test-classes").toAbsolutePath();
  }

  private static void allow(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void giveTo(int user, Path file) {
    boolean given;
    try {
      Files.setAttribute(file, "unix:uid", user);
      given = true;
    } catch (IOException e) {
      given = false;
    }
    assumeThat(given).as("tests run as root").isTrue();
  }
}

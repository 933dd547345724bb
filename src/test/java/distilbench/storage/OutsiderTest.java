package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whoever could replace a file is found, wherever on the way to it. */
@EnabledOnOs(OS.LINUX)
class OutsiderTest {
  /** The user that every Linux has for those who own nothing. */
  private static final int STRANGER = 65534;

  @TempDir Path temp;
  private Path above;
  private Path folder;

  @BeforeEach
  void makeFolders() throws IOException {
    above = Files.createDirectory(temp.resolve("above"));
    folder = Files.createDirectory(above.resolve("folder"));
    allow(above, "rwxr-xr-x");
    allow(folder, "rwxr-xr-x");
  }

  @Test
  void inAFolderOfOnesOwnNobodyIs() throws IOException {
    assertThat(Outsider.at(folder)).isEmpty();
    assertThat(Outsider.at(folder.resolve("not/yet/there"))).isEmpty();
  }

  @Test
  void whoeverMayWriteToItIs() throws IOException {
    allow(folder, "rwxr-xrwx");

    assertThat(Outsider.at(folder))
        .contains(new Outsider(folder, false, "others may write to " + folder));
  }

  @Test
  void whoeverMayRenameItIs() throws IOException {
    allow(above, "rwxr-xrwx");

    assertThat(Outsider.at(folder)).map(Outsider::place).contains(above);
  }

  /** As in /tmp, where everybody may make files. */
  @Test
  void inAStickyFolderNobodyRenamesWhatIsNotTheirs() throws IOException {
    chmod("1777", above);
    assertThat(Outsider.at(folder)).isEmpty();

    assertThat(Outsider.at(above)).as("but makes new files").isPresent();
  }

  @Test
  void aGroupThatIsNotItsOwnersMayNotWrite() throws IOException {
    allow(folder, "rwxrwxr-x");
    assumeThat(succeeds(() -> Files.setAttribute(folder, "unix:gid", STRANGER))).isTrue();

    assertThat(Outsider.at(folder)).map(Outsider::place).contains(folder);
  }

  @Test
  void aGroupOfOneIsItsOwner() throws IOException {
    allow(folder, "rwxrwxr-x");
    assumeThat(succeeds(() -> Files.setAttribute(folder, "unix:gid", 0)))
        .as("tests run as root, whose group has no other member")
        .isTrue();

    assertThat(Outsider.at(folder)).isEmpty();
  }

  @Test
  void anotherOwnerIs() throws IOException {
    assumeThat(succeeds(() -> Files.setAttribute(above, "unix:uid", STRANGER)))
        .as("tests run as root")
        .isTrue();

    assertThat(Outsider.at(folder))
        .hasValueSatisfying(
            found -> {
              assertThat(found.owner()).isTrue();
              assertThat(found.text()).startsWith(above + " belongs to user ");
            });
  }

  @Test
  void aLinkIsFollowedAndIsItselfLookedAt() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
    assertThat(Outsider.at(link)).isEmpty();

    allow(above, "rwxr-xrwx");
    assertThat(Outsider.at(link)).map(Outsider::place).contains(above);

    allow(above, "rwxr-xr-x");
    assumeThat(
            succeeds(
                () ->
                    Files.setAttribute(
                        link, "unix:uid", STRANGER, java.nio.file.LinkOption.NOFOLLOW_LINKS)))
        .isTrue();
    assertThat(Outsider.at(link)).map(Outsider::place).contains(link);
  }

  private static void allow(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static void chmod(String mode, Path file) throws IOException {
    Files.setAttribute(file, "unix:mode", Integer.parseInt(mode, 8));
  }

  /** Only root gives files away. */
  private static boolean succeeds(Step step) {
    try {
      step.run();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}

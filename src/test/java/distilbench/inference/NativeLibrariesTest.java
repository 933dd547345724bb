package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.console.AwaitedLines;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded is what the jar has, whatever lies in the cache. */
@EnabledOnOs(OS.LINUX)
class NativeLibrariesTest {
  @TempDir Path cache;
  private final AwaitedLines log = new AwaitedLines();
  private Path folder;

  @BeforeEach
  void unpack() {
    folder = NativeLibraries.verified(cache, log.asStream());
  }

  @Test
  void allAreUnpackedOnceAndNothingElse() throws IOException {
    List<Path> unpacked = files(folder);
    Object when = Files.getLastModifiedTime(unpacked.get(0));

    assertThat(NativeLibraries.verified(cache, log.asStream())).isEqualTo(folder);

    assertThat(unpacked)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("libonnxruntime.so", "libonnxruntime4j_jni.so", "libtokenizers.so");
    assertThat(Files.getLastModifiedTime(unpacked.get(0))).isEqualTo(when);
    assertThat(log.text()).isEmpty();
  }

  /** Whoever maps a truncated library is ended by SIGBUS. */
  @Test
  void oneThatIsTruncatedIsUnpackedAnew() throws IOException {
    for (Path file : files(folder)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() / 2);
      }
    }
    assertHealed();
  }

  @Test
  void oneOfWhichAByteIsAnotherIsUnpackedAnew() throws IOException {
    for (Path file : files(folder).subList(2, 3)) {
      byte[] content = Files.readAllBytes(file);
      content[content.length - 1] ^= 1;
      Files.write(file, content);
    }
    assertHealed();
  }

  @Test
  void oneThatSomebodyPlantedIsUnpackedAnew() throws IOException {
    Path elsewhere = cache.resolve("elsewhere");
    Files.move(files(folder).get(0), elsewhere, StandardCopyOption.REPLACE_EXISTING);
    Files.createSymbolicLink(folder.resolve("libonnxruntime.so"), elsewhere);
    assertHealed();
  }

  @Test
  void oneThatIsMissingOrOneTooManyIsNoticed() throws IOException {
    Files.writeString(folder.resolve("libonnxruntime_providers_shared.so"), "planted");
    assertHealed();
    Files.delete(files(folder).get(1));
    assertHealed();
  }

  @Test
  void aFileOrALinkInTheFoldersPlaceIsReplaced() throws IOException {
    DurableFiles.deleteFolder(folder);
    Files.writeString(folder, "planted");
    assertHealed();
    DurableFiles.deleteFolder(folder);
    Files.createSymbolicLink(folder, Files.createDirectory(cache.resolve("planted")));
    assertHealed();
    assertThat(cache.resolve("planted")).isEmptyDirectory();
  }

  private void assertHealed() throws IOException {
    AwaitedLines said = new AwaitedLines();
    assertThat(NativeLibraries.verified(cache, said.asStream())).isEqualTo(folder);
    assertThat(said.text())
        .isEqualToIgnoringNewLines(folder + " is damaged; unpacking the native libraries anew");

    assertThat(files(folder)).hasSize(3).allMatch(file -> !Files.isSymbolicLink(file));
    AwaitedLines again = new AwaitedLines();
    NativeLibraries.verified(cache, again.asStream());
    assertThat(again.text()).isEmpty();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}

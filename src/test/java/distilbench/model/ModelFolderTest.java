package distilbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder that is not a whole, undamaged model is refused in one line that names the file. */
class ModelFolderTest {
  @TempDir Path temp;

  private Path directory;
  private Path manifest;

  @BeforeEach
  void makeAModel() throws IOException {
    directory = temp.resolve("model");
    manifest = directory.resolve("manifest.json");
    TinyModel.copyTo(directory);
  }

  @Test
  void aFolderWithoutManifestIsNoModel() throws IOException {
    Files.delete(manifest);

    assertRefused(this::open)
        .hasMessage(
            "no model in %s: it has no manifest.json;"
                + " name a folder that 'model generate' has made",
            directory);
  }

  @Test
  void aFolderThatDoesNotExistIsNoModel() {
    assertRefused(() -> ModelFolder.open(temp.resolve("nowhere")))
        .hasMessageContaining("no model in " + temp.resolve("nowhere"))
        .hasMessageContaining("model generate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not JSON",
        "{\"format\": 1",
        "[]",
        "{\"format\": 1, \"seed\": 1, \"unheard-of\": true}",
        "{\"format\": 1, \"geometry\": {\"layers\": 2, \"hidden\": 7, \"heads\": 3}}"
      })
  void anUnreadableManifestIsRefused(String content) throws IOException {
    Files.writeString(manifest, content);

    assertRefused(this::open)
        .hasMessageContaining(manifest + " is not readable as a manifest")
        .hasMessageContaining("delete " + directory + ", then 'model generate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"format\": 1, \"files\": {}}",
        "{\"format\": 1, \"geometry\":"
            + " {\"layers\": 1, \"hidden\": 2, \"heads\": 1, \"ffn\": 1, \"vocabulary\": 1, \"positions\": 1},"
            + " \"files\": {\"model.onnx\": {\"bytes\": 1, \"sha256\": \"00\"}}}"
      })
  void anIncompleteManifestIsRefused(String content) throws IOException {
    Files.writeString(manifest, content);

    assertRefused(this::open).hasMessageContaining(manifest + " is not a manifest of this version");
  }

  @Test
  void aManifestThatSaysNothingAboutAFileIsRefused() throws IOException {
    String content = Files.readString(manifest);
    Files.writeString(
        manifest,
        content.replaceFirst("(?s)\"weights.bin\" : \\{.*?\\}", "\"weights.bin\" : null"));

    assertRefused(this::open).hasMessageContaining(manifest + " is not a manifest of this version");
  }

  @Test
  void aManifestOfAnotherFormatIsRefused() throws IOException {
    String content = Files.readString(manifest);
    Files.writeString(manifest, content.replaceFirst("\"format\" : 1", "\"format\" : 2"));

    assertRefused(this::open).hasMessageContaining(manifest + " is not a manifest of this version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "weights.bin", "tokenizer.json"})
  void aMissingFileIsRefused(String name) throws IOException {
    Files.delete(directory.resolve(name));

    assertRefused(this::open)
        .hasMessage(
            "cannot read %1$s (No such file or directory); mend that, or delete %2$s,"
                + " then 'model generate %2$s' with the options that it was made with",
            directory.resolve(name), directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "weights.bin", "tokenizer.json"})
  void aFileOfTheWrongSizeIsRefused(String name) throws IOException {
    Path file = directory.resolve(name);
    long size = Files.size(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size - 1);
    }

    assertRefused(this::open)
        .hasMessageContaining(file + " has " + (size - 1) + " bytes, its manifest says " + size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "weights.bin", "tokenizer.json"})
  void verificationFindsOneChangedByte(String name) throws IOException {
    Path file = directory.resolve(name);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);

    ModelFolder opened = open();

    assertRefused(opened::verify).hasMessageContaining(file + " is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "/etc/passwd", "sub/../../secret", "..", ".", "a\\\\u0000b"})
  void aFileOutsideOfTheFolderIsRefused(String name) throws IOException {
    Files.writeString(temp.resolve("secret"), "secret");
    String content = Files.readString(manifest);
    Files.writeString(
        manifest,
        content.replaceFirst(
            "\"files\" : \\{",
            "\"files\" : { \"" + name + "\": {\"bytes\": 6, \"sha256\": \"00\"},"));

    assertRefused(this::open).hasMessageContaining(name.substring(0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "weights.bin", "tokenizer.json"})
  @DisabledOnOs(OS.WINDOWS)
  void aLinkThatLeadsOutsideIsRefused(String name) throws IOException {
    Path outside = temp.resolve("outside");
    Files.move(directory.resolve(name), outside);
    Files.createSymbolicLink(directory.resolve(name), outside);

    assertRefused(this::open)
        .hasMessageContaining(
            manifest + " names " + name + ", which lies outside of the folder; put a copy there");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkWithinTheFolderOrToItIsFollowed() throws IOException {
    Files.move(directory.resolve("weights.bin"), directory.resolve("blob"));
    Files.createSymbolicLink(directory.resolve("weights.bin"), Path.of("blob"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), directory);

    assertThatCode(() -> ModelFolder.open(link).verify()).doesNotThrowAnyException();
  }

  /** Edited, these would silently change texts or the share of the machine's matrix multiply. */
  @ParameterizedTest
  @CsvSource({
    "layers, 2, 3",
    "hidden, 32, 64",
    "heads, 4, 8",
    "ffn, 64, 128",
    "vocabulary, 30522, 30521",
    "positions, 512, 256"
  })
  void aGeometryThatIsNotTheGraphsIsRefused(String size, int real, int stated) throws IOException {
    String content = Files.readString(manifest);
    String edited =
        content.replaceFirst("\"" + size + "\" : " + real, "\"" + size + "\" : " + stated);
    assertThat(edited).isNotEqualTo(content);
    Files.writeString(manifest, edited);
    ModelFolder opened = open();

    assertRefused(opened::verifyManifest)
        .hasMessageContaining(
            "%s does not fit %s: it says %s %d, the graph has %d; delete",
            manifest, directory.resolve("model.onnx"), size, stated, real);
  }

  @Test
  void aGraphThatReadsWhatTheManifestDoesNotListIsRefused() throws IOException {
    Path graph = directory.resolve("model.onnx");
    byte[] content = Files.readAllBytes(graph);
    Files.writeString(
        graph,
        new String(content, StandardCharsets.ISO_8859_1).replace("weights.bin", "secrets.bin"),
        StandardCharsets.ISO_8859_1);
    ModelFolder opened = open();

    assertRefused(opened::verifyManifest)
        .hasMessageContaining("the graph reads secrets.bin, which is not listed");
  }

  @Test
  void aGraphThatIsNoneIsRefused() throws IOException {
    Path graph = directory.resolve("model.onnx");
    Files.write(graph, new byte[(int) Files.size(graph)]);
    ModelFolder opened = open();

    assertRefused(opened::verifyManifest).hasMessageContaining(graph.toString());
  }

  @Test
  void aWholeModelIsAccepted() {
    assertThatCode(
            () -> {
              ModelFolder opened = open();
              opened.verify();
              opened.verifyManifest();
            })
        .doesNotThrowAnyException();
  }

  private ModelFolder open() {
    return ModelFolder.open(directory);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ThrowingCallable attempt) {
    return assertThatThrownBy(attempt)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("\n");
  }
}

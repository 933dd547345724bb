package distilbench.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no whole set of tensors is refused in one line that names the file and the tensor. */
class CheckpointTest {
  private static final String ONE = "model-00001-of-00002.safetensors";
  private static final String TWO = "model-00002-of-00002.safetensors";

  /** Of four float32 numbers. */
  private static final byte[] DATA = new byte[16];

  @TempDir Path temp;

  @Test
  void aFileTellsItsTensors() throws IOException {
    Files.write(file(), new RawFile().add("a", List.of(2, 1), 1, 2).add("b", List.of(), 3).bytes());

    Checkpoint found = Checkpoint.open(temp);

    assertThat(found.files()).containsExactly(java.util.Map.entry("model.safetensors", file()));
    assertThat(found.tensors().keySet()).containsExactly("a", "b");
    assertThat(found.tensors().get("a").shape()).containsExactly(2L, 1L);
    assertThat(found.tensors().get("b").bytes()).isEqualTo(4);
    assertThat(found.tensors().get("b").offset()).isEqualTo(Files.size(file()) - 4);
  }

  /** A header may end in spaces, and say more than is known. */
  @Test
  void whatOthersAddIsLeftAside() throws IOException {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"F32\",\"shape\":[4],"
            + "\"data_offsets\":[0,16],\"more\":{}}}    ";
    Files.write(file(), RawFile.bytes(header, DATA));

    assertThat(Checkpoint.open(temp).tensors().keySet()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 20, 70})
  void aTruncatedFileIsRefused(int left) throws IOException {
    byte[] whole = new RawFile().add("a", List.of(4), 1, 2, 3, 4).bytes();
    Files.write(file(), Arrays.copyOf(whole, left));

    assertRefused();
  }

  @Test
  void aHeaderThatIsLongerThanTheFileIsRefused() throws IOException {
    byte[] whole = new RawFile().add("a", List.of(1), 1).bytes();
    whole[4] = 1;
    Files.write(file(), whole);

    assertRefused().hasMessageContaining("its header has 4294967");
  }

  @Test
  void aHeaderThatWouldFillTheMemoryIsRefused() throws IOException {
    Files.write(file(), RawFile.bytes(" ".repeat(5 << 20), DATA));

    assertRefused().hasMessageContaining("its header has 5242880 bytes, more than 4 MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not JSON                                       | its header is not JSON",
        "{\"a\":                                        | its header is not JSON",
        "[]                                             | its header is no JSON object",
        "{} {}                                          | its header goes on after",
        "{\"a\":1}                                      | of tensor 'a'",
        "{\"a\":null}                                   | of tensor 'a'",
        "{\"a\":{}}                                     | type, shape and place of tensor 'a'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4.5],\"data_offsets\":[0,16]}}   | of tensor 'a'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}}    | of tensor 'a'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0]}}        | of tensor 'a'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-1,16]}}    | of tensor 'a'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"4\"],\"data_offsets\":[0,16]}} | of tensor 'a'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,99999999999999999999]}} | 'a'"
      })
  void aHeaderThatSaysNoneIsRefused(String header, String problem) throws IOException {
    Files.write(file(), RawFile.bytes(header, DATA));

    assertRefused().hasMessageContaining(problem);
  }

  @Test
  void aTensorThatIsThereTwiceIsRefused() throws IOException {
    String entry = RawFile.entry("a", "F32", "[4]", 0, 16);
    Files.write(file(), RawFile.bytes("{" + entry + "," + entry + "}", DATA));

    assertRefused();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 4, 16, 'tensor ''b'' of type F32 and shape [2] has 12 bytes'",
    "0, 8, 4, 12, 'tensor ''b'' overlaps the one before by 4 bytes'",
    "0, 8, 0, 8, 'tensor ''b'' overlaps the one before by 8 bytes'",
    "0, 4, 8, 16, 'tensor ''a'' of type F32 and shape [2] has 4 bytes'",
    "8, 16, 16, 24, 'tensor ''b'' lies at 16 to 24, the file holds 16 bytes of tensors'",
    "8, 16, 0, 0, 'tensor ''b'' of type F32 and shape [2] has 0 bytes'",
    "8, 0, 8, 16, 'tensor ''a'' lies at 8 to 0, the file holds 16 bytes'"
  })
  void tensorsThatLieWrongAreRefused(long aFrom, long aTo, long bFrom, long bTo, String problem)
      throws IOException {
    String header =
        "{"
            + RawFile.entry("a", "F32", "[2]", aFrom, aTo)
            + ","
            + RawFile.entry("b", "F32", "[2]", bFrom, bTo)
            + "}";
    Files.write(file(), RawFile.bytes(header, DATA));

    assertRefused().hasMessageContaining(problem);
  }

  @Test
  void holesAreRefused() throws IOException {
    Files.write(file(), RawFile.bytes("{" + RawFile.entry("a", "F32", "[2]", 8, 16) + "}", DATA));

    assertRefused().hasMessageContaining("tensor 'a' comes after 8 bytes of no tensor");

    Files.write(file(), RawFile.bytes("{" + RawFile.entry("a", "F32", "[2]", 0, 8) + "}", DATA));

    assertRefused().hasMessageContaining("its last 8 bytes are of no tensor");
  }

  @Test
  void sizesThatNoNumberHoldsAreRefused() throws IOException {
    String header = RawFile.entry("a", "F32", "[4294967296,4294967296]", 0, 16);
    Files.write(file(), RawFile.bytes("{" + header + "}", DATA));

    assertRefused().hasMessageContaining("tensor 'a' of type F32");
  }

  @Test
  void aNameCannotCommandTheTerminal() throws IOException {
    String name = "\\u001b[2J" + "x".repeat(500);
    Files.write(file(), RawFile.bytes("{\"" + name + "\":1}", DATA));

    assertRefused().hasMessageContaining("tensor '\\u001b[2Jxxx").message().hasSizeLessThan(400);
  }

  @Test
  void aPointerOfGitIsRefused() throws IOException {
    Files.writeString(
        file(), "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 267832558\n");

    assertRefused().hasMessageContaining("run 'git lfs pull' in its folder");
  }

  @Test
  void shardsAreOneCheckpoint() throws IOException {
    writeShards(ONE, TWO);

    Checkpoint found = Checkpoint.open(temp);

    assertThat(found.tensors().keySet()).containsExactly("a", "b");
    assertThat(found.tensors().get("b").file()).isEqualTo(temp.resolve(TWO));
    assertThat(found.files().keySet()).containsExactly("model.safetensors.index.json", ONE, TWO);
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    writeShards(ONE, TWO);
    Files.delete(temp.resolve(TWO));

    assertRefused()
        .hasMessageContaining(temp.resolve(TWO).toString())
        .hasMessageContaining("No such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside.safetensors", "sub/../../outside.safetensors", "ABSOLUTE"})
  void aShardOutsideOfTheFolderIsRefused(String name) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("model/sub")).getParent();
    Path outside = temp.resolve("outside.safetensors");
    Files.write(outside, new RawFile().add("a", List.of(1), 1).bytes());
    String written = name.replace("ABSOLUTE", outside.toString());
    writeIndex(folder, "{\"a\":\"" + written + "\"}");

    assertRefused(folder)
        .hasMessageContaining("outside.safetensors")
        .hasMessageContaining("lies outside of the folder; put a copy there");
  }

  @ParameterizedTest
  @ValueSource(strings = {ONE, "model.safetensors"})
  @DisabledOnOs(OS.WINDOWS)
  void aLinkThatLeadsOutsideIsRefused(String name) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("model"));
    Path outside = temp.resolve("outside.safetensors");
    Files.write(outside, new RawFile().add("a", List.of(1), 1).bytes());
    Files.createSymbolicLink(folder.resolve(name), outside);
    writeIndex(folder, "{\"a\":\"" + ONE + "\"}");

    assertRefused(folder)
        .hasMessageContaining(folder.resolve(name).toString())
        .hasMessageContaining("lies outside of the folder");
  }

  /** The Hub's own cache has nothing but links in a model's folder. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkIntoTheSameModelsCacheIsFollowed() throws IOException {
    Path cached = temp.resolve("models--owner--name");
    Path blob = Files.createDirectories(cached.resolve("blobs")).resolve("0123");
    Files.write(blob, new RawFile().add("a", List.of(1), 1).bytes());
    Path folder = Files.createDirectories(cached.resolve("snapshots/abc"));
    Files.createSymbolicLink(
        folder.resolve("model.safetensors"), Path.of("../../blobs").resolve("0123"));

    assertThat(Checkpoint.open(folder).tensors().keySet()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"a\":1}", "null", "\"x\""})
  void anIndexThatNamesNoFilesIsRefused(String map) throws IOException {
    writeIndex(temp, map);

    assertRefused().hasMessageContaining("model.safetensors.index.json does not say");
  }

  @Test
  void anIndexThatNamesWhatIsNotThereIsRefused() throws IOException {
    writeShards(ONE, TWO);
    writeIndex(temp, "{\"a\":\"" + ONE + "\",\"b\":\"" + TWO + "\",\"c\":\"" + TWO + "\"}");

    assertRefused().hasMessageContaining(TWO + " has no tensor 'c'");
  }

  @Test
  void aTensorThatTheIndexDoesNotNameIsRefused() throws IOException {
    writeShards(ONE, TWO);
    writeIndex(temp, "{\"a\":\"" + ONE + "\"}");
    Files.write(
        temp.resolve(ONE), new RawFile().add("a", List.of(1), 1).add("z", List.of(1), 1).bytes());

    assertRefused().hasMessageContaining(ONE + ": tensor 'z' should not be there");
  }

  private void writeShards(String one, String two) throws IOException {
    Files.write(temp.resolve(one), new RawFile().add("a", List.of(1), 1).bytes());
    Files.write(temp.resolve(two), new RawFile().add("b", List.of(2), 2, 3).bytes());
    writeIndex(temp, "{\"b\":\"" + two + "\",\"a\":\"" + one + "\"}");
  }

  private static void writeIndex(Path folder, String map) throws IOException {
    Files.write(
        folder.resolve("model.safetensors.index.json"),
        ("{\"metadata\":{\"total_size\":12},\"weight_map\":" + map + "}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private Path file() {
    return temp.resolve("model.safetensors");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
    return assertRefused(temp).hasMessageContaining(temp.toString());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path folder) {
    return assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("\n");
  }
}

package distilbench.model.safetensors;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads and checks the header of a safetensors file: its length as 8 bytes, little-endian; JSON
 * that names each tensor's type, shape and place; then the tensors, one after the other without
 * holes.
 */
final class SafetensorsHeader {
  private static final String METADATA = "__metadata__";

  /** Forty times what a model of a thousand tensors has. */
  private static final int LONGEST = 4 << 20;

  /** What Git leaves in the place of a large file that it did not fetch. */
  private static final String GIT_POINTER = "version https://git-lfs";

  private static final ObjectReader PLACES =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build()
          .readerFor(Place.class);

  private final Path file;
  private final long fileBytes;
  private final long dataOffset;
  private final List<TensorEntry> tensors = new ArrayList<>();

  private SafetensorsHeader(Path file, long fileBytes, long dataOffset) {
    this.file = file;
    this.fileBytes = fileBytes;
    this.dataOffset = dataOffset;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Place(
      String dtype, List<Long> shape, @JsonProperty("data_offsets") List<Long> offsets) {

    boolean isComplete() {
      return dtype != null
          && shape != null
          && shape.stream().allMatch(size -> size != null && size >= 0)
          && offsets != null
          && offsets.size() == 2
          && offsets.stream().allMatch(offset -> offset != null && offset >= 0);
    }
  }

  /**
   * Lists the tensors of a file, in the order in which they lie there.
   *
   * @throws InvalidInputException naming the file, and the tensor if it is one's fault
   */
  static List<TensorEntry> read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long fileBytes = channel.size();
      int length = length(file, channel, fileBytes);
      byte[] json = bytes(channel, Long.BYTES, length).array();
      SafetensorsHeader header = new SafetensorsHeader(file, fileBytes, Long.BYTES + length);
      header.parse(json);
      header.checkPlaces();
      return List.copyOf(header.tensors);
    } catch (EOFException e) {
      throw damaged(file, "it is cut off");
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + FileProblem.of(e), e);
    }
  }

  private static int length(Path file, FileChannel channel, long fileBytes) throws IOException {
    if (fileBytes < Long.BYTES) {
      throw damaged(file, "it has " + fileBytes + " bytes");
    }
    int known = (int) Math.min(fileBytes, GIT_POINTER.length());
    String begin = new String(bytes(channel, 0, known).array(), StandardCharsets.ISO_8859_1);
    if (begin.equals(GIT_POINTER)) {
      throw new InvalidInputException(
          file + " is only Git's pointer to the file; run 'git lfs pull' in its folder");
    }
    long length = bytes(channel, 0, Long.BYTES).getLong(0);
    if (length < 0 || length > fileBytes - Long.BYTES) {
      throw damaged(
          file,
          String.format(
              "its header has %s bytes, the file %d", Long.toUnsignedString(length), fileBytes));
    } else if (length > LONGEST) {
      throw damaged(
          file, String.format("its header has %d bytes, more than %d MiB", length, LONGEST >> 20));
    }
    return (int) length;
  }

  private static ByteBuffer bytes(FileChannel channel, long offset, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes;
  }

  private void parse(byte[] json) throws IOException {
    try (JsonParser parser = PLACES.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw damaged(file, "its header is no JSON object");
      }
      String name = parser.nextFieldName();
      while (name != null) {
        parser.nextToken();
        if (name.equals(METADATA)) {
          parser.skipChildren();
        } else {
          add(name, parser);
        }
        name = parser.nextFieldName();
      }
      if (parser.nextToken() != null) {
        throw damaged(file, "its header goes on after the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(damaged(file, "its header is not JSON").getMessage(), e);
    }
  }

  private void add(String name, JsonParser parser) throws IOException {
    Place place = place(parser);
    if (place == null || !place.isComplete()) {
      throw damaged(
          file,
          String.format(
              "its header does not say type, shape and place of tensor '%s'",
              TensorEntry.shortened(name)));
    }
    long begin = place.offsets().get(0);
    long end = place.offsets().get(1);
    TensorEntry tensor =
        new TensorEntry(file, name, place.dtype(), place.shape(), dataOffset + begin, end - begin);
    if (begin > end || end > fileBytes - dataOffset) {
      throw damaged(
          tensor,
          String.format(
              "lies at %d to %d, the file holds %d bytes of tensors",
              begin, end, fileBytes - dataOffset));
    }
    checkSize(tensor);
    tensors.add(tensor);
  }

  private static Place place(JsonParser parser) throws IOException {
    try {
      return PLACES.readValue(parser);
    } catch (DatabindException e) {
      return null;
    }
  }

  /** Sizes of other types are no concern: they are not read. */
  private static void checkSize(TensorEntry tensor) {
    ElementType.named(tensor.type())
        .ifPresent(
            type -> {
              if (!hasElements(tensor, tensor.bytes() / type.bytes())
                  || tensor.bytes() % type.bytes() != 0) {
                throw damaged(
                    tensor,
                    String.format(
                        "of type %s and shape %s has %d bytes",
                        tensor.type(), tensor.shape(), tensor.bytes()));
              }
            });
  }

  private static boolean hasElements(TensorEntry tensor, long elements) {
    try {
      return tensor.shape().stream().reduce(1L, Math::multiplyExact) == elements;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private void checkPlaces() {
    tensors.sort(Comparator.comparingLong(TensorEntry::offset).thenComparing(TensorEntry::bytes));
    long end = dataOffset;
    for (TensorEntry tensor : tensors) {
      if (tensor.offset() < end) {
        throw damaged(
            tensor, String.format("overlaps the one before by %d bytes", end - tensor.offset()));
      } else if (tensor.offset() > end) {
        throw damaged(
            tensor, String.format("comes after %d bytes of no tensor", tensor.offset() - end));
      }
      end = tensor.offset() + tensor.bytes();
    }
    if (end < fileBytes) {
      throw damaged(file, String.format("its last %d bytes are of no tensor", fileBytes - end));
    }
  }

  private static InvalidInputException damaged(Path file, String what) {
    return new InvalidInputException(
        file + " is no whole safetensors file: " + what + "; get it anew");
  }

  private static InvalidInputException damaged(TensorEntry tensor, String what) {
    return damaged(
        tensor.file(), String.format("tensor '%s' %s", TensorEntry.shortened(tensor.name()), what));
  }
}

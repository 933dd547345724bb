package distilbench.variant;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.console.Progress;
import distilbench.machine.Int8Sums;
import distilbench.model.ModelFolder;
import distilbench.model.graph.AlignedFile;
import distilbench.model.graph.ConstantVector;
import distilbench.model.graph.Int8Columns;
import distilbench.model.graph.Int8Range;
import distilbench.storage.FileRange;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;

/** Writes the weights of a graph that multiplies integers, and declares them in it. */
final class IntegerWeights {
  /** As many integers as this CPU multiplies with bytes without losing anything. */
  static final Int8Range RANGE = Int8Range.of(Int8Sums.areExact());

  private final Path source;
  private final Collection<WeightMatrix> matrices;
  private final Collection<TensorProto> others;

  /**
   * @param source the model's weights
   * @param matrices those that become integers
   * @param others what else the graph uses
   */
  IntegerWeights(Path source, Collection<WeightMatrix> matrices, Collection<TensorProto> others) {
    this.source = source;
    this.matrices = matrices;
    this.others = others;
  }

  /** Name of a matrix's integers, int8 [k, n]. */
  static String integers(WeightMatrix matrix) {
    return matrix.name() + "_int8";
  }

  /** Name of the scales of its columns, float32 [n]. */
  static String scales(WeightMatrix matrix) {
    return matrix.name() + "_scales";
  }

  /**
   * Writes them, flushed.
   *
   * @param graph gets them as constants
   * @return bytes of the integers
   */
  long write(GraphProto.Builder graph, Path file, PrintStream log) throws IOException {
    Progress progress =
        new Progress(log, "rounding weights to integers", matrices.size(), "matrices");
    long bytes = 0;
    try (AlignedFile weights = new AlignedFile(file)) {
      for (TensorProto tensor : others) {
        graph.addInitializer(
            tensor.getExternalDataCount() == 0
                ? tensor
                : at(tensor.toBuilder(), weights.copy(place(tensor)), place(tensor).bytes()));
      }
      for (WeightMatrix matrix : matrices) {
        Int8Columns columns = Int8Columns.of(values(matrix), matrix.columns(), RANGE);
        graph.addInitializer(integers(matrix, weights.append(columns.values())));
        graph.addInitializer(ConstantVector.of(scales(matrix), columns.scales()));
        bytes += columns.values().length;
        progress.advance(1);
      }
    }
    progress.finish();
    return bytes;
  }

  private static TensorProto integers(WeightMatrix matrix, long offset) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(integers(matrix))
            .setDataType(TensorProto.DataType.INT8_VALUE)
            .addDims(matrix.rows())
            .addDims(matrix.columns());
    return at(tensor, offset, (long) matrix.rows() * matrix.columns());
  }

  /** The same tensor at another place, in the file beside the graph. */
  private static TensorProto at(TensorProto.Builder tensor, long offset, long bytes) {
    tensor.clearExternalData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
    addEntry(tensor, "location", ModelFolder.WEIGHTS);
    addEntry(tensor, "offset", Long.toString(offset));
    addEntry(tensor, "length", Long.toString(bytes));
    return tensor.build();
  }

  private static void addEntry(TensorProto.Builder tensor, String key, String value) {
    tensor.addExternalData(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
  }

  private FileRange place(TensorProto tensor) {
    return new FileRange(source, entry(tensor, "offset"), entry(tensor, "length"));
  }

  private static long entry(TensorProto tensor, String key) {
    return tensor.getExternalDataList().stream()
        .filter(entry -> entry.getKey().equals(key))
        .mapToLong(entry -> Long.parseLong(entry.getValue()))
        .findFirst()
        .orElseThrow();
  }

  /** A matrix as it is multiplied with, row by row. */
  private FloatBuffer values(WeightMatrix matrix) throws IOException {
    FileRange place = place(matrix.tensor());
    FloatBuffer values;
    try (FileChannel file = FileChannel.open(place.file())) {
      values =
          file.map(FileChannel.MapMode.READ_ONLY, place.offset(), place.bytes())
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
    }
    return matrix.transposed() ? transposed(values, matrix.rows(), matrix.columns()) : values;
  }

  /** [n, k] as [k, n]. */
  private static FloatBuffer transposed(FloatBuffer values, int rows, int columns) {
    FloatBuffer transposed = FloatBuffer.allocate(rows * columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed.put(values.get(column * rows + row));
      }
    }
    return transposed.flip();
  }
}

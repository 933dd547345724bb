package distilbench.importing;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import distilbench.importing.OnnxFile.Initializer;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.proctree.FilePages;
import distilbench.proctree.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether processes that map a model's weights would really share its matrices. ONNX Runtime may
 * make others of them when it loads a graph, which it keeps in the memory of each process.
 */
final class SharedMatrices {
  private static final double MIB = 1 << 20;

  /** Types of constant matrices that all of ONNX Runtime's products pack. */
  private static final Set<Integer> PACKABLE =
      Set.of(DataType.FLOAT_VALUE, DataType.INT8_VALUE, DataType.UINT8_VALUE);

  private final ModelFolder model;

  SharedMatrices(ModelFolder model) {
    this.model = model;
  }

  /**
   * Too few of them may lie in the file with the packed weights, or too few of those that are
   * packed whenever a graph is loaded.
   *
   * @param graph what ONNX Runtime has written beside the packed weights
   */
  Optional<String> whyNotPacked(Path graph) {
    OnnxFile file = OnnxFile.read(graph);
    Set<String> inputs =
        file.graph().getInputList().stream()
            .map(ValueInfoProto::getName)
            .collect(Collectors.toSet());
    long unpacked = bytes(file, tensor -> isPackable(tensor, inputs) && !isPacked(tensor));
    return whyTooFew("keeps", bytes(file, ExternalData::isIn) - unpacked);
  }

  /** Those that are not are used as they are. */
  private static boolean isPackable(TensorProto tensor, Set<String> inputs) {
    return PACKABLE.contains(tensor.getDataType())
        && tensor.getDimsCount() == 2
        && !inputs.contains(tensor.getName());
  }

  /**
   * Too few of them may be the model's own: those that it has transposed, or joined with others,
   * have other names.
   *
   * @param graph as above: optimizing a graph makes the same of it, however its weights are held
   */
  Optional<String> whyNotMapped(Path graph) {
    Set<String> own =
        OnnxFile.read(model.graph()).initializers().stream()
            .map(Initializer::tensor)
            .filter(ExternalData::isIn)
            .map(TensorProto::getName)
            .collect(Collectors.toSet());
    return whyTooFew("uses", bytes(OnnxFile.read(graph), tensor -> own.contains(tensor.getName())));
  }

  /**
   * Too little of a file may be in use: all matrices have been once texts were answered.
   *
   * @param file what this process should have mapped
   */
  Optional<String> whyNotInUse(Path file) {
    ProcFs proc = ProcFs.ofThisMachine();
    try {
      FilePages.Part part =
          new FilePages(proc)
              .ofFile(file.toRealPath(), List.of(ProcessHandle.current().pid()))
              .get(0);
      return part.complete()
          ? whyTooFew("uses", (part.alone() + part.shared()) * proc.pageBytes())
          : Optional.empty();
    } catch (IOException e) {
      // Where the system does not tell, nobody measures sharing either.
      return Optional.empty();
    }
  }

  private Optional<String> whyTooFew(String does, long bytes) {
    long all = model.description().matrixBytes();
    return bytes >= ModelDescription.LEAST_SHARED_PART * all
        ? Optional.empty()
        : Optional.of(
            String.format(
                "ONNX Runtime %s only %.1f of %.1f MiB of its matrices in the file",
                does, bytes / MIB, all / MIB));
  }

  private static boolean isPacked(TensorProto tensor) {
    return tensor.getExternalDataList().stream()
        .anyMatch(entry -> entry.getKey().startsWith("prepacked"));
  }

  private static long bytes(OnnxFile file, Predicate<TensorProto> kind) {
    Set<String> names = new GraphFacts(file).matrices();
    return file.initializers().stream()
        .map(Initializer::tensor)
        .filter(tensor -> names.contains(tensor.getName()) && kind.test(tensor))
        .mapToLong(tensor -> TensorType.bytes(tensor).orElse(0))
        .sum();
  }
}

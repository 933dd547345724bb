package distilbench.importing;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.model.ModelSignature.Content;
import distilbench.model.ModelSignature.Input;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a given graph can be fed and read, from what it declares. Names are those that Hugging Face's
 * and PyTorch's exporters give.
 *
 * @param inputs all that it declares
 * @param output the one that is read
 * @param perToken whether the output has a row for each token, which are yet to be pooled
 */
record GraphSignature(List<Input> inputs, String output, boolean perToken) {
  private static final Map<String, Content> INPUTS = new LinkedHashMap<>();

  static {
    INPUTS.put("input_ids", Content.TOKEN_IDS);
    INPUTS.put("attention_mask", Content.ATTENTION_MASK);
    INPUTS.put("token_type_ids", Content.TOKEN_TYPES);
    INPUTS.put("position_ids", Content.POSITIONS);
  }

  /** Of classes. */
  static final String LOGITS = "logits";

  /** The first that a graph has is read; whether it has a row for each token. */
  private static final Map<String, Boolean> OUTPUTS = new LinkedHashMap<>();

  static {
    OUTPUTS.put(LOGITS, false);
    OUTPUTS.put("sentence_embedding", false);
    OUTPUTS.put("last_hidden_state", true);
    OUTPUTS.put("token_embeddings", true);
  }

  private static final int SEQUENCE_RANK = 2;

  /**
   * Reads what a graph declares.
   *
   * @throws InvalidInputException naming what it has instead of what can be used
   */
  static GraphSignature of(Path file, GraphFacts graph) {
    List<Input> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.inputs()) {
      inputs.add(input(file, input));
    }
    if (inputs.stream().noneMatch(input -> input.content() == Content.TOKEN_IDS)) {
      throw new InvalidInputException(
          String.format(
              "%s has no input input_ids but %s; export a text encoder, with its inputs named as"
                  + " Hugging Face names them",
              file, names(graph.inputs())));
    }
    ValueInfoProto output = output(file, graph.outputs());
    boolean perToken = OUTPUTS.get(output.getName());
    checkOutput(file, output, perToken ? SEQUENCE_RANK + 1 : SEQUENCE_RANK);
    return new GraphSignature(List.copyOf(inputs), output.getName(), perToken);
  }

  private static Input input(Path file, ValueInfoProto input) {
    Content content = INPUTS.get(input.getName());
    if (content == null) {
      throw new InvalidInputException(
          String.format(
              "%s wants the input %s; inputs that can be fed are %s: export it without the others",
              file, TerminalText.oneLine(input.getName()), String.join(", ", INPUTS.keySet())));
    }
    TypeProto.Tensor type = input.getType().getTensorType();
    int element = type.getElemType();
    if (element != DataType.INT64_VALUE && element != DataType.INT32_VALUE) {
      throw new InvalidInputException(
          String.format(
              "%s: its input %s is %s; int64 or int32 can be fed: export it so",
              file, input.getName(), TensorType.name(element)));
    }
    if (type.hasShape()) {
      checkInputShape(file, input.getName(), type.getShape());
    }
    return new Input(input.getName(), content, element == DataType.INT32_VALUE);
  }

  private static void checkInputShape(Path file, String name, TensorShapeProto shape) {
    boolean fixed = shape.getDimList().stream().anyMatch(Dimension::hasDimValue);
    if (fixed || shape.getDimCount() != SEQUENCE_RANK) {
      throw new InvalidInputException(
          String.format(
              "%s: its input %s is of shape %s; texts are of any number and length: export it with"
                  + " both dimensions dynamic",
              file, name, words(shape)));
    }
  }

  private static ValueInfoProto output(Path file, List<ValueInfoProto> outputs) {
    for (String name : OUTPUTS.keySet()) {
      for (ValueInfoProto output : outputs) {
        if (output.getName().equals(name)) {
          return output;
        }
      }
    }
    throw new InvalidInputException(
        String.format(
            "%s has the outputs %s; one that can be read is %s: export it so",
            file, names(outputs), String.join(", ", OUTPUTS.keySet())));
  }

  private static void checkOutput(Path file, ValueInfoProto output, int rank) {
    TypeProto.Tensor type = output.getType().getTensorType();
    if (type.getElemType() != DataType.FLOAT_VALUE) {
      throw new InvalidInputException(
          String.format(
              "%s: its output %s is %s; float32 can be read: export it so",
              file, output.getName(), TensorType.name(type.getElemType())));
    }
    if (type.hasShape() && type.getShape().getDimCount() != rank) {
      throw new InvalidInputException(
          String.format(
              "%s: its output %s is of shape %s; what can be read is [texts, %snumbers]: export a"
                  + " model that gives one answer per text",
              file,
              output.getName(),
              words(type.getShape()),
              rank == SEQUENCE_RANK ? "" : "tokens, "));
    }
  }

  /** As Python writes it: [batch, 128]. */
  private static String words(TensorShapeProto shape) {
    return shape.getDimList().stream()
        .map(
            dimension ->
                dimension.hasDimValue()
                    ? Long.toString(dimension.getDimValue())
                    : dimension.hasDimParam() ? TerminalText.oneLine(dimension.getDimParam()) : "?")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String names(List<ValueInfoProto> values) {
    return values.isEmpty()
        ? "none"
        : values.stream()
            .map(value -> TerminalText.oneLine(value.getName()))
            .collect(Collectors.joining(", "));
  }
}

package distilbench.importing;

import distilbench.console.InvalidInputException;
import distilbench.model.graph.Architecture;
import distilbench.model.graph.Family;
import distilbench.model.graph.Tensor;
import distilbench.model.safetensors.Checkpoint;
import distilbench.model.safetensors.TensorEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds an architecture's tensors in a checkpoint, whatever prefix their names have there: models
 * saved with a head have one, encoders saved alone do not. Models of 2018 call weight and bias of a
 * normalization gamma and beta.
 */
final class TensorMatch {
  /** Parts that only training uses, or only heads that are not wired. */
  private static final List<String> UNREAD =
      List.of(
          "pooler.",
          "cls.",
          "lm_head.",
          "vocab_transform.",
          "vocab_layer_norm.",
          "vocab_projector.");

  /** Counted numbers that older versions of transformers save with the weights. */
  private static final String BUFFER = "I64";

  private final Checkpoint checkpoint;
  private final Family family;
  private final Map<String, TensorEntry> byPlainName = new LinkedHashMap<>();

  TensorMatch(Checkpoint checkpoint, Family family) {
    this.checkpoint = checkpoint;
    this.family = family;
    for (TensorEntry entry : checkpoint.tensors().values()) {
      TensorEntry other = byPlainName.put(plain(entry.name()), entry);
      if (other != null) {
        throw entry.unusable(
            String.format("is there again as '%s'; keep one of them", other.name()));
      }
    }
  }

  /** A name without the family's prefix, in today's spelling. */
  private String plain(String name) {
    String plain =
        name.startsWith(family.prefix()) ? name.substring(family.prefix().length()) : name;
    return plain
        .replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
        .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
  }

  /** Whether there is a classifier. */
  boolean hasClassifier() {
    return byPlainName.containsKey(family.classifierWeight());
  }

  /**
   * How many classes the classifier tells apart.
   *
   * @throws InvalidInputException if there is no classifier
   */
  int labels() {
    TensorEntry weight = byPlainName.get(family.classifierWeight());
    if (weight == null) {
      throw missing(family.classifierWeight(), family.classifierClass());
    }
    long rows = weight.shape().isEmpty() ? 0 : weight.shape().get(0);
    if (rows < 1 || rows > Integer.MAX_VALUE) {
      throw weight.unusable(
          String.format("has shape %s, a row per class is needed", weight.shape()));
    }
    return (int) rows;
  }

  /**
   * Finds all tensors.
   *
   * @throws InvalidInputException naming the first that is missing, of another shape or type, or
   *     belongs to nothing
   */
  Map<Tensor, TensorEntry> match(Architecture architecture) {
    Map<String, TensorEntry> left = new LinkedHashMap<>(byPlainName);
    Map<Tensor, TensorEntry> matched = new LinkedHashMap<>();
    for (Tensor tensor : architecture.tensors()) {
      TensorEntry entry = left.remove(plain(tensor.name()));
      if (entry == null) {
        throw missing(tensor.name(), architecture.torchClass());
      }
      check(tensor, entry);
      matched.put(tensor, entry);
    }
    left.forEach((name, entry) -> refuseExtra(name, entry, architecture));
    return matched;
  }

  private InvalidInputException missing(String tensor, String torchClass) {
    return new InvalidInputException(
        String.format(
            "%s has no tensor '%s', which a %s of this %s has; save the whole model",
            checkpoint.mainFile(), tensor, torchClass, ModelConfig.NAME));
  }

  private static void check(Tensor tensor, TensorEntry entry) {
    List<Long> shape = tensor.torchShape().stream().map(Integer::longValue).toList();
    if (!entry.shape().equals(shape)) {
      throw entry.unusable(
          String.format(
              "has shape %s, %s says %s; take both from one model",
              entry.shape(), ModelConfig.NAME, shape));
    }
    entry.requireReadable();
  }

  private static void refuseExtra(String name, TensorEntry entry, Architecture architecture) {
    if (UNREAD.stream().noneMatch(name::startsWith) && !entry.type().equals(BUFFER)) {
      throw entry.unusable(
          String.format(
              "belongs to no part of a %s of this %s; take both from one model",
              architecture.torchClass(), ModelConfig.NAME));
    }
  }
}

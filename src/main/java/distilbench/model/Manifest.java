package distilbench.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import distilbench.storage.FileFacts;
import distilbench.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a model folder says about itself, as {@code manifest.json}. Synthetic models are of format 1
 * and say their geometry, from which the rest follows; imported ones are of format 2 and say what
 * was found.
 *
 * @param format version of this record
 * @param origin where the weights come from, in words
 * @param seed seed of synthetic weights; null of others
 * @param geometry of synthetic models; null of others
 * @param description of imported models; null of others
 * @param files size and digest of every other file of the folder that makes the model, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    int format,
    String origin,
    Long seed,
    Geometry geometry,
    ModelDescription description,
    Map<String, FileFacts> files) {
  private static final int SYNTHETIC = 1;
  private static final int IMPORTED = 2;

  /** That of a model with seeded weights. */
  public static Manifest ofSynthetic(
      String origin, long seed, Geometry geometry, Map<String, FileFacts> files) {
    return new Manifest(SYNTHETIC, origin, seed, geometry, null, files);
  }

  /** That of a model that was made elsewhere. */
  public static Manifest ofImported(
      String origin, ModelDescription description, Map<String, FileFacts> files) {
    return new Manifest(IMPORTED, origin, null, null, description, files);
  }

  /**
   * SHA-256 of what decides the logits of given token ids: the graph's and the weights' digests.
   */
  String modelSha() {
    String digests =
        files.get(ModelFolder.GRAPH).sha256() + files.get(ModelFolder.WEIGHTS).sha256();
    return Sha256.of(digests.getBytes(StandardCharsets.US_ASCII));
  }

  String tokenizerSha() {
    return files.get(ModelFolder.TOKENIZER).sha256();
  }

  /** Whether it says all that a manifest must say. */
  boolean isComplete() {
    boolean described =
        format == SYNTHETIC && geometry != null || format == IMPORTED && description != null;
    return described
        && files != null
        && files.keySet().containsAll(ModelFolder.FILES)
        && files.values().stream().noneMatch(facts -> facts == null || facts.sha256() == null);
  }
}

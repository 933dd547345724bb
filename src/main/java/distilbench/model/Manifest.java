package distilbench.model;

import distilbench.storage.FileFacts;
import distilbench.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a model folder says about itself, as {@code manifest.json}.
 *
 * @param format version of this record; {@link #FORMAT}
 * @param origin where the weights come from, in words
 * @param seed seed of synthetic weights
 * @param files size and digest of every other file of the folder that makes the model, by name
 */
public record Manifest(
    int format, String origin, long seed, Geometry geometry, Map<String, FileFacts> files) {
  public static final int FORMAT = 1;

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

  boolean isComplete() {
    return geometry != null
        && files != null
        && files.keySet().containsAll(ModelFolder.FILES)
        && files.values().stream().noneMatch(facts -> facts == null || facts.sha256() == null);
  }
}

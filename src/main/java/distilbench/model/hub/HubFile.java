package distilbench.model.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that a hub lists.
 *
 * @param path within the model, with slashes; as the hub says it
 * @param bytes its size
 * @param sha256 of a large file, kept with Git LFS; 64 hexadecimal digits
 * @param gitSha1 of another one, that of git's blob; 40 hexadecimal digits
 */
record HubFile(String path, long bytes, Optional<String> sha256, Optional<String> gitSha1) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

  /** Reads an entry of the list; of a large file the size that git has is that of a pointer. */
  static HubFile of(JsonNode entry) {
    JsonNode large = entry.path("lfs");
    boolean isLarge = large.isObject();
    return new HubFile(
        entry.path("path").asText(),
        (isLarge ? large : entry).path("size").asLong(-1),
        digest(large.path("oid"), SHA256),
        isLarge ? Optional.empty() : digest(entry.path("oid"), SHA1));
  }

  private static Optional<String> digest(JsonNode node, Pattern form) {
    return Optional.of(node.asText()).filter(form.asMatchPredicate());
  }

  /** In what a file that was fetched differs from this; in nothing that the hub says, if so. */
  Optional<String> differs(ContentDigest found) {
    return differs("bytes", Long.toString(bytes), Long.toString(found.bytes()))
        .or(() -> sha256.flatMap(listed -> differs("SHA-256", listed, found.sha256())))
        .or(() -> gitSha1.flatMap(listed -> differs("git SHA-1", listed, found.gitSha1())));
  }

  private static Optional<String> differs(String what, String listed, String found) {
    return listed.equals(found)
        ? Optional.empty()
        : Optional.of(String.format("%s %s instead of %s", what, found, listed));
  }
}

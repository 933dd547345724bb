package distilbench.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * Which versions this jar was built from; known without loading any of them.
 *
 * @param distilbench this project's
 * @param commit the git commit, in hexadecimal digits; empty if it was built outside a repository
 * @param modified whether the working tree differed from that commit; empty as above
 */
public record Versions(
    String distilbench,
    Optional<String> commit,
    Optional<Boolean> modified,
    String jmh,
    String onnxRuntime,
    String tokenizers) {
  private static final String RESOURCE = "/distilbench/versions.properties";

  /** What Maven writes where git tells nothing. */
  private static final String UNKNOWN = "unknown";

  /** Those of the jar, or of the classes, that this JVM runs. */
  public static Versions ofThisJar() {
    try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
      Properties versions = new Properties();
      versions.load(in);
      return of(versions);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the versions from the jar", e);
    }
  }

  static Versions of(Properties versions) {
    return new Versions(
        versions.getProperty("distilbench"),
        known(versions, "commit"),
        known(versions, "modified").map(Boolean::valueOf),
        versions.getProperty("jmh"),
        versions.getProperty("onnxruntime"),
        versions.getProperty("tokenizers"));
  }

  private static Optional<String> known(Properties versions, String name) {
    return Optional.of(versions.getProperty(name)).filter(value -> !value.equals(UNKNOWN));
  }
}

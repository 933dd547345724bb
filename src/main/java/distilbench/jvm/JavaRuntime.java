package distilbench.jvm;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A Java installation, as its system properties describe it.
 *
 * @param executable what starts it: a path, or a name on the search path
 * @param feature 17 of Java 17.0.15
 * @param vendor {@code java.vm.vendor}
 * @param name {@code java.vm.name}
 * @param version {@code java.runtime.version}
 */
public record JavaRuntime(
    String executable, int feature, String vendor, String name, String version) {
  private static final int LEAST_FEATURE = 17;
  private static final String ADVICE =
      "; give -jvm the java of a JDK, " + LEAST_FEATURE + " or newer";

  /** The one that runs this. */
  public static JavaRuntime ofThisJvm() {
    return described(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), System::getProperty);
  }

  /**
   * Starts another one to ask it.
   *
   * @throws InvalidInputException if that is not a JVM, or one that is too old
   */
  public static JavaRuntime of(String executable) {
    Map<String, String> properties = properties(executable);
    // Up to Java 8 it reads 1.8.
    if (!properties.getOrDefault("java.specification.version", "").matches("\\d+")) {
      throw new InvalidInputException(executable + " is no such JVM" + ADVICE);
    }
    JavaRuntime java = described(executable, properties::get);
    if (java.feature < LEAST_FEATURE) {
      throw new InvalidInputException(executable + " is Java " + java.feature + ADVICE);
    }
    return java;
  }

  private static JavaRuntime described(String executable, UnaryOperator<String> properties) {
    return new JavaRuntime(
        executable,
        Integer.parseInt(properties.apply("java.specification.version")),
        properties.apply("java.vm.vendor"),
        properties.apply("java.vm.name"),
        properties.apply("java.runtime.version"));
  }

  /** What a program that may be a JVM answers; nothing if it is none. */
  private static Map<String, String> properties(String executable) {
    try {
      Process asked =
          new ProcessBuilder(executable, "-XshowSettings:properties", "-version")
              .redirectErrorStream(true)
              .start();
      asked.getOutputStream().close();
      String answer = new String(asked.getInputStream().readAllBytes(), Charset.defaultCharset());
      Map<String, String> properties = new HashMap<>();
      answer
          .lines()
          .map(line -> line.strip().split(" = ", 2))
          .filter(pair -> pair.length == 2)
          .forEach(pair -> properties.put(pair[0], pair[1]));
      return properties;
    } catch (IOException e) {
      throw new InvalidInputException(e.getMessage() + ADVICE, e);
    }
  }
}

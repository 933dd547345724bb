package distilbench.jvm;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a JVM says when it does not start. */
final class JvmWords {
  /** Said beside every reason. */
  private static final Set<String> NO_REASON =
      Set.of(
          "Error occurred during initialization of VM",
          "Error: Could not create the Java Virtual Machine.",
          "Error: A fatal exception has occurred. Program will exit.");

  private JvmWords() {}

  /** The reasons among lines that a process has said, in one line; empty if there are none. */
  static String reasons(List<String> lines) {
    return lines.stream()
        .filter(JvmWords::areWorthTelling)
        .map(String::strip)
        .collect(Collectors.joining(" | "));
  }

  /** Whether a line says more than that something went wrong. */
  static boolean areWorthTelling(String line) {
    return !line.isBlank() && !NO_REASON.contains(line.strip());
  }
}

package distilbench.jvm;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment variables under which every measured process runs. They must be there before the
 * process starts: glibc and ONNX Runtime read them once.
 */
public final class MeasuredEnvironment {
  private static final Map<String, String> VARIABLES =
      new TreeMap<>(
          Map.of(
              // ONNX Runtime sends usage data otherwise, from a thread of its own.
              "ORT_DISABLE_TELEMETRY", "1",
              // One malloc arena per core and thread otherwise: memory that depends on luck.
              "MALLOC_ARENA_MAX", "2",
              // glibc raises this threshold as it goes, and then keeps freed tensors.
              "MALLOC_MMAP_THRESHOLD_", "131072",
              // The tokenizer would otherwise start threads on the model's cores.
              "TOKENIZERS_PARALLELISM", "false"));

  private MeasuredEnvironment() {}

  /** The variables with their values, sorted by name. */
  public static Map<String, String> variables() {
    return Collections.unmodifiableMap(VARIABLES);
  }

  /** Prints one line if this process lacks part of them: its figures do not compare then. */
  public static void warnIfIncomplete() {
    List<String> missing = missingFrom(System.getenv());
    if (!missing.isEmpty()) {
      System.err.println(
          "This process runs without "
              + String.join(" ", missing)
              + ": its figures do not compare with those of java -jar benchmarks.jar");
    }
  }

  /** The variables that a process with this environment lacks, as NAME=value, sorted. */
  public static List<String> missingFrom(Map<String, String> environment) {
    return VARIABLES.entrySet().stream()
        .filter(wanted -> !wanted.getValue().equals(environment.get(wanted.getKey())))
        .map(wanted -> wanted.getKey() + "=" + wanted.getValue())
        .toList();
  }
}

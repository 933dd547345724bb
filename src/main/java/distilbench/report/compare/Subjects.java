package distilbench.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import distilbench.report.data.Change;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RunFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What differs between two runs besides their figures, and may be what made these differ. */
final class Subjects {
  /** Of each row, by JMH's names. */
  private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

  /** Of the sidecar. */
  private static final Map<String, String> FACTS = new LinkedHashMap<>();

  static {
    SETTINGS.put("jdkVersion", "JDK");
    SETTINGS.put("vmName", "JVM");
    SETTINGS.put("vmVersion", "JVM version");
    SETTINGS.put("jvmArgs", "jvmArgs");

    FACTS.put("software.distilbench", "distilbench");
    FACTS.put("software.commit", "commit");
    FACTS.put("software.onnxRuntime", "ONNX Runtime");
    FACTS.put("software.tokenizers", "tokenizers");
    FACTS.put("forks.jvmFlags", "forks' JVM flags");
    FACTS.put("forks.classArchive", "forks' class archive");
    FACTS.put("forks.environment", "forks' environment");
    FACTS.put("forks.inherited", "inherited environment");
    FACTS.put("machine.os.name", "OS");
    FACTS.put("machine.os.kernel", "kernel");
    FACTS.put("machine.cpu.microcode", "microcode");
    FACTS.put("machine.memory.transparentHugePages", "transparent huge pages");
    FACTS.put("machine.limits.memoryBytes", "memory limit");
  }

  private Subjects() {}

  /** Each difference once, in words. */
  static List<String> of(RunFile base, RunFile other, List<RowPair> pairs) {
    List<Optional<String>> changes = new ArrayList<>();
    SETTINGS.forEach(
        (name, title) ->
            pairs.forEach(
                pair ->
                    changes.add(
                        Change.of(
                            title,
                            setting(pair.base().row(), name),
                            setting(pair.other().row(), name)))));
    FACTS.forEach(
        (path, title) -> changes.add(Change.of(title, fact(base, path), fact(other, path))));
    changes.add(modified(Comparison.BASE, base));
    changes.add(modified(Comparison.OTHER, other));
    return changes.stream().flatMap(Optional::stream).distinct().toList();
  }

  private static JsonNode setting(ResultRow row, String name) {
    return row.settings().get(name);
  }

  private static JsonNode fact(RunFile run, String path) {
    return run.fact(path).orElse(MissingNode.getInstance());
  }

  private static Optional<String> modified(String side, RunFile run) {
    return run.fact("software.modified")
        .filter(JsonNode::asBoolean)
        .map(yes -> side + " was built from a changed working tree");
  }
}

package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** On which machine a run was measured, as far as its sidecar tells. */
public final class RunMachine {
  /** What makes a machine another one: what it is, and what decides how fast it may be. */
  private static final List<String> FACTS =
      List.of(
          "product.vendor",
          "product.name",
          "hypervisor.name",
          "cpu.architecture",
          "cpu.vendor",
          "cpu.model",
          "cpu.family",
          "cpu.modelNumber",
          "cpu.stepping",
          "cpu.isa",
          "topology.sockets",
          "topology.cores",
          "topology.threads",
          "topology.usableCores",
          "topology.usableThreads",
          "topology.allowedThreads",
          "caches",
          "frequency.maxMHz",
          "frequency.governor",
          "limits.cpuQuotaCores",
          "limits.memoryBytes");

  /** The kernel keeps some RAM for itself, not always the same. */
  private static final double SAME_RAM = 0.05;

  private static final double GIB = 1L << 30;

  private RunMachine() {}

  /** CPU and usable cores; empty if nothing tells. */
  public static String name(RunFile run) {
    Optional<JsonNode> model =
        run.fact("machine.cpu.model").or(() -> run.fact("machine.product.name"));
    if (model.isEmpty() || model.get().asText().isEmpty()) {
      return "";
    }
    String name = model.get().asText().replaceAll("\\((?:R|TM|r|tm)\\)", "");
    return TerminalText.oneLine(name) + cores(run);
  }

  private static String cores(RunFile run) {
    return run.fact("machine.topology.usableCores")
        .map(JsonNode::asText)
        .filter(cores -> !cores.equals("0"))
        .map(cores -> ", " + cores + (cores.equals("1") ? " core" : " cores"))
        .orElse("");
  }

  /** Whether the sidecar tells what machine it was. */
  public static boolean isKnown(RunFile run) {
    return run.fact("machine").filter(JsonNode::isObject).isPresent();
  }

  /**
   * In what two machines differ; empty if in nothing that both files tell. That there is none of
   * something, as of a limit, is told too.
   */
  public static List<String> differences(RunFile base, RunFile other) {
    List<String> differences = new ArrayList<>();
    for (String fact : FACTS) {
      Change.ofFacts(fact, valueOf(base, fact), valueOf(other, fact)).ifPresent(differences::add);
    }
    double before = ram(base);
    double after = ram(other);
    if (Math.abs(before - after) > SAME_RAM * Math.max(before, after)) {
      Change.of("RAM", gibibytes(before), gibibytes(after)).ifPresent(differences::add);
    }
    return differences;
  }

  private static JsonNode valueOf(RunFile run, String fact) {
    return run.facts().at("/machine/" + fact.replace('.', '/'));
  }

  private static double ram(RunFile run) {
    return run.fact("machine.memory.ramBytes").map(JsonNode::asDouble).orElse(Double.NaN);
  }

  private static String gibibytes(double bytes) {
    return (long) Math.rint(bytes / GIB) + " GiB";
  }

  /** Whether it is known that two runs were measured on one machine. */
  public static boolean isSame(RunFile base, RunFile other) {
    return isKnown(base) && isKnown(other) && differences(base, other).isEmpty();
  }
}

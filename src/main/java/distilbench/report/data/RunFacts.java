package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.TerminalText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a sidecar says about machine and software, in words. */
public final class RunFacts {
  private static final String UNKNOWN = "unknown";
  private static final double GIB = 1L << 30;

  private final RunFile run;

  public RunFacts(RunFile run) {
    this.run = run;
  }

  /**
   * Facts by what they are about, the same ones in the same order for every run; "unknown" where
   * the sidecar does not tell, with the reason if it gives one.
   */
  public Map<String, String> all() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("machine", told("machine.product.vendor", "name"));
    facts.put("CPU", told("machine.cpu.model"));
    facts.put("architecture", told("machine.cpu.architecture"));
    facts.put("instruction sets", told("machine.cpu.isa"));
    facts.put("cores that may be used", told("machine.topology.usableCores"));
    facts.put("sockets, cores, threads", told("machine.topology.sockets", "cores", "threads"));
    facts.put("highest frequency, MHz", told("machine.frequency.maxMHz"));
    facts.put("governor", told("machine.frequency.governor"));
    facts.put("matrix multiply, GFLOP/s", rates());
    facts.put("RAM, GiB", ram());
    facts.put("hypervisor", told("machine.hypervisor.name"));
    facts.put("CPU quota, cores", told("machine.limits.cpuQuotaCores"));
    facts.put("operating system", told("machine.os.name"));
    facts.put("kernel", told("machine.os.kernel"));
    facts.put("JVM", told("jvm.vendor", "version"));
    facts.put("distilbench", told("software.distilbench"));
    facts.put("commit", told("software.commit"));
    facts.put("JMH", told("software.jmh"));
    facts.put("ONNX Runtime", told("software.onnxRuntime"));
    facts.put("models, SHA-256", inputs("modelSha256"));
    facts.put("corpora, SHA-256", inputs("corpusSha256"));
    facts.put("arguments", told("run.commandLine"));
    facts.put("seed of the order", told("run.seed"));
    facts.put("begun", told("run.start"));
    facts.put("ended", told("run.end"));
    return facts;
  }

  private String rates() {
    List<String> rates = new ArrayList<>();
    for (GemmPrecision precision : GemmPrecision.values()) {
      addRate(rates, run.gemmRateOfOneCore(precision), " on one thread" + precision.words());
      addRate(rates, run.gemmRate(precision), " on all cores" + precision.words());
    }
    return rates.isEmpty() ? UNKNOWN : String.join(", ", rates);
  }

  private static void addRate(List<String> rates, double rate, String where) {
    if (Double.isFinite(rate)) {
      rates.add(NumberFormat.UNLIMITED.show(rate) + where);
    }
  }

  private String ram() {
    String path = "machine.memory.ramBytes";
    return run.fact(path)
        .map(ResultsFile::number)
        .filter(Double::isFinite)
        .map(bytes -> NumberFormat.UNLIMITED.show(bytes / GIB))
        .orElseGet(() -> told(path));
  }

  /**
   * @param beside names of more facts in the same object
   */
  private String told(String path, String... beside) {
    int dot = path.lastIndexOf('.');
    String parent = path.substring(0, dot + 1);
    List<JsonNode> values = new ArrayList<>();
    run.fact(path).ifPresent(values::add);
    for (String name : beside) {
      run.fact(parent + name).ifPresent(values::add);
    }
    if (values.isEmpty()) {
      Optional<String> why =
          run.fact(parent + "whyNull." + path.substring(dot + 1))
              .map(RunFacts::words)
              .map(TerminalText::oneLine)
              .filter(words -> !words.isEmpty());
      return why.map(words -> UNKNOWN + ": " + words).orElse(UNKNOWN);
    }
    String words =
        TerminalText.oneLine(
            values.stream().map(RunFacts::words).collect(Collectors.joining(", ")));
    return words.isEmpty() ? "none" : words;
  }

  private static String words(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(RunFacts::words)
          .collect(Collectors.joining(" "));
    }
    return value.isObject() ? value.toString() : value.asText();
  }

  private String inputs(String name) {
    String values =
        run.entries("inputs").stream()
            .map(input -> input.path(name))
            .filter(value -> !value.isMissingNode() && !value.isNull())
            .map(Change::brief)
            .filter(value -> !value.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? UNKNOWN : values;
  }
}

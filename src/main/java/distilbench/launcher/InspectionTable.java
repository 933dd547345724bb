package distilbench.launcher;

import distilbench.console.Quantity;
import distilbench.console.TerminalText;
import distilbench.model.Geometry;
import distilbench.model.ModelDescription;
import distilbench.model.ModelSignature;
import distilbench.model.Pooling;
import distilbench.model.Task;
import distilbench.model.TextLimits;
import distilbench.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An inspected model as a table of two columns, what and which, at most 120 wide. */
final class InspectionTable {
  private static final int WIDTH = 120;
  private static final String GAP = "  ";
  private static final double MIB = 1 << 20;
  private static final int MOST_LABELS = 8;
  private static final String BETWEEN = ", ";

  private final InspectedModel inspected;
  private final ModelDescription description;

  InspectionTable(InspectedModel inspected) {
    this.inspected = inspected;
    this.description = inspected.description();
  }

  String text() {
    Map<String, List<String>> rows = rows();
    int width = rows.keySet().stream().mapToInt(String::length).max().orElseThrow();
    StringBuilder text = new StringBuilder();
    rows.forEach(
        (head, parts) -> {
          String label = head;
          for (String line : lines(parts, WIDTH - width - GAP.length())) {
            text.append(label)
                .append(" ".repeat(width - label.length()))
                .append(GAP)
                .append(line)
                .append('\n');
            label = "";
          }
        });
    return text.toString();
  }

  /** Puts as many parts in a line as fit; one that is too long has a line of its own. */
  private static List<String> lines(List<String> parts, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String part = TerminalText.ofOutput().line(parts.get(i)) + (i + 1 < parts.size() ? "," : "");
      if (!line.isEmpty() && line.length() + 1 + part.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(part);
    }
    lines.add(line.toString());
    return lines;
  }

  private Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    rows.put("model", List.of(inspected.model()));
    rows.put("measured", List.of(inspected.folder()));
    rows.put("origin", List.of(inspected.origin().split(", ")));
    rows.put(
        "family",
        List.of(description.family() + (description.quantized() ? BETWEEN + "quantized" : "")));
    rows.put("task", task());
    rows.put("geometry", geometry());
    rows.put(
        "parameters", List.of(String.format(Locale.ROOT, "%,d", inspected.graph().parameters())));
    rows.put("size", List.of(mib(inspected.bytes())));
    rows.put("inputs", inputs());
    rows.put("output", output());
    rows.put("tokens", limits());
    rows.put("texts", texts());
    rows.put("work", List.of(work()));
    rows.put("operators", operators());
    rows.put("SHARED_MAPPED", List.of(sharing(Weights.MAPPED)));
    rows.put("SHARED_PREPACKED", List.of(sharing(Weights.PREPACKED)));
    inspected
        .variants()
        .forEach((variant, obstacle) -> rows.put(variant, List.of(possible(obstacle))));
    return rows;
  }

  private static String possible(String obstacle) {
    return obstacle.isEmpty() ? "possible" : "not possible: " + obstacle;
  }

  private List<String> task() {
    if (description.task() == Task.EMBEDDING) {
      return List.of("embedding of " + Quantity.of(description.signature().width(), "dimension"));
    }
    List<String> labels = description.labels();
    List<String> parts = new ArrayList<>();
    parts.add("classification into " + Quantity.of(labels.size(), "label"));
    labels.stream().limit(MOST_LABELS).forEach(parts::add);
    if (labels.size() > MOST_LABELS) {
      parts.add(labels.size() - MOST_LABELS + " more");
    }
    return parts;
  }

  private List<String> geometry() {
    Geometry sizes = inspected.geometry();
    return sizes == null
        ? List.of("not known")
        : List.of(
            Quantity.of(sizes.layers(), "layer"),
            "hidden " + sizes.hidden(),
            Quantity.of(sizes.heads(), "head"),
            "feed-forward " + sizes.ffn(),
            "vocabulary " + sizes.vocabulary(),
            Quantity.of(sizes.positions(), "position"));
  }

  private List<String> inputs() {
    return description.signature().inputs().stream()
        .map(input -> input.name() + (input.int32() ? " int32" : " int64"))
        .toList();
  }

  private List<String> output() {
    ModelSignature signature = description.signature();
    boolean pooled = signature.pooling() != Pooling.NONE;
    List<String> parts = new ArrayList<>();
    parts.add(
        String.format(
            "%s [text, %s%d]", signature.output(), pooled ? "token, " : "", signature.width()));
    if (pooled) {
      parts.add("pooled: " + pooled(signature.pooling()));
    }
    if (signature.normalized()) {
      parts.add("divided by its norm");
    }
    return parts;
  }

  private static String pooled(Pooling pooling) {
    return switch (pooling) {
      case NONE -> "no";
      case CLS -> "the first token";
      case MEAN -> "mean over tokens";
      case MAX -> "maximum over tokens";
    };
  }

  private List<String> limits() {
    TextLimits limits = description.texts();
    return List.of(
        "at most " + limits.maxTokens() + " per text",
        String.format(
            "padded on the %s with %d", limits.padLeft() ? "left" : "right", limits.padId()));
  }

  private List<String> texts() {
    return List.of(
        Quantity.of(inspected.texts(), "text") + " of " + inspected.corpus(),
        String.format(
            Locale.ROOT,
            "tokens min %d, median %d, mean %.1f, p95 %d, max %d",
            inspected.tokens().min(),
            inspected.tokens().median(),
            inspected.tokens().mean(),
            inspected.tokens().p95(),
            inspected.tokens().max()),
        inspected.tokens().truncated() + " cut");
  }

  private String work() {
    return inspected.gflopPerText() == null
        ? "not known"
        : String.format(
            Locale.ROOT,
            "%.3g GFLOP per text of %.1f tokens",
            inspected.gflopPerText(),
            inspected.tokens().mean());
  }

  private List<String> operators() {
    return inspected.graph().operators().entrySet().stream()
        .map(type -> type.getKey() + " " + type.getValue())
        .toList();
  }

  /** What a worker holds of its own with private weights. */
  private String sharing(Weights weights) {
    String reason = description.unsuited().get(weights);
    return reason == null
        ? "at least " + mib(description.matrixBytes()) + " less for each further worker"
        : "not possible: " + reason;
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
  }
}

package distilbench.report.verdict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is thought of one kind of figure.
 *
 * @param findings everything that was found; what does not speak against the figure is among them
 */
public record Judgement(List<Finding> findings) {

  /**
   * A reason, and what was found.
   *
   * @param detail how much and where, in a few words
   */
  public record Finding(Reason reason, String detail) {

    /** One sentence without its full stop. */
    public String text() {
      return detail.isEmpty() ? reason.toString() : reason + ": " + detail;
    }
  }

  public Judgement {
    findings = List.copyOf(findings);
  }

  /** What makes the figure invalid. */
  public Stream<Finding> invalid() {
    return findings.stream().filter(finding -> finding.reason().status() == Status.INVALID);
  }

  /** The worst that follows from the findings. */
  public Status status() {
    return findings.stream()
        .map(finding -> finding.reason().status())
        .max(Comparator.naturalOrder())
        .orElse(Status.VALID);
  }

  /** {@code status} and {@code reasons}. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", status().toString());
    ArrayNode reasons = json.putArray("reasons");
    for (Finding finding : findings) {
      reasons.addObject().put("kind", finding.reason().kind()).put("text", finding.text());
    }
    return json;
  }
}

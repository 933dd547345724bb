package distilbench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/**
 * What is thought of one kind of figure.
 *
 * @param findings everything that was found; what does not speak against the figure is among them
 */
record Judgement(List<Finding> findings) {

  Judgement {
    findings = List.copyOf(findings);
  }

  /** The worst that follows from the findings. */
  Status status() {
    return findings.stream()
        .map(finding -> finding.reason().status())
        .max(Comparator.naturalOrder())
        .orElse(Status.VALID);
  }

  /** {@code status} and {@code reasons}. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", status().toString());
    ArrayNode reasons = json.putArray("reasons");
    for (Finding finding : findings) {
      reasons.addObject().put("kind", finding.reason().kind()).put("text", finding.text());
    }
    return json;
  }
}

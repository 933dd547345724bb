package distilbench.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.engine.PreparedEngine;
import java.io.UncheckedIOException;

/**
 * What the preparation's child says of what it did.
 *
 * @param corpusSha256 digest of the corpus that it has read
 * @param base folder of the model, whatever it was made from
 * @param model folder of the variant of it that is measured
 * @param engine what runs it; null if that is this suite's own worker
 */
record PreparationReport(String corpusSha256, String base, String model, PreparedEngine engine) {

  static PreparationReport parse(String json) {
    try {
      return new ObjectMapper().readValue(json, PreparationReport.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the preparation reports no JSON", e);
    }
  }

  String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a record can be written", e);
    }
  }
}

package distilbench.prepare;

import distilbench.engine.PreparedEngine;
import distilbench.model.ModelFolder;
import distilbench.model.Precision;
import distilbench.reference.ReferenceSet;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a measured process reads.
 *
 * @param model the model in the form that is measured, whatever it was made from
 * @param engine what runs it; nothing if that is this suite's own worker
 * @param referenceSet the file with the texts of the run and their answers in this precision
 * @param exactSet the same with the answers of the model as it was prepared
 */
public record PreparedFiles(
    ModelFolder model, Optional<PreparedEngine> engine, Path referenceSet, Path exactSet) {

  static PreparedFiles of(
      PreparationRequest request,
      ModelFolder base,
      ModelFolder model,
      Optional<PreparedEngine> engine,
      String corpusSha256) {
    Path exact = set(request, base, corpusSha256);
    Path own =
        engine
            .map(other -> ReferenceSet.answeredBy(other.answeredBy(), exact))
            .orElseGet(() -> set(request, model, corpusSha256));
    boolean isExact = request.variant().precision() == Precision.FP32;
    return new PreparedFiles(model, engine, isExact ? exact : own, exact);
  }

  private static Path set(PreparationRequest request, ModelFolder model, String corpusSha256) {
    return ReferenceSet.file(model, request.source().key(corpusSha256), request.texts());
  }
}

package distilbench.prepare;

import distilbench.model.ModelFolder;
import distilbench.model.Precision;
import distilbench.reference.ReferenceSet;
import java.nio.file.Path;

/**
 * What a measured process reads.
 *
 * @param model the model in the form that is measured, whatever it was made from
 * @param referenceSet the file with the texts of the run and their answers in this precision
 * @param exactSet the same with the answers of the model as it was prepared
 */
public record PreparedFiles(ModelFolder model, Path referenceSet, Path exactSet) {

  static PreparedFiles of(
      PreparationRequest request, ModelFolder base, ModelFolder model, String corpusSha256) {
    ModelFolder reference = request.variant().precision() == Precision.FP32 ? base : model;
    return new PreparedFiles(
        model, set(request, reference, corpusSha256), set(request, base, corpusSha256));
  }

  private static Path set(PreparationRequest request, ModelFolder model, String corpusSha256) {
    return ReferenceSet.file(model, request.source().key(corpusSha256), request.texts());
  }
}

package distilbench.benchmark;

import distilbench.console.InvalidInputException;
import distilbench.corpus.Call;
import distilbench.corpus.Order;
import distilbench.prepare.PreparationRequest;

/**
 * What is classified.
 *
 * @param request model, corpus and number of texts
 * @param order order of the corpus
 * @param callSize texts handed over per call, at most; at least 1
 */
public record WorkloadSettings(PreparationRequest request, Order order, int callSize) {
  public WorkloadSettings {
    InvalidInputException.requireAtLeast("callSize", callSize, 1);
  }

  /** Texts per call, at most, where so many callers share them. */
  public int callSize(int callers) {
    return Call.size(callSize, request.texts(), callers);
  }
}

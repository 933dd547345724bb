package distilbench.variant;

import distilbench.console.InvalidInputException;
import distilbench.model.ModelFolder;

/** A model does not have the variant that was asked for. */
final class ImpossibleVariantException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param variant parameter and value that ask for it
   * @param reason why the model has none
   */
  ImpossibleVariantException(ModelFolder base, String variant, String reason) {
    super(
        String.format(
            "%s cannot be run as %s: %s; leave that out", base.directory(), variant, reason));
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}

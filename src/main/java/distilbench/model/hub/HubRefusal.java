package distilbench.model.hub;

import distilbench.console.InvalidInputException;
import java.net.http.HttpResponse;

/**
 * Why a hub does not give what it was asked for. It says so in a header of its own
 * (huggingface_hub, {@code hf_raise_for_status}); to whom it does not know it answers 401 for a
 * model that is not there, too, lest they learn which private ones are.
 */
final class HubRefusal {
  private static final String CODE = "X-Error-Code";
  private static final int UNKNOWN_ASKER = 401;
  private static final int FORBIDDEN = 403;
  private static final int MISSING = 404;

  private final HubEndpoint endpoint;
  private final HubModel model;
  private final boolean withToken;

  /**
   * @param withToken whether the hub knows who asks
   */
  HubRefusal(HubEndpoint endpoint, HubModel model, boolean withToken) {
    this.endpoint = endpoint;
    this.model = model;
    this.withToken = withToken;
  }

  InvalidInputException of(HttpResponse<?> response) {
    return new InvalidInputException(text(response));
  }

  private String text(HttpResponse<?> response) {
    String code = response.headers().firstValue(CODE).orElse("");
    int status = response.statusCode();
    if (code.equals("RevisionNotFound")) {
      return String.format(
          "%s has no revision '%s' of %s; %s lists them",
          endpoint, model.revision(), model.id(), endpoint.page(model) + "/refs");
    } else if (code.equals("EntryNotFound")) {
      return missing(response, "this file of " + model.id());
    } else if (code.equals("RepoNotFound") && withToken || status == MISSING) {
      return missing(response, "model " + model.id() + " at revision " + model.revision());
    } else if (status == UNKNOWN_ASKER || status == FORBIDDEN) {
      return locked(status);
    }
    return String.format(
        "%s answers %d for %s; try again later, or another address with --from",
        response.uri().getHost(), status, model.id());
  }

  private static String missing(HttpResponse<?> response, String what) {
    return String.format(
        "%s has no %s (%d); check the name", response.uri().getHost(), what, response.statusCode());
  }

  private String locked(int status) {
    return withToken
        ? String.format(
            "%s does not give %s to whom %s belongs (%d): accept the model's licence at %s, or set"
                + " %3$s to another token",
            endpoint, model.id(), HubToken.VARIABLE, status, endpoint.page(model))
        : String.format(
            "%s gives %s to nobody unknown (%d): check the name; if the model is private or gated,"
                + " accept its licence at %s and set %s to a token",
            endpoint, model.id(), status, endpoint.page(model), HubToken.VARIABLE);
  }
}

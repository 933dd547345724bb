package distilbench.launcher;

import distilbench.model.hub.HubEndpoint;
import distilbench.model.hub.HubModel;
import distilbench.model.hub.HubToken;
import distilbench.model.hub.ModelFetch;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code model fetch}: gets a published model. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description =
        "Fetches a published model: its weights, configuration and tokenizer, checked, and nothing"
            + " else. If it ends early, the next call goes on. "
            + HubToken.VARIABLE
            + " in the environment holds the token for private and gated models.")
final class ModelFetchCommand implements Runnable {
  @Parameters(
      paramLabel = "MODEL",
      description =
          "OWNER/NAME, or "
              + HubModel.SST2
              + " for the classifier that the built-in model is like.")
  private String model;

  @Option(
      names = "--revision",
      paramLabel = "R",
      description =
          "A branch, a tag or a commit (default: main; of " + HubModel.SST2 + " a fixed commit).")
  private String revision;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "The folder to make (default: models/NAME).")
  private Path into;

  @Option(
      names = "--onnx",
      description = "Fetch model.onnx, even if there are safetensors, which are preferred.")
  private boolean onnx;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description =
          "The hub, or a mirror of it (default: "
              + HubEndpoint.VARIABLE
              + " in the environment, or "
              + HubEndpoint.DEFAULT
              + ").")
  private String from;

  @Override
  public void run() {
    HubModel wanted = HubModel.of(model, revision);
    HubEndpoint endpoint = HubEndpoint.of(address());
    Optional<HubToken> token = HubToken.of(System.getenv(HubToken.VARIABLE));
    Path folder = into == null ? Path.of("models", wanted.folder()) : into;
    new ModelFetch(endpoint, wanted, token, onnx, System.err).fetch(folder);
  }

  private String address() {
    String variable = System.getenv(HubEndpoint.VARIABLE);
    boolean unset = variable == null || variable.isBlank();
    return from != null ? from : unset ? HubEndpoint.DEFAULT : variable.strip();
  }
}

package distilbench.launcher;

import distilbench.console.StandardStreams;
import distilbench.model.ModelSource;
import distilbench.model.ModelVariant;
import distilbench.prepare.Preparation;
import distilbench.prepare.PreparationRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code model inspect}: says what would be measured. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Prints what a run with this model would measure. A model that is none of ours is imported"
            + " first, as a run does.")
final class ModelInspectCommand implements Runnable {
  /** How it is printed. */
  enum Format {
    text,
    json
  }

  @Parameters(
      paramLabel = "MODEL",
      description = "A folder or an ONNX file, or " + ModelSource.BUILT_IN + ".")
  private String model;

  @Option(
      names = "--corpus",
      paramLabel = "C",
      defaultValue = "builtin",
      description = "The texts whose length is told (default: ${DEFAULT-VALUE}).")
  private String corpus;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      defaultValue = "description",
      description = "Where the texts stand in its file (default: ${DEFAULT-VALUE}).")
  private String column;

  @Option(
      names = "--texts",
      paramLabel = "N",
      defaultValue = "250",
      description = "How many of them, as a run takes them (default: ${DEFAULT-VALUE}).")
  private int texts;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public void run() {
    PreparationRequest request =
        new PreparationRequest(model, ModelVariant.AS_PREPARED, corpus, column, texts, false);
    InspectedModel inspected = InspectedModel.of(request, Preparation.inspect(request));
    StandardStreams.print(format == Format.json ? inspected.json() : inspected.table());
  }
}

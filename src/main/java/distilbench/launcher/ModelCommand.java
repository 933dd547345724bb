package distilbench.launcher;

import distilbench.exporting.HuggingFaceExport;
import distilbench.model.Geometry;
import distilbench.model.ModelSource;
import distilbench.model.synthetic.BuiltInModel;
import distilbench.model.synthetic.ModelGenerator;
import distilbench.storage.NewFolder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code model}: what there is to do with models beside measuring them. */
@Command(
    name = "java -jar benchmarks.jar " + ModelCommand.VERB,
    mixinStandardHelpOptions = true,
    subcommands = {ModelFetchCommand.class, ModelInspectCommand.class},
    description =
        "Makes, fetches, inspects and exports models; a benchmark uses one with -p model=DIR.")
public final class ModelCommand implements Runnable {
  /** The first word of the command line that means this command. */
  public static final String VERB = "model";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: generate, fetch, inspect or export");
  }

  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = "Makes a model with seeded random weights; the same seed gives the same bytes.")
  void generate(
      @Parameters(paramLabel = "DIR", description = "The folder to make.") Path directory,
      @Option(
              names = "--tokenizer",
              paramLabel = "FILE",
              description = "A tokenizer.json of BERT's kind; by default the project's own.")
          Path tokenizer,
      @Option(
              names = "--seed",
              paramLabel = "S",
              defaultValue = "" + BuiltInModel.SEED,
              description = "Seed of the weights (default: ${DEFAULT-VALUE}).")
          long seed,
      @Option(
              names = "--geometry",
              paramLabel = "NAME",
              defaultValue = "distilbert-base",
              description = "distilbert-base or tiny (default: ${DEFAULT-VALUE}).")
          String geometryName) {
    Geometry geometry = Geometry.named(geometryName);
    ModelGenerator generator =
        tokenizer == null
            ? ModelGenerator.withOwnTokenizer(geometry, seed, System.err)
            : ModelGenerator.withTokenizer(tokenizer, geometry, seed, System.err);
    generator.generate(directory);
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description =
          "Writes a model as a Hugging Face folder, so that other programs run the same weights.")
  void export(
      @Parameters(paramLabel = "DIR", description = "The folder to make.") Path directory,
      @Option(
              names = "--model",
              paramLabel = "MODEL",
              defaultValue = ModelSource.BUILT_IN,
              description =
                  "${DEFAULT-VALUE}, which is generated if it is not there yet (the default), or a"
                      + " model folder that was generated or imported from safetensors.")
          String model) {
    NewFolder.requireAbsent(directory);
    HuggingFaceExport.write(
        BuiltInModel.prepare(ModelSource.of(model), System.err), directory, System.err);
  }
}

package distilbench.engine;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.exporting.HuggingFaceExport;
import distilbench.model.ModelFolder;
import distilbench.model.Precision;
import distilbench.model.Task;
import distilbench.storage.NewFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes an engine ready for a model: its environment, the model in its form, what it makes. */
public final class EnginePreparation {
  private final Engine engine;
  private final ModelFolder model;
  private final Precision precision;
  private final PrintStream log;

  private EnginePreparation(
      Engine engine, ModelFolder model, Precision precision, PrintStream log) {
    this.engine = engine;
    this.model = model;
    this.precision = precision;
    this.log = log;
  }

  /**
   * Makes whatever is missing.
   *
   * @param referenceSet the texts of the run with their answers in float32
   * @throws InvalidInputException if something cannot be made, or no engine can run the model
   */
  public static PreparedEngine prepare(
      Engine engine, ModelFolder model, Precision precision, Path referenceSet, PrintStream log) {
    if (model.description().task() != Task.CLASSIFICATION) {
      throw new InvalidInputException(
          String.format(
              "engine=%s runs classifiers, and %s gives embeddings; leave the engine out",
              engine.name(), model.directory()));
    }
    return new EnginePreparation(engine, model, precision, log).prepare(referenceSet);
  }

  private PreparedEngine prepare(Path referenceSet) {
    EngineEnvironment packages = new EngineEnvironment(engine, log);
    Path environment = packages.prepare();
    Path library = BuiltInEngines.library();
    Path form = form();
    String all =
        engine.digest()
            + environment.getFileName()
            + library.getFileName()
            + model.modelSha()
            + texts(referenceSet);
    PreparedEngine ready =
        new PreparedEngine(
            engine.name(),
            engine.folder().toString(),
            environment.toString(),
            EngineEnvironment.python(environment).toString(),
            library.toString(),
            form.toString(),
            form.toString(),
            precision,
            packages.packages(),
            Engine.key(all));
    return engine.definition().prepare().isEmpty() ? ready : converted(ready, referenceSet);
  }

  /** Names the texts if what the engine makes of the model depends on them. */
  private String texts(Path referenceSet) {
    return Placeholders.Name.REFERENCE_SET.isIn(engine.definition().prepare())
        ? referenceSet.getFileName().toString()
        : "";
  }

  /** The model as the engine reads it. */
  private Path form() {
    Path own = model.directory().toAbsolutePath();
    if (engine.definition().model() == ModelForm.ONNX) {
      return own;
    }
    Path folder =
        model
            .derivedFiles()
            .toAbsolutePath()
            .resolve("hugging-face-" + model.modelSha().substring(0, Engine.SHA_DIGITS));
    if (!Files.exists(folder)) {
      HuggingFaceExport.write(model, folder, log);
    }
    return folder;
  }

  private PreparedEngine converted(PreparedEngine ready, Path referenceSet) {
    Path folder = model.derivedFiles().toAbsolutePath().resolve("engine-" + ready.answeredBy());
    if (Files.exists(folder)) {
      // Even if it is empty: there may be nothing to make in some precision.
      return ready.with(folder);
    }
    try {
      NewFolder.makeIfAbsent(folder, aside -> convert(ready.with(aside), referenceSet), log);
      return ready.with(folder);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot make %s (%s); make room, or mend that", folder, FileProblem.of(e)),
          e);
    }
  }

  private void convert(PreparedEngine ready, Path referenceSet) {
    Placeholders places =
        ready
            .placeholders()
            .with(Placeholders.Name.REFERENCE_SET, referenceSet.toAbsolutePath())
            .with(Placeholders.Name.MAX_TOKENS, model.description().texts().maxTokens());
    EngineTools.run(
        "the conversion of the model by engine " + engine.name(),
        places.fill(engine.definition().prepare()),
        EngineProgram.variables(engine.definition(), places, true),
        engine.folder());
  }
}

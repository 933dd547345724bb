package distilbench.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.InvalidInputException;
import distilbench.model.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * An engine that can run a model: everything is installed and made.
 *
 * @param name what messages call it
 * @param folder of its program
 * @param environment of its packages; its folder if it needs none
 * @param python that runs there
 * @param library folder of the Python module that speaks the protocol
 * @param model in the form that it reads
 * @param prepared what it has made of the model; the model if nothing
 * @param precision in which it runs
 * @param packages that it was installed with, as its requirements name them
 * @param key names all of this by its content
 */
public record PreparedEngine(
    String name,
    String folder,
    String environment,
    String python,
    String library,
    String model,
    String prepared,
    Precision precision,
    List<String> packages,
    String key) {

  /** Reads what {@link #toJson} has written. */
  public static PreparedEngine parse(String json) {
    try {
      return new ObjectMapper().readValue(json, PreparedEngine.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("what was prepared of an engine is no JSON: " + json, e);
    }
  }

  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can be written", e);
    }
  }

  /** The same with what it has made of the model. */
  PreparedEngine with(Path made) {
    return new PreparedEngine(
        name,
        folder,
        environment,
        python,
        library,
        model,
        made.toString(),
        precision,
        packages,
        key);
  }

  /** Names its own answers, in names of files. */
  public String answeredBy() {
    return String.format("%s-%s-%s", name, precision.name().toLowerCase(Locale.ROOT), key);
  }

  /** The file of the weights that its processes may map. */
  public Path weights() {
    return definition().model().weights(Path.of(model));
  }

  EngineDefinition definition() {
    return EngineDefinition.read(Path.of(folder));
  }

  /** Values of the placeholders that do not depend on a deployment. */
  Placeholders placeholders() {
    return Placeholders.none()
        .with(Placeholders.Name.ENGINE, folder)
        .with(Placeholders.Name.ENVIRONMENT, environment)
        .with(Placeholders.Name.PYTHON, python)
        .with(Placeholders.Name.LIBRARY, library)
        .with(Placeholders.Name.MODEL, model)
        .with(Placeholders.Name.PREPARED, prepared)
        .with(Placeholders.Name.PRECISION, precision);
  }
}

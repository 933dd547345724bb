package distilbench.engine;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.storage.NewFolder;
import distilbench.storage.Sha256;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The packages of an engine and what it builds: made once for each content of its requirements, in
 * the cache. Nothing is left of what cannot be finished.
 */
final class EngineEnvironment {
  private static final Path PYTHON = Path.of("bin", "python");

  private final Engine engine;
  private final PrintStream log;

  EngineEnvironment(Engine engine, PrintStream log) {
    this.engine = engine;
    this.log = log;
  }

  /**
   * The environment, made first if it is not there.
   *
   * @return its folder; the engine's own if it needs none
   * @throws InvalidInputException if there is no Python, or an installation or a build fails
   */
  Path prepare() {
    EngineDefinition definition = engine.definition();
    if (definition.requirements() == null && definition.build().isEmpty()) {
      return engine.folder();
    }
    Path folder = SharedCache.ofEngines().resolve(engine.name() + "-" + key());
    long started = System.nanoTime();
    try {
      if (NewFolder.makeIfAbsent(folder, this::make, log)) {
        log.printf(
            "engine %s: installed in %.0f s%n", engine.name(), (System.nanoTime() - started) / 1e9);
      }
      return folder;
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot install engine %s into %s (%s); make room, or mend that",
              engine.name(), folder, FileProblem.of(e)),
          e);
    }
  }

  /** The lines of the requirements that name packages. */
  List<String> packages() {
    if (engine.definition().requirements() == null) {
      return List.of();
    }
    try {
      return Files.readAllLines(requirements()).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw EngineDefinition.problem(requirements(), FileProblem.of(e));
    }
  }

  /** Of the requirements, and of the sources if something is built of them. */
  private String key() {
    EngineDefinition definition = engine.definition();
    if (!definition.build().isEmpty()) {
      return engine.digest();
    }
    try {
      return Engine.key(python(engine.folder()) + Sha256.of(requirements()));
    } catch (IOException e) {
      throw EngineDefinition.problem(requirements(), FileProblem.of(e));
    }
  }

  private Path requirements() {
    return engine.folder().resolve(engine.definition().requirements());
  }

  /**
   * The Python of an environment or, where there is none, that on the path.
   *
   * @throws InvalidInputException if there is none either
   */
  static Path python(Path environment) {
    Path own = environment.resolve(PYTHON);
    return Files.exists(own)
        ? own
        : EngineTools.find("python3")
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "python3 is not on the path; install Python 3.9 or newer, or leave engines"
                            + " out that need it"));
  }

  private void make(Path folder) {
    EngineDefinition definition = engine.definition();
    log.printf("engine %s: installing into %s%n", engine.name(), folder.getParent());
    if (definition.requirements() != null) {
      install(folder);
    }
    Placeholders places =
        Placeholders.none()
            .with(Placeholders.Name.ENGINE, engine.folder())
            .with(Placeholders.Name.ENVIRONMENT, folder)
            .with(Placeholders.Name.PYTHON, python(folder));
    for (List<String> command : definition.build()) {
      EngineTools.run(
          "the build of engine " + engine.name(), places.fill(command), Map.of(), engine.folder());
    }
  }

  private void install(Path folder) {
    String python = python(engine.folder()).toString();
    String file = requirements().toString();
    if (EngineTools.find("uv").isPresent()) {
      run(folder, List.of("uv", "venv", "--quiet", "--allow-existing", "-p", python, "."));
      run(folder, List.of("uv", "pip", "install", "-p", PYTHON.toString(), "-r", file));
    } else {
      run(folder, List.of(python, "-m", "venv", "."));
      run(
          folder,
          List.of(
              folder.resolve(PYTHON).toString(),
              "-m",
              "pip",
              "install",
              "--disable-pip-version-check",
              "--progress-bar",
              "off",
              "-r",
              file));
    }
  }

  private void run(Path folder, List<String> command) {
    EngineTools.run("the installation of engine " + engine.name(), command, Map.of(), folder);
  }
}

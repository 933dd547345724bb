package distilbench.prepare;

import distilbench.console.InvalidInputException;
import distilbench.engine.Engine;
import distilbench.engine.PreparedEngine;
import distilbench.inference.NativeLibraries;
import distilbench.inference.PrepackedWeights;
import distilbench.jvm.ChildJvm;
import distilbench.jvm.JavaRuntime;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.ReportingChild;
import distilbench.jvm.VerifiedLibraries;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.storage.PageCache;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must be there before the first measured fork: the model, whole and undamaged; the native
 * libraries; the texts with their reference answers. A child process looks and makes what is
 * missing, so that neither the launcher nor a measured fork ever holds a model, or a corpus, for
 * it.
 */
public final class Preparation {
  /**
   * Begins the name of a system property that tells a fork that all this was done for a corpus: its
   * value is the digest of the corpus as it was then.
   */
  private static final String CORPUS = "distilbench.prepared.corpus.";

  /** The same for a model: its value is the folder of what was made of it. */
  private static final String MODEL = "distilbench.prepared.model.";

  /** The same for an engine: its value is a {@link PreparedEngine}. */
  private static final String ENGINE = "distilbench.prepared.engine.";

  /** Generation and reference answers need no more than this. */
  private static final String HEAP = "-Xmx128m";

  /**
   * How long the child may print nothing and use no CPU time before it counts as hanging. It may
   * take as long as it likes otherwise. As long as JMH by default waits for a benchmark: a whole
   * model, 260 MB, is on the slowest disk by then.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private static final String ADVICE =
      "; nothing was measured: mend that (free memory if it was killed) and run again";

  private Preparation() {}

  /**
   * Runs the child and waits for it. What it says goes to standard error.
   *
   * @param request what a run will use
   * @param java the forks' JVM: what is made for it fits no other
   * @return what a run that requests this classifies
   * @throws InvalidInputException if the child does not get done: in its words, or how it ended, or
   *     that it hangs
   */
  public static Prepared run(PreparationRequest request, JavaRuntime java) {
    return run(request, java, LONGEST_SILENCE);
  }

  /** The same with another limit to how long the child may do nothing. */
  static Prepared run(PreparationRequest request, JavaRuntime java, Duration silence) {
    String report = report(PreparationMain.class, request.toArguments(), java, silence);
    Prepared prepared = prepared(request, report);
    reload(prepared.model(), request.needsPackedWeights(prepared.model()));
    return prepared;
  }

  /**
   * Runs a child to its end.
   *
   * @param main reports, or says why it cannot and ends with {@link
   *     InvalidInputException#EXIT_CODE}
   * @return what it reports
   */
  private static String report(
      Class<?> main, List<String> arguments, JavaRuntime java, Duration silence) {
    ProcessBuilder description =
        ChildJvm.describe(
            java, main, List.of(HEAP, JvmFlags.COLLECTOR, JvmFlags.NATIVE_ACCESS), arguments);
    try (ReportingChild child = ReportingChild.start(description)) {
      Optional<Duration> idle = child.awaitWhileBusy(silence);
      if (idle.isPresent()) {
        throw new InvalidInputException(
            String.format(
                "the preparation gave no sign of life for %d s %s%s",
                idle.get().toSeconds(), child.describe(), ADVICE));
      } else if (child.exitCode() == InvalidInputException.EXIT_CODE
          && child.report().isPresent()) {
        throw new InvalidInputException(child.report().get());
      } else if (child.exitCode() != 0 || child.report().isEmpty()) {
        throw new InvalidInputException("the preparation " + child.describeEnd() + ADVICE);
      }
      return child.report().get();
    } catch (IOException e) {
      throw new InvalidInputException(
          "the preparation cannot be started: " + e.getMessage() + ADVICE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during the preparation", e);
    }
  }

  /**
   * Prepares no more than it takes to know a model and how long its texts are, for people: no
   * reference logits, no packed weights.
   *
   * @param request what a run would use
   * @throws InvalidInputException as {@link #run(PreparationRequest, JavaRuntime)} does
   */
  public static Inspection inspect(PreparationRequest request) {
    return Inspection.parse(
        report(
            InspectionMain.class, request.toArguments(), JavaRuntime.ofThisJvm(), LONGEST_SILENCE));
  }

  private static Prepared prepared(PreparationRequest request, String json) {
    PreparationReport report = PreparationReport.parse(json);
    ModelFolder base = ModelFolder.open(Path.of(report.base()));
    Optional<PreparedEngine> engine = Optional.ofNullable(report.engine());
    return new Prepared(
        base,
        ModelFolder.open(Path.of(report.model())),
        engine,
        PreparedInput.of(
            request,
            base,
            engine.map(PreparedEngine::packages).orElse(List.of()),
            report.corpusSha256()));
  }

  /**
   * Tells this JVM, and with it all forks that it starts, that inputs and the native libraries are
   * prepared.
   *
   * @throws InvalidInputException if a corpus or a model has changed between the preparations of
   *     two
   */
  public static void tellForks(List<Prepared> inputs) {
    Map<String, String> told = new HashMap<>();
    for (Prepared prepared : inputs) {
      PreparedInput input = prepared.input();
      tell(told, CORPUS, input.corpus(), input.corpusSha256());
      tell(told, MODEL, input.model(), path(prepared.base()));
      if (prepared.engine().isPresent()) {
        tell(
            told,
            ENGINE,
            engineName(input.model(), input.engine(), input.variant()),
            prepared.engine().get().toJson());
      } else {
        tell(told, MODEL, variantName(input.model(), input.variant()), path(prepared.model()));
      }
    }
    told.forEach(System::setProperty);
    if (inputs.isEmpty()) {
      // No preparation has looked at them.
      NativeLibraries.verifyCopies();
    } else {
      NativeLibraries.tellChildren();
    }
  }

  private static String path(ModelFolder model) {
    return model.directory().toAbsolutePath().toString();
  }

  /** What a variant is called where models are told apart by their parameter's value. */
  private static String variantName(String model, ModelVariant variant) {
    return variant.isAsPrepared() ? model : variant.fileName() + " " + model;
  }

  /** What an engine is called that runs a model in some precision. */
  private static String engineName(String model, String engine, ModelVariant variant) {
    return engine + " " + variant.precision() + " " + model;
  }

  private static void tell(Map<String, String> told, String kind, String parameter, String value) {
    String other = told.put(property(kind, parameter), value);
    if (other != null && !other.equals(value)) {
      throw new InvalidInputException(
          parameter + " changed while the run was prepared; run again when it is whole");
    }
  }

  /**
   * The JVM options that tell a fork what {@link #tellForks} has told this JVM; none if nothing is
   * prepared.
   *
   * @param model the fork's parameter {@code model}; null if its benchmark has none
   * @param engine what runs the model in it
   * @param variant in which form the fork runs the model
   * @param corpus its parameter {@code corpus}; null likewise
   */
  public static List<String> forkOptions(
      String model, String engine, ModelVariant variant, String corpus) {
    List<String> options = new ArrayList<>(VerifiedLibraries.flags());
    addOption(options, CORPUS, corpus);
    addOption(options, MODEL, model);
    if (model != null && !engine.equals(Engine.OWN)) {
      addOption(options, ENGINE, engineName(model, engine, variant));
    } else if (model != null && !variant.isAsPrepared()) {
      addOption(options, MODEL, variantName(model, variant));
    }
    return options;
  }

  private static void addOption(List<String> options, String kind, String parameter) {
    String name = parameter == null ? null : property(kind, parameter);
    String value = name == null ? null : System.getProperty(name);
    if (value != null) {
      options.add("-D" + name + "=" + value);
    }
  }

  /**
   * In a fork: where its model, its texts and their answers are; has everything prepared first
   * unless the launcher has done so. They are those of the corpus as it was then.
   */
  public static PreparedFiles files(PreparationRequest request) {
    String sha256 = System.getProperty(property(CORPUS, request.corpus()));
    String base = System.getProperty(property(MODEL, request.model()));
    String model =
        request.isOwn()
            ? System.getProperty(property(MODEL, variantName(request.model(), request.variant())))
            : base;
    Optional<PreparedEngine> engine = request.isOwn() ? Optional.empty() : toldEngine(request);
    if (sha256 == null || base == null || model == null || engine.isEmpty() != request.isOwn()) {
      Prepared prepared = run(request, JavaRuntime.ofThisJvm());
      NativeLibraries.tellChildren();
      return PreparedFiles.of(
          request,
          prepared.base(),
          prepared.model(),
          prepared.engine(),
          prepared.input().corpusSha256());
    }
    return PreparedFiles.of(
        request, ModelFolder.open(Path.of(base)), ModelFolder.open(Path.of(model)), engine, sha256);
  }

  private static Optional<PreparedEngine> toldEngine(PreparationRequest request) {
    String name = engineName(request.model(), request.engine(), request.variant());
    return Optional.ofNullable(System.getProperty(property(ENGINE, name)))
        .map(PreparedEngine::parse);
  }

  /** Encoded, because the name ends at the first = on a command line. */
  private static String property(String kind, String parameter) {
    return kind + URLEncoder.encode(parameter, StandardCharsets.UTF_8);
  }

  /** What measured processes map, at the one time when no process does. */
  private static void reload(ModelFolder model, boolean packedWeights) {
    try {
      PageCache.reload(model.weights());
      if (packedWeights) {
        PageCache.reload(PrepackedWeights.of(model).weights());
      }
      for (Path file : SharedCache.files()) {
        PageCache.reload(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("memory may depend on how files were once written: " + e.getMessage());
    }
  }
}

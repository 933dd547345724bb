package distilbench.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.jvm.MeasuredEnvironment;
import distilbench.machine.Cores;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens every session of ONNX Runtime: what their options are is stated here and nowhere else. The
 * first one loads the library; a process that lacks part of the measured environment says so in one
 * line each time.
 *
 * <p>What else could be set gave nothing, or less, for the built-in model on one Zen 5 core:
 * medians of 7 turns over passes of 1 and of 8 texts, as times with the settings here are 1.
 *
 * <table>
 * <caption>Times with other settings</caption>
 * <tr><th>setting</th><th>STANDARD float32</th><th>CLS_ONLY float32</th><th>CLS_ONLY INT8</th></tr>
 * <tr><td>optimization BASIC</td><td>0.99, 1.01</td><td>1.00, 1.04</td><td>1.12, 1.14</td></tr>
 * <tr><td>optimization EXTENDED</td><td>0.99, 1.01</td><td>0.99, 0.99</td><td>1.08, 1.00</td></tr>
 * <tr><td>no arena</td><td>1.02, 0.99</td><td>0.98, 1.04</td><td>1.02, 0.99</td></tr>
 * <tr><td>memory pattern</td><td>0.99, 0.97</td><td>0.98, 0.99</td><td>1.05, 0.98</td></tr>
 * <tr><td>denormals as zero</td><td>0.99, 0.94</td><td>0.98, 0.98</td><td>1.01, 0.98</td></tr>
 * </table>
 *
 * <p>Threads are not bound to cores. On two such cores, 12 to 20 turns each, a session whose second
 * thread was bound ({@code session.intra_op_thread_affinities}) took 0.99 to 1.02 times as long,
 * and two or eight processes of one thread, each bound to one core, 0.99 to 1.04 times. One case
 * gains: with its calling thread bound too, which is the application's to do, a session of two
 * threads takes 0.81 to 0.85 times as long in INT8 with one text a pass; in float32 0.97 to 1.00.
 */
public final class OnnxSessions {
  private static final String SPINNING = "session.intra_op.allow_spinning";
  private static final String NO_PACKING = "session.disable_prepacking";
  private static final String SAVE_PACKED = "session.save_external_prepacked_constant_initializers";
  private static final String EXTERNAL_FILE =
      "session.optimized_model_external_initializers_file_name";
  private static final String LEAST_EXTERNAL =
      "session.optimized_model_external_initializers_min_size_in_bytes";

  /** Smaller constants stay inside the graph; every matrix of every geometry is larger. */
  private static final String LEAST_EXTERNAL_BYTES = "1024";

  private OnnxSessions() {}

  /** The version of ONNX Runtime that this process has loaded. */
  public static String runtimeVersion() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  /**
   * A session that classifies.
   *
   * @param weights how the weights are held; packed ones must have been built
   * @throws InvalidInputException if ONNX Runtime cannot be loaded, or refuses the model
   */
  static OrtSession ofModel(ModelFolder model, Weights weights, SessionSettings settings) {
    OrtEnvironment runtime = loaded();
    try (SessionOptions options = options(settings.intraOpThreads(), settings.spinning())) {
      // Its cache keeps one plan per input shape, and the shapes of texts hardly ever repeat.
      options.setMemoryPatternOptimization(false);
      Path graph = model.graph();
      switch (weights) {
        case PRIVATE -> options.setOptimizationLevel(OptLevel.ALL_OPT);
        case MAPPED -> {
          options.setOptimizationLevel(OptLevel.ALL_OPT);
          options.addConfigEntry(NO_PACKING, "1");
        }
        case PREPACKED -> {
          // It was optimized before it was packed.
          options.setOptimizationLevel(OptLevel.NO_OPT);
          graph = PrepackedWeights.of(model).graph();
        }
      }
      return runtime.createSession(graph.toString(), options);
    } catch (OrtException e) {
      throw new InvalidInputException(
          "ONNX Runtime cannot load " + model.graph() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Has ONNX Runtime optimize a model, pack its matrices for this CPU, and write both down.
   *
   * @param graph the file to write the graph to
   * @param weights name of the file beside it for the packed matrices
   */
  static void writePacked(ModelFolder model, Path graph, String weights) throws OrtException {
    OrtEnvironment runtime = loaded();
    try (SessionOptions options = options(0, true)) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      // It would warn that the file is for this CPU alone, which is the point.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setOptimizedModelFilePath(graph.toString());
      options.addConfigEntry(SAVE_PACKED, "1");
      options.addConfigEntry(EXTERNAL_FILE, weights);
      options.addConfigEntry(LEAST_EXTERNAL, LEAST_EXTERNAL_BYTES);
      runtime.createSession(model.graph().toString(), options).close();
    }
  }

  /**
   * A session that runs a few texts through somebody's graph as it is, in little more memory than
   * its weights take: nothing is packed or kept for later.
   *
   * @param optimized whether ONNX Runtime may optimize the graph
   * @param profile what the name of a file begins with that is to hold a record of every operator's
   *     run; nothing if there is to be none
   */
  static OrtSession ofGivenGraph(Path graph, boolean optimized, Optional<Path> profile)
      throws OrtException {
    OrtEnvironment runtime = loaded();
    try (SessionOptions options = options(Cores.usable(), false)) {
      options.setOptimizationLevel(optimized ? OptLevel.ALL_OPT : OptLevel.NO_OPT);
      options.setMemoryPatternOptimization(false);
      options.setCPUArenaAllocator(false);
      options.addConfigEntry(NO_PACKING, "1");
      // What it would print it also throws.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      if (profile.isPresent()) {
        options.enableProfiling(profile.get().toString());
      }
      return runtime.createSession(graph.toString(), options);
    }
  }

  /** Why a user's graph cannot be used, in one line. */
  static InvalidInputException refusal(Path graph, OrtException refused) {
    return new InvalidInputException(
        String.format(
            "ONNX Runtime %s cannot use %s: %s; check it, or export it again",
            runtimeVersion(), graph, TerminalText.oneLine(firstLine(refused))),
        refused);
  }

  private static String firstLine(OrtException refused) {
    return String.valueOf(refused.getMessage()).lines().findFirst().orElse("no reason");
  }

  /**
   * A session that has the cores to itself: its idle threads spin. Its input's shape never changes,
   * so the plan of its memory is kept.
   *
   * @param onnx the graph, as the bytes of an ONNX file
   * @param threads intra-op threads, the caller among them
   */
  public static OrtSession ofGraph(byte[] onnx, int threads) throws OrtException {
    OrtEnvironment runtime = loaded();
    try (SessionOptions options = options(threads, true)) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setMemoryPatternOptimization(true);
      return runtime.createSession(onnx, options);
    }
  }

  /**
   * What all sessions have in common: one operator after the other.
   *
   * @param intraOpThreads threads that share an operator; 0 leaves the number to ONNX Runtime
   */
  private static SessionOptions options(int intraOpThreads, boolean spinning) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setInterOpNumThreads(1);
    options.setIntraOpNumThreads(intraOpThreads);
    options.addConfigEntry(SPINNING, spinning ? "1" : "0");
    return options;
  }

  private static OrtEnvironment loaded() {
    MeasuredEnvironment.warnIfIncomplete();
    NativeLibraries.shareCopies();
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError e) {
      throw NativeLibraries.failureBehind("ONNX Runtime", e).orElseThrow(() -> e);
    }
  }
}

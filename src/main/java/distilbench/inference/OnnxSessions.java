package distilbench.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import distilbench.jvm.MeasuredEnvironment;
import distilbench.model.ModelFolder;
import java.nio.file.Path;

/**
 * Opens every ONNX Runtime session, on the CPU, from the libraries that all processes share. Prints
 * one line if this process lacks part of the measured environment.
 */
public final class OnnxSessions {
  private static final String SPINNING = "session.intra_op.allow_spinning";

  /** Smaller constants stay inside the graph; every matrix of every geometry is larger. */
  private static final String LEAST_EXTERNAL_BYTES = "1024";

  private OnnxSessions() {}

  /**
   * A session on a model.
   *
   * @param weights how they are held; packed ones must have been built
   */
  static OrtSession open(ModelFolder model, Weights weights, SessionSettings settings)
      throws OrtException {
    OrtEnvironment environment = environment();
    try (SessionOptions options = options(settings.intraOpThreads(), settings.spinning())) {
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setInterOpNumThreads(1);
      // Its cache keeps one plan per input shape, and the shapes of reviews hardly ever repeat.
      options.setMemoryPatternOptimization(false);
      Path graph = model.graph();
      switch (weights) {
        case PRIVATE -> options.setOptimizationLevel(OptLevel.ALL_OPT);
        case MAPPED -> {
          options.setOptimizationLevel(OptLevel.ALL_OPT);
          options.addConfigEntry("session.disable_prepacking", "1");
        }
        case PREPACKED -> {
          // It was optimized before it was packed.
          options.setOptimizationLevel(OptLevel.NO_OPT);
          graph = PrepackedWeights.of(model).graph();
        }
      }
      return environment.createSession(graph.toString(), options);
    }
  }

  /**
   * A session on a graph in memory that has the cores to itself: idle intra-op threads spin.
   *
   * @param onnx the bytes of an ONNX file
   * @param threads intra-op threads, the caller among them
   */
  public static OrtSession open(byte[] onnx, int threads) throws OrtException {
    OrtEnvironment environment = environment();
    try (SessionOptions options = options(threads, true)) {
      return environment.createSession(onnx, options);
    }
  }

  /**
   * Writes a model as ONNX Runtime optimizes it, its matrices packed for this CPU.
   *
   * @param graph the file to write
   * @param weights name of the file for the packed matrices, beside the graph
   */
  static void pack(ModelFolder model, Path graph, String weights) throws OrtException {
    OrtEnvironment environment = environment();
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      // It would warn that the file is for this CPU alone, which is the point.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setOptimizedModelFilePath(graph.toString());
      options.addConfigEntry("session.save_external_prepacked_constant_initializers", "1");
      options.addConfigEntry("session.optimized_model_external_initializers_file_name", weights);
      options.addConfigEntry(
          "session.optimized_model_external_initializers_min_size_in_bytes", LEAST_EXTERNAL_BYTES);
      environment.createSession(model.graph().toString(), options).close();
    }
  }

  private static OrtEnvironment environment() {
    MeasuredEnvironment.warnIfIncomplete();
    NativeLibraries.shareCopies();
    return OrtEnvironment.getEnvironment();
  }

  private static SessionOptions options(int intraOpThreads, boolean spinning) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(intraOpThreads);
    options.addConfigEntry(SPINNING, spinning ? "1" : "0");
    return options;
  }
}

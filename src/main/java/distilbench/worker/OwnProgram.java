package distilbench.worker;

import distilbench.jvm.ChildJvm;
import distilbench.jvm.ClassArchive;
import distilbench.jvm.JavaRuntime;
import distilbench.jvm.WorkerFlags;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * This suite's own worker, {@link WorkerMain}.
 *
 * @param flags of its JVM
 */
public record OwnProgram(WorkerFlags flags) implements WorkerProgram {
  @Override
  public ProcessBuilder describe(WorkerOptions options) {
    return describe(options, ClassArchive.of(JavaRuntime.ofThisJvm()).flags());
  }

  /** The same with other flags for the class archive. */
  ProcessBuilder describe(WorkerOptions options, List<String> archive) {
    return ChildJvm.describe(WorkerMain.class, flags.commandLine(archive), options.toArguments());
  }

  @Override
  public OptionalInt tokens(String text) {
    return OptionalInt.empty();
  }

  @Override
  public void check(WorkerOptions options, Map<String, Object> ready) {
    // It is told by the same version of itself.
  }
}

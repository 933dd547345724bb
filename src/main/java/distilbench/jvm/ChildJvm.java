package distilbench.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts child JVMs on this JVM's own class path, under the measured environment, with their
 * temporary files where this JVM's children have them.
 */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * Describes a child that is not started yet; its streams are pipes unless the caller redirects
   * them.
   *
   * @param java what runs it
   * @param main the class to run
   * @param flags the JVM's flags
   * @param arguments the program's arguments
   */
  public static ProcessBuilder describe(
      JavaRuntime java, Class<?> main, List<String> flags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.executable());
    command.addAll(flags);
    command.addAll(JvmFlags.quiet(java.feature()));
    command.addAll(VerifiedLibraries.flags());
    command.addAll(TemporaryFolder.flags(flags));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder child = new ProcessBuilder(command);
    child.environment().putAll(MeasuredEnvironment.variables());
    return child;
  }

  /** The same under the JVM that runs this. */
  public static ProcessBuilder describe(Class<?> main, List<String> flags, List<String> arguments) {
    return describe(JavaRuntime.ofThisJvm(), main, flags, arguments);
  }
}

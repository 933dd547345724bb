package distilbench.jvm;

import java.lang.management.ManagementFactory;

/** A process that prints its arguments, its JVM flags and what its environment lacks. */
public final class SelfDescription {
  private SelfDescription() {}

  /** Takes anything. */
  public static void main(String[] arguments) {
    for (String argument : arguments) {
      System.out.println("argument " + argument);
    }
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      System.out.println("flag " + flag);
    }
    System.out.println("missing " + MeasuredEnvironment.missingFrom(System.getenv()));
  }
}

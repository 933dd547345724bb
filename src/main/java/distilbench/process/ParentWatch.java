package distilbench.process;

/**
 * Ends this JVM at once when the process that started it is gone, whatever ended that one: nobody
 * would read the results any more.
 */
public final class ParentWatch {
  /** What the JVM ends with; nobody is there to see it but whoever adopted the process. */
  private static final int EXIT_CODE = 3;

  private ParentWatch() {}

  /** Starts watching the present parent. Shutdown hooks do not run: they might wait for it. */
  public static void start() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(EXIT_CODE)));
  }
}

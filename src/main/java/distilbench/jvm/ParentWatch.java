package distilbench.jvm;

/**
 * Ends this JVM, and what it started, at once when the process that started it is gone, whatever
 * ended that one: nobody would read the results any more.
 */
public final class ParentWatch {
  /** What the JVM ends with; nobody is there to see it but whoever adopted the process. */
  private static final int EXIT_CODE = 3;

  /**
   * How often to look. {@code ProcessHandle.onExit} would not do: for a process that is not a child
   * it looks ever more rarely, at last every 5 seconds.
   */
  private static final long INTERVAL_MILLIS = 200;

  private ParentWatch() {}

  /** Starts watching the present parent. Shutdown hooks will not run: they might wait for it. */
  public static void start() {
    long parent = parent();
    Thread watch =
        new Thread(
            () -> {
              while (parent() == parent) {
                sleep();
              }
              // Those that are stopped cannot end by themselves.
              ProcessFamily.ofThisProcess().killDescendants();
              Runtime.getRuntime().halt(EXIT_CODE);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** A process whose parent ends is adopted by another one. */
  private static long parent() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
  }

  private static void sleep() {
    try {
      Thread.sleep(INTERVAL_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the parent watch", e);
    }
  }
}

package distilbench.jvm;

import java.util.concurrent.CountDownLatch;

/** A process that watches its parent and has a child that is stopped. */
public final class StoppedChildOwner {
  private StoppedChildOwner() {}

  public static void main(String[] arguments) throws Exception {
    Process child = new ProcessBuilder("sleep", "600").start();
    new ProcessBuilder("kill", "-STOP", Long.toString(child.pid())).start().waitFor();
    ParentWatch.start();
    System.out.println("stopped " + child.pid());
    new CountDownLatch(1).await();
  }
}

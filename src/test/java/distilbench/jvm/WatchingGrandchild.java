package distilbench.jvm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** A process that locks a file, watches its parent, and has no other reason to end. */
public final class WatchingGrandchild {
  private WatchingGrandchild() {}

  /** Takes the file. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (FileChannel channel =
        FileChannel.open(
            Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      ParentWatch.start();
      System.out.println("watching as " + ProcessHandle.current().pid());
      new CountDownLatch(1).await();
    }
  }
}

package distilbench.storage;

import java.io.IOException;
import java.nio.file.Path;

/** A process that takes the lock of a target, says so and holds it until its input ends. */
@SuppressWarnings("try") // the lock is held, not used
public final class LockHolder {
  private LockHolder() {}

  /** Takes the target. */
  public static void main(String[] arguments) throws IOException {
    try (BuildLock lock = BuildLock.acquire(Path.of(arguments[0]), System.err)) {
      System.out.println("holding");
      System.in.readAllBytes();
    }
  }
}

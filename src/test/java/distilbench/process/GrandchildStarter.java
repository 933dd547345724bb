package distilbench.process;

import java.io.IOException;
import java.util.List;

/** A process that does nothing but start {@link WatchingGrandchild}, until it is killed. */
public final class GrandchildStarter {
  private GrandchildStarter() {}

  /** Takes the file that the grandchild locks. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ChildJvm.describe(WatchingGrandchild.class, List.of(), List.of(arguments))
        .inheritIO()
        .start()
        .waitFor();
  }
}

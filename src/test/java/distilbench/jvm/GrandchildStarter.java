package distilbench.jvm;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A process that does nothing but start a child of its own and wait for it. */
public final class GrandchildStarter {
  private GrandchildStarter() {}

  /** Takes the name of the child's main class and its arguments. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ClassNotFoundException {
    List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
    ChildJvm.describe(Class.forName(arguments[0]), List.of(), rest).inheritIO().start().waitFor();
  }
}

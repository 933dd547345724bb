package distilbench.console;

import java.util.stream.Stream;

/** Why something failed, in one line: what lies at the bottom of an exception. */
public final class FailureCause {
  private FailureCause() {}

  /** The first line of the innermost cause, with advice where a file system is the cause. */
  public static String of(Throwable failure) {
    Throwable innermost =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .reduce((outer, inner) -> inner)
            .orElseThrow();
    String line = innermost.toString().lines().findFirst().orElseThrow();
    return line.contains("failed to map segment")
        ? line + "; the folder is mounted noexec: run in one whose files may be executed"
        : line;
  }
}

package distilbench.storage;

import distilbench.console.InvalidInputException;
import java.nio.file.Path;

/** A process that asks for the cache, and for the place beside a folder if it is given one. */
public final class CachePlace {
  private CachePlace() {}

  /** Prints the place, or what is wrong with it. */
  public static void main(String[] arguments) {
    try {
      System.out.println(
          arguments.length == 0
              ? SharedCache.folder()
              : SharedCache.besideOrInCache(Path.of(arguments[0]), "key"));
    } catch (InvalidInputException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}

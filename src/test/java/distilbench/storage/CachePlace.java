package distilbench.storage;

import distilbench.console.InvalidInputException;
import java.nio.file.Path;

/**
 * A process that asks for the cache, for the place beside a folder if it is given one, and for that
 * of models of a kind if it is given a name.
 */
public final class CachePlace {
  private CachePlace() {}

  /** Prints the place, or what is wrong with it. */
  public static void main(String[] arguments) {
    try {
      System.out.println(
          arguments.length == 0
              ? SharedCache.folder()
              : Path.of(arguments[0]).isAbsolute()
                  ? SharedCache.besideOrInCache(Path.of(arguments[0]), "key")
                  : SharedCache.ofMadeModels(arguments[0]));
    } catch (InvalidInputException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}

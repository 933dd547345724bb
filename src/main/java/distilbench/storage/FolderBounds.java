package distilbench.storage;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Which files belong to somebody's folder: what lies elsewhere, behind a link or a path that a file
 * in it names, may be a file that nobody meant to be read.
 *
 * <p>The Hub's own cache keeps the files of a model in {@code blobs/}, to which the folders {@code
 * snapshots/REVISION/} beside it have links
 * (https://huggingface.co/docs/huggingface_hub/guides/manage-cache): those files belong to the
 * folder too.
 */
public final class FolderBounds {
  private static final String SNAPSHOTS = "snapshots";
  private static final String BLOBS = "blobs";

  private FolderBounds() {}

  /**
   * Whether a file lies in a folder or below, links followed.
   *
   * @throws IOException if either is not there or cannot be looked at
   */
  public static boolean contain(Path folder, Path file) throws IOException {
    Path home = folder.toRealPath();
    Path real = file.toRealPath();
    return real.startsWith(home) || real.startsWith(blobs(home));
  }

  /** The folder itself where it is in no such cache. */
  private static Path blobs(Path home) {
    for (Path above = home.getParent(); above != null; above = above.getParent()) {
      if (above.endsWith(SNAPSHOTS)) {
        return above.resolveSibling(BLOBS);
      }
    }
    return home;
  }
}

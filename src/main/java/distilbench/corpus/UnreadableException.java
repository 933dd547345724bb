package distilbench.corpus;

import java.io.IOException;

/** A corpus's file is not what it should be. Whoever catches it knows the file's name. */
final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what is wrong, and where; one line
   * @param remedy what to do
   */
  UnreadableException(String what, String remedy) {
    super(what + "; " + remedy);
  }
}

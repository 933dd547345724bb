package distilbench.console;

/**
 * Something the user gave cannot be used. The message is one line that says what was wrong, where,
 * and what to do; whoever catches it at the top prints that line alone and ends with {@link
 * #EXIT_CODE}.
 */
public class InvalidInputException extends RuntimeException {
  /** Exit code of a process that stopped because of bad input. */
  public static final int EXIT_CODE = 2;

  private static final long serialVersionUID = 1L;

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Refuses a parameter that is too small.
   *
   * @throws InvalidInputException if {@code value} is less than {@code least}
   */
  public static void requireAtLeast(String parameter, int value, int least) {
    if (value < least) {
      throw new InvalidInputException(
          parameter + "=" + value + " is not possible; it must be at least " + least);
    }
  }
}

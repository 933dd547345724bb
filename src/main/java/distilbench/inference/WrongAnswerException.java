package distilbench.inference;

/** A classifier gave an answer that the reference does not confirm. */
public final class WrongAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongAnswerException(String message) {
    super(message);
  }
}

package distilbench.report.choice;

/**
 * What keeps a row from taking part in a choice.
 *
 * @param cause a limit that it may exceed, or what of it is not valid or not known
 * @param figure by which it does, or why; empty if there is none
 */
public record Obstacle(String cause, String figure) {

  /** Both in one text. */
  public String inWords() {
    return figure.isEmpty() ? cause : cause + ": " + figure;
  }
}

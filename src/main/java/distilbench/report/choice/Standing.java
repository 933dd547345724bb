package distilbench.report.choice;

import distilbench.report.data.Difference;

/** Where a row stands beside the chosen one, the nearest first. */
public enum Standing {
  CHOSEN("chosen"),
  /** Its time was shown to be shorter, in the rounds that both have. */
  FASTER("faster"),
  TIED("tied"),
  SLOWER("slower"),
  /** It has too few rounds in common with the chosen one. */
  UNDECIDED("undecided"),
  RULED_OUT("ruled out"),
  /** A limit is asked for that no row of it can be judged by. */
  NOT_JUDGED("not judged"),
  INVALID("invalid");

  private final String words;

  Standing(String words) {
    this.words = words;
  }

  static Standing of(Difference difference) {
    return switch (difference) {
      case FASTER -> FASTER;
      case SLOWER -> SLOWER;
      case NO_DIFFERENCE_SHOWN -> TIED;
      default -> UNDECIDED;
    };
  }

  @Override
  public String toString() {
    return words;
  }
}

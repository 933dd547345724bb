package distilbench.corpus;

/** Told of every record of a corpus, in file order. */
interface Records {
  /**
   * A record that is a text.
   *
   * @param number of the record, see {@link NumberedText#number}
   * @param text not blank
   */
  void text(long number, String text);

  /** A record without one. */
  default void withoutText() {}

  /** A record whose text may be null or blank, which is none. */
  default void record(long number, String text) {
    if (text == null || text.isBlank()) {
      withoutText();
    } else {
      text(number, text);
    }
  }
}

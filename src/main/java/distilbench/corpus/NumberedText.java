package distilbench.corpus;

/**
 * One text of a corpus.
 *
 * @param number its record number in the file, counted from 1 without the header
 * @param text never empty
 */
public record NumberedText(int number, String text) {}

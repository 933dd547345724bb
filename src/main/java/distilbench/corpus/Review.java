package distilbench.corpus;

/**
 * One text to classify.
 *
 * @param number its record number in the file, counted from 1 without the header
 * @param text the description
 */
public record Review(int number, String text) {}

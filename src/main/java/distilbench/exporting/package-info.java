/**
 * Models that were wired here, written as Hugging Face folders, so that other programs run the same
 * weights.
 */
package distilbench.exporting;

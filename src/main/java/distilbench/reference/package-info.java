/**
 * The logits that a model must give, and the check of every answer against them. A classifier that
 * answers from the reference alone is here too.
 */
package distilbench.reference;

/**
 * The answers that a model must give, and the check of every answer against them: computed ones,
 * and those that a model's publisher states. A classifier that answers from the reference alone is
 * here too.
 */
package distilbench.reference;

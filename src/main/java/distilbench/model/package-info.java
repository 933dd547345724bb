/**
 * Where a model comes from, the folder that holds it, its sizes and the work of a forward pass. How
 * a model is made lies in the packages below.
 */
package distilbench.model;

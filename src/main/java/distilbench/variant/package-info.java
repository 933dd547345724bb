/**
 * Models in another form, made from a prepared one: wired into another graph, or with products of
 * integers. Each is a model folder of its own, so that whoever runs one need not know.
 */
package distilbench.variant;

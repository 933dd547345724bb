/**
 * Models as people publish them: what a hub lists of one, which of its files are needed, and their
 * transfer into a folder. What is in the files is for {@link distilbench.importing}.
 */
package distilbench.model.hub;

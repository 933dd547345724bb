/**
 * Models as people have them, turned once into model folders: reading their folders, writing ours,
 * comparing what both answer. The source is never written to.
 */
package distilbench.importing;

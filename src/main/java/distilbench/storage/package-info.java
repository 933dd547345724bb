/**
 * Files that are whole or absent, those that are temporary, digests, locks between processes, and
 * how the kernel caches files. It knows nothing of models or results.
 */
package distilbench.storage;

/**
 * Files that are whole or absent, those that are temporary, digests, locks between processes, where
 * files lie that only this user may change, and how the kernel caches files. It knows nothing of
 * models or results.
 */
package distilbench.storage;

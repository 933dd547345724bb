package distilbench.proctree;

/**
 * What a process's mapping of a file holds in memory, in bytes.
 *
 * @param path the file, or what the kernel calls a mapping without one; may be empty
 * @param shared pages that two processes or more have touched, clean or dirty: on tmpfs a shared
 *     page reads dirty
 * @param privateDirty pages that this process alone has, and has written to
 */
public record Mapping(String path, long shared, long privateDirty) {}

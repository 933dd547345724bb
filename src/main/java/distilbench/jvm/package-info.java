/**
 * Child JVMs: how they are started, their flags and environment, the archive of their classes, what
 * they do when their parent ends. The programs that run in them belong to other packages.
 */
package distilbench.jvm;

/**
 * A classifier in a process of its own: the program, its command line, the line protocol, and the
 * parent that talks to it. Nothing here knows why or how often workers are started.
 */
package distilbench.worker;

/* What the Go program needs of an embedded Python: cpython.c and metacall.c each do it. */
#ifndef BRIDGE_H
#define BRIDGE_H

/* Starts the interpreter: its executable, and the script whose functions are called.
   NULL if it went well, else what went wrong, to be freed. */
char *bridge_start(const char *executable, const char *script);

/* Calls a function of the script with a string. It returns a string, to be freed,
   or NULL with what went wrong in *error, to be freed. */
char *bridge_call(const char *function, const char *argument, char **error);

#endif

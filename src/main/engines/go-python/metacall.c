//go:build metacall

/* Python through MetaCall's C API, which starts the interpreter and takes its lock by itself. */
#include <metacall/metacall.h>
#include <stdlib.h>
#include <string.h>

#include "bridge.h"

/* MetaCall chooses its Python itself, whatever the executable: see useEnvironment. */
char *bridge_start(const char *executable, const char *script)
{
    const char *scripts[] = {script};
    (void)executable;
    metacall_log_null();
    if (metacall_initialize() != 0) {
        return strdup("MetaCall did not start");
    }
    if (metacall_load_from_file("py", scripts, 1, NULL) != 0) {
        return strdup("MetaCall did not load the script");
    }
    return NULL;
}

/* A copy of the string that a call returned, or NULL if it returned anything else. */
static char *copy_of(void *value)
{
    if (value == NULL || metacall_value_id(value) != METACALL_STRING) {
        return NULL;
    }
    return strdup(metacall_value_to_string(value));
}

char *bridge_call(const char *function, const char *argument, char **error)
{
    void *arguments[] = {metacall_value_create_string(argument, strlen(argument))};
    void *value = metacallv(function, arguments);
    char *answer = copy_of(value);
    if (answer == NULL) {
        *error = strdup("the Python function returned no string: it failed");
    }
    metacall_value_destroy(arguments[0]);
    if (value != NULL) {
        metacall_value_destroy(value);
    }
    return answer;
}

/* The part of MetaCall's C API that metacall.c uses, for checking that it compiles where MetaCall is
   not installed. It is on no search path of a build. Source of names and types:
   https://github.com/metacall/core/tree/develop/source/metacall/include/metacall */
#ifndef METACALL_H
#define METACALL_H

#include <stddef.h>

enum metacall_value_id {
    METACALL_STRING = 7
};

void metacall_log_null(void);
int metacall_initialize(void);
int metacall_load_from_file(const char *tag, const char *paths[], size_t size, void **handle);
void *metacallv(const char *name, void *args[]);
void *metacall_value_create_string(const char *str, size_t length);
enum metacall_value_id metacall_value_id(void *v);
char *metacall_value_to_string(void *v);
void metacall_value_destroy(void *v);

#endif

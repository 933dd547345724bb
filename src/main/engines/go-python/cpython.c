//go:build !metacall

/* Python by its own C API: one interpreter, whose lock each call takes. */
#include <Python.h>
#include <stdlib.h>
#include <string.h>

#include "bridge.h"

static PyObject *globals;

/* The pending Python error as text; its traceback goes to standard error. */
static char *pending_error(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = value == NULL ? NULL : PyObject_Str(value);
    const char *utf8 = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    char *copy = strdup(utf8 == NULL ? "unknown error" : utf8);
    Py_XDECREF(text);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    PyErr_Print();
    return copy;
}

/* An interpreter that is the given executable: so it finds the packages of its environment. */
static char *initialize(const char *executable)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.install_signal_handlers = 0;
    PyStatus status = PyConfig_SetBytesString(&config, &config.executable, executable);
    if (!PyStatus_Exception(status)) {
        status = Py_InitializeFromConfig(&config);
    }
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) {
        return strdup(status.err_msg == NULL ? "Python did not start" : status.err_msg);
    }
    return NULL;
}

/* Runs the script and keeps its globals: the functions are there. */
static PyObject *load(const char *script)
{
    PyObject *runpy = PyImport_ImportModule("runpy");
    PyObject *result = runpy == NULL ? NULL : PyObject_CallMethod(runpy, "run_path", "s", script);
    Py_XDECREF(runpy);
    return result;
}

char *bridge_start(const char *executable, const char *script)
{
    char *error = initialize(executable);
    if (error != NULL) {
        return error;
    }
    globals = load(script);
    if (globals == NULL) {
        error = pending_error();
    }
    PyEval_SaveThread(); /* the lock is free from here on: calls take it */
    return error;
}

/* Calls a function of the script while the lock is held. */
static char *call_locked(const char *function, const char *argument, char **error)
{
    PyObject *callee = PyMapping_GetItemString(globals, function);
    PyObject *answer = callee == NULL ? NULL : PyObject_CallFunction(callee, "s", argument);
    const char *utf8 = answer == NULL ? NULL : PyUnicode_AsUTF8(answer);
    char *copy = utf8 == NULL ? NULL : strdup(utf8);
    if (copy == NULL) {
        *error = pending_error();
    }
    Py_XDECREF(answer);
    Py_XDECREF(callee);
    return copy;
}

char *bridge_call(const char *function, const char *argument, char **error)
{
    PyGILState_STATE state = PyGILState_Ensure();
    char *answer = call_locked(function, argument, error);
    PyGILState_Release(state);
    return answer;
}

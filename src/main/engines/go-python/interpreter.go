package main

/*
#include <stdlib.h>
#include "bridge.h"
*/
import "C"

import (
	"errors"
	"runtime"
	"unsafe"
)

// call is one call of a Python function that takes a string and returns one.
type call struct {
	function string
	argument string
	result   chan<- result
}

type result struct {
	text string
	err  error
}

// interpreter is the one Python of this process. A thread of its own makes all calls, one after the other.
type interpreter struct {
	calls chan call
}

// startInterpreter starts Python and loads the script.
func startInterpreter(executable, script string) (*interpreter, error) {
	python := &interpreter{calls: make(chan call)}
	started := make(chan error)
	go python.serve(executable, script, started)
	return python, <-started
}

// serve keeps its operating system thread: Python and OpenMP keep state for each thread.
func (python *interpreter) serve(executable, script string, started chan<- error) {
	runtime.LockOSThread()
	started <- start(executable, script)
	for next := range python.calls {
		text, err := invoke(next.function, next.argument)
		next.result <- result{text, err}
	}
}

// call waits for its turn, and then for the answer. Any goroutine may use it.
func (python *interpreter) call(function, argument string) (string, error) {
	answered := make(chan result)
	python.calls <- call{function, argument, answered}
	answer := <-answered
	return answer.text, answer.err
}

func start(executable, script string) error {
	cExecutable, cScript := C.CString(executable), C.CString(script)
	defer C.free(unsafe.Pointer(cExecutable))
	defer C.free(unsafe.Pointer(cScript))
	if failure := C.bridge_start(cExecutable, cScript); failure != nil {
		return taken(failure)
	}
	return nil
}

func invoke(function, argument string) (string, error) {
	cFunction, cArgument := C.CString(function), C.CString(argument)
	defer C.free(unsafe.Pointer(cFunction))
	defer C.free(unsafe.Pointer(cArgument))
	var failure *C.char
	answer := C.bridge_call(cFunction, cArgument, &failure)
	if answer == nil {
		return "", taken(failure)
	}
	defer C.free(unsafe.Pointer(answer))
	return C.GoString(answer), nil
}

// taken makes an error of a C string, and frees it.
func taken(text *C.char) error {
	defer C.free(unsafe.Pointer(text))
	return errors.New(C.GoString(text))
}

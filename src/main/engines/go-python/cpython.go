//go:build !metacall

package main

/*
#cgo pkg-config: python3-embed
#cgo CFLAGS: -Wno-deprecated-declarations
*/
import "C"

// through says what calls Python.
const through = "CPython"

// useEnvironment has nothing to do: Python finds the packages beside its executable.
func useEnvironment(executable string) {}

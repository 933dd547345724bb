//go:build metacall

package main

/*
#cgo LDFLAGS: -lmetacall
*/
import "C"

// through says what calls Python.
const through = "MetaCall"

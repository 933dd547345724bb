//go:build metacall

package main

/*
#cgo LDFLAGS: -lmetacall
*/
import "C"

import (
	"os"
	"path/filepath"
	"strings"
)

// through says what calls Python.
const through = "MetaCall"

// useEnvironment puts the environment's packages on the path of the Python that MetaCall chooses.
func useEnvironment(executable string) {
	environment := filepath.Dir(filepath.Dir(executable))
	packages, _ := filepath.Glob(filepath.Join(environment, "lib", "python3*", "site-packages"))
	if set := os.Getenv("PYTHONPATH"); set != "" {
		packages = append(packages, set)
	}
	os.Setenv("PYTHONPATH", strings.Join(packages, string(os.PathListSeparator)))
}

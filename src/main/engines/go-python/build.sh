#!/bin/sh
# Builds the Go program: through MetaCall where its C header is found, else with CPython itself.
# Usage: build.sh PYTHON ENVIRONMENT
set -eu
python=$1
environment=$2

fail() {
    echo "go-python: $1" >&2
    exit 2
}

command -v go >/dev/null || fail "go is not on the path"
export CGO_ENABLED=1

if echo '#include <metacall/metacall.h>' | ${CC:-cc} -E - >/dev/null 2>&1; then
    exec go build -tags metacall -o "$environment/bin/worker" .
fi
echo "go-python: no MetaCall here (its header metacall/metacall.h is not found): CPython is embedded itself" >&2

# The library must be of the same Python as the packages. A Python that has its own shared library goes first.
setting() {
    "$python" -c "import sys, sysconfig; print(sysconfig.get_config_var('$1') or '')"
}
if [ "$(setting Py_ENABLE_SHARED)" = 1 ]; then
    export PKG_CONFIG_PATH="$(setting LIBPC):${PKG_CONFIG_PATH:-}"
    export CGO_LDFLAGS="-Wl,-rpath,$(setting LIBDIR) ${CGO_LDFLAGS:-}"
fi
wanted=$(setting py_version_short)
found=$(pkg-config --modversion python3-embed 2>/dev/null) ||
    fail "no library of Python to embed (on Debian: apt-get install libpython3-dev pkg-config)"
[ "$found" = "$wanted" ] ||
    fail "the packages are for Python $wanted, but the library to embed is of Python $found"
exec go build -o "$environment/bin/worker" .

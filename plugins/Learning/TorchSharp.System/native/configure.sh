#!/bin/sh
# Configures the shim's build in the given folder, once for each libtorch; fails quietly where libtorch, cmake or a C++ compiler is missing.
command -v cmake >/dev/null 2>&1 && command -v c++ >/dev/null 2>&1 || exit 1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
wanted="${LIBTORCH:-system}"
if [ -f "$1/CMakeCache.txt" ] && [ "$(cat "$1/.libtorch" 2>/dev/null)" = "$wanted" ]; then exit 0; fi
rm -rf "$1/CMakeCache.txt" "$1/CMakeFiles"
cmake -S "$here" -B "$1" >"$1/configure.log" 2>&1 || { rm -f "$1/CMakeCache.txt"; exit 1; }
printf '%s' "$wanted" >"$1/.libtorch"

#!/usr/bin/env python3
"""movie/store.h, and where its members stand, in every language mode, by two compilers, for machines of 32 and 64 bits and
of either end first; warnings are errors. Nothing but the compiler's own headers is used, so no machine's libraries are needed."""

import itertools
import os
import pathlib
import platform
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
INCLUDE = HERE.parents[2] / "core/abi/include"
C = ["c99", "c11", "c17", "c2x"]
CPP = ["c++11", "c++14", "c++17", "c++20", "c++2b"]
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-ffreestanding", "-fsyntax-only", f"-I{INCLUDE}"]
GCC_MACHINES = ["-m64", "-m32"]
CLANG_MACHINES = [f"--target={machine}" for machine in (
    "x86_64-linux-gnu", "i386-linux-gnu", "aarch64-linux-gnu", "armv7-linux-gnueabihf", "riscv64-linux-gnu", "s390x-linux-gnu")]


def compilers():
    """gcc's bits are this machine's, and -m32 is an x86's; clang knows them all."""
    gcc = GCC_MACHINES if platform.machine() == "x86_64" else [""]
    yield "gcc", shutil.which("gcc-12") or shutil.which("gcc"), gcc
    yield "clang", shutil.which("clang-14") or shutil.which("clang"), CLANG_MACHINES


def main():
    tried, failed = 0, []
    for name, compiler, machines in compilers():
        if compiler is None:
            print(f"skipped: no {name} (Debian: {'clang-14' if name == 'clang' else 'gcc'})")
            return 1 if os.environ.get("CI") else 77
        for machine, (language, source, standard) in itertools.product(
                machines, [("c", "layout.c", s) for s in C] + [("c++", "layout.cpp", s) for s in CPP]):
            command = [compiler, *filter(None, [machine]), f"-x{language}", f"-std={standard}", *STRICT, str(HERE / source)]
            tried += 1
            result = subprocess.run(command, text=True, capture_output=True)
            if result.returncode:
                failed.append(f"{' '.join(command)}\n{result.stderr}")
    print("\n".join(failed) or f"{tried} ways")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())

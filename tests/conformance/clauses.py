#!/usr/bin/env python3
"""The clauses of movie/store.h and the tests that name them, as a table. Fails where a test names a clause that is not there,
a number stands at two clauses, or a clause has no test."""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parents[2]
HEADER = ROOT / "core/abi/include/movie/store.h"


def named():
    """Clause -> tests, in the order of the files."""
    tests = collections.defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("*.cpp")):
        for suite, name, comment in re.findall(r"^TEST(?:_[PF])?\(\s*(\w+),\s*(\w+)\)[^\n]*?\{\s*(//[^\n]*)?", file.read_text(), re.M):
            for number in re.findall(r"\[S-(\d+)\]", comment):
                tests[int(number)].append(f"{suite}.{name}")
    return tests


def main():
    numbers = [int(n) for n in re.findall(r"\[S-(\d+)\]", HEADER.read_text().split("clause. Conventions", 1)[1])]
    tests = named()
    faults = [f"[S-{n}] stands {count} times in the header" for n, count in collections.Counter(numbers).items() if count > 1]
    faults += [f"{', '.join(tests[n])}: the header has no [S-{n}]" for n in sorted(tests) if n not in numbers]
    faults += [f"[S-{n}] has no test" for n in sorted(numbers) if n not in tests]
    print("| clause | tests |\n|---|---|")
    for n in sorted(numbers):
        print(f"| S-{n} | {', '.join(tests[n])} |")
    print("\n".join(faults), file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())

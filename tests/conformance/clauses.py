#!/usr/bin/env python3
"""The clauses of movie/store.h and the tests that name them, as a table. Fails where a test names a clause that is not there,
a number stands at two clauses, a clause has no case that holds any plug-in to it, or a case is skipped for a reason not known below.

    clauses.py                    prints the table and checks
    clauses.py --cpp OUT FILE...  writes what movie-conformance knows of the cases in FILEs: clauses and needs of each
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = ROOT / "core/abi/include/movie/store.h"
CAPABILITIES = "expect memo keep_id if_empty filter search sort total snapshot many clears rekeys".split()
# What else a case may find missing, by what its condition says.
CONDITIONS = {"alone(false)": "sessions", "alone(true)": "writers", "writers(2) < 2": "writers", "durable": "durable", "of_this_process": "durable", "bad_url": "bad_url", "ends_without_memory": "out_of_memory", "kill_server": "kill_server", "retitle": "retitle", "migrate_of": "schema", "figures_of": "figures"}
CASE = r"^TEST(?:_[PF])?\(\s*(\w+),\s*(\w+)\)[^\n]*?\{\s*(//[^\n]*)?"


def clauses():
    """(number, text) in the header's order."""
    text = HEADER.read_text().split("clause. Conventions", 1)[1]
    found = []
    for mark in re.finditer(r"\[S-(\d+)\](.*?)(?=\[S-\d+\]|\*/|\n\n|\Z)", text, re.S):
        words = mark[2]
        if not re.search(r"\w", words):  # the mark stands at the end of what it numbers
            words = re.split(r"/\* ?|\[S-\d+\]", text[text.rindex("\n", 0, mark.start()):mark.start()])[-1]
        found.append((int(mark[1]), re.sub(r"\n[ \t]*\*[ \t]*|\s+", " ", words).strip(" *")))
    return found


def named():
    """Clause -> tests, in the order of the files."""
    tests = collections.defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("*.cpp")):
        for suite, name, comment in re.findall(CASE, file.read_text(), re.M):
            for number in re.findall(r"\[S-(\d+)\]", comment):
                tests[int(number)].append(f"{suite}.{name}")
    return tests


def needs_of(code, constants):
    """What it takes for `code` not to skip, and the conditions that say nothing of the kind."""
    needs, unknown = set(), []
    for claimed in re.findall(r"MOVIE_NEEDS\(([^;]*)\);", code):
        needs |= {c for c in CAPABILITIES if f"MOVIE_{c.upper()}" in re.findall(r"\w+", re.sub(r"\bk[A-Z]\w*", lambda constant: constants.get(constant[0], constant[0]), claimed))}
    for condition in re.findall(r"if \(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\s*GTEST_SKIP", code):
        condition = re.sub(r"\bk[A-Z]\w*", lambda constant: constants.get(constant[0], constant[0]), condition)
        if found := {c for c in CAPABILITIES if f"MOVIE_{c.upper()}" in re.findall(r"\w+", condition)}:
            needs |= found
        elif found := {need for words, need in CONDITIONS.items() if words in condition}:
            needs |= found
        else:
            unknown.append(condition)
    return needs, unknown


def cases(files):
    """(suite, name, clauses, needs) of each case, and what is not understood."""
    fixtures, found, faults = {}, [], []
    texts = [file.read_text() for file in files]
    for text in texts:
        constants = dict(re.findall(r"\b(k[A-Z]\w*) =([^;]*);", text))
        # Each class and each case ends where the next thing begins at the left margin.
        for block in re.split(r"\n(?=class |TEST|MOVIE_CONFORMS)", text):
            needs, unknown = needs_of(block, constants)
            if fixture := re.match(r"class (\w+)[^{;]*: public (\w+)", block):
                if fixture[1] == "Suite":  # which defines MOVIE_NEEDS
                    continue
                fixtures[fixture[1]] = (fixture[2], needs)
            elif case := re.match(CASE, block, re.M):
                found.append((case[1], case[2], [int(n) for n in re.findall(r"\[S-(\d+)\]", case[3] or "")], needs))
            else:
                continue
            faults += [f"{block.splitlines()[0]} … is skipped if ({condition}): add that to CONDITIONS" for condition in unknown]

    def inherited(suite):
        base, needs = fixtures.get(suite, ("", set()))
        return needs | (inherited(base) if base else set())

    return [(suite, name, numbers, needs | inherited(suite)) for suite, name, numbers, needs in found], faults


def write_cpp(out, files):
    """The same as C++, see runner/catalogue.hpp."""
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    lines = ["// Written by clauses.py.", '#include "runner/catalogue.hpp"', "", "namespace movie::conformance {", "",
             "const std::vector<Clause>& clauses() {", "  static const std::vector<Clause> all{"]
    lines += [f"      {{{number}, {quoted(text)}}}," for number, text in clauses()]
    lines += ["  };", "  return all;", "}", "", "const std::vector<Source>& sources() {", "  static const std::vector<Source> all{"]
    for suite, name, numbers, needs in cases(files)[0]:
        lines.append(f'      {{"{suite}.{name}", {{{", ".join(map(str, numbers))}}}, {{{", ".join(map(quoted, sorted(needs)))}}}}},')
    lines += ["  };", "  return all;", "}", "", "}  // namespace movie::conformance", ""]
    out.write_text("\n".join(lines))


def main():
    if sys.argv[1:2] == ["--cpp"]:
        return write_cpp(pathlib.Path(sys.argv[2]), [pathlib.Path(file) for file in sys.argv[3:]])
    numbers = [number for number, _ in clauses()]
    tests = named()
    folder = ROOT / "tests/conformance"
    found, faults = cases([*folder.glob("*.hpp"), *folder.glob("*.cpp")])
    faults += [f"[S-{n}] stands {count} times in the header" for n, count in collections.Counter(numbers).items() if count > 1]
    faults += [f"{', '.join(tests[n])}: the header has no [S-{n}]" for n in sorted(tests) if n not in numbers]
    held = {n for _, _, clauses, _ in found for n in clauses}
    faults += [f"[S-{n}] has no case in tests/conformance" for n in sorted(numbers) if n not in held]
    print("| clause | tests |\n|---|---|")
    for n in sorted(numbers):
        print(f"| S-{n} | {', '.join(tests[n])} |")
    print("\n".join(faults), file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())

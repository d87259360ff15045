#!/usr/bin/env python3
"""Whether movie/store.h still is what was reviewed: its layout as text (constants, pahole's view of every struct, and the words of
each clause) and its types as abidiff sees them, against core/abi/baseline; and whether it has but grown since each release, whose
layout is kept there as <minor>.txt.

  drift.py check    the header is the baseline's, the baseline is core/abi/HISTORY.md's last entry, and no release is broken
  drift.py breaks   eight seeded breaks are each noticed, by the text, by abidiff and as breaking the releases; a reworded clause by
                    the text; growth breaks none
  drift.py record   writes the baseline anew, once a change has been reviewed; prints the line that HISTORY.md needs
"""

import argparse
import difflib
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ABI = pathlib.Path(__file__).parents[3] / "core/abi"
BASELINE = ABI / "baseline"
HEADER = "movie/store.h"

# What is done to the header, as a pattern and what stands in its place.
BREAKS = {
    "insert": (r"(int32_t status;)", r"\1 uint64_t inserted;"),
    "reorder": (r"uint64_t skip, limit;", "uint64_t limit, skip;"),
    "remove": (r"  const movie_memo \*memo; .*\n", ""),
    "retype": (r"  int64_t value;", "  double value;"),
    "renumber": (r"(#define MOVIE_OP_PING) 6u", r"\1 60u"),
    "shrink": (r"uint64_t n_ops;", "uint32_t n_ops;"),
    "rename": (r"movie_text name, checksum, text;", "movie_text title, checksum, text;"),
    "packing": (r"(typedef struct movie_limits \{)", r"#pragma pack(4)\n\1"),
}
GROWTH = ("grow", r"(uint64_t message_size;\n)(\} movie_result;)", r"\1  uint64_t grown;\n\2\n#define MOVIE_GROWN 14")
NEVER_GROW = ("movie_text", "movie_option", "movie_note")
REWORDED = ("reword", r"\[S-3\] Unknown `hint` bits are ignored", "[S-3] Unknown `hint` bits are refused")


def run(*command, cwd=None):
    return subprocess.run(command, cwd=cwd, check=True, text=True, capture_output=True).stdout


def constants(compiler, include):
    """The header's own, without its guard and its two macros that are no numbers."""
    lines = run(compiler, "-dM", "-E", "-xc", f"-I{include}", str(include / HEADER)).splitlines()
    own = re.compile(r"#define (MOVIE_\w+) (.+)")
    found = dict(m.groups() for m in map(own.fullmatch, lines) if m)
    return {name: value for name, value in sorted(found.items()) if name != "MOVIE_EXPORT"}


def clauses(header):
    """The words of comments that have clauses, a clause a line, wherever lines are broken."""
    found = []
    for comment in re.findall(r"/\*(.*?)\*/", header.read_text(), re.DOTALL):
        words = " ".join(re.sub(r"\n \*|\n\s+\* ?", " ", comment).split())
        if "[S-" in words:
            found += [clause.strip() for clause in re.split(r"(?=\[S-\d+\])", words)]
    return "\n".join(found)


def build(compiler, include, folder):
    """A library that has all of the header in its debug information: also constants and alignments, which are no types,
    each as the length of an array. (As enumerators abidiff passes over those whose value another one has.) Returns all
    of it as text."""
    numbers = constants(compiler, include)
    types = re.findall(r"\} (movie_\w+);", (include / HEADER).read_text())
    lengths = [f"char of_{name}[({value}) + 2];" for name, value in numbers.items()]  # from -1 on
    lengths += [f"char alignment_of_{name}[_Alignof({name})];" for name in types]
    (folder / "types.c").write_text(
        f"#include <{HEADER}>\nstruct numbers {{ {' '.join(lengths)} }} numbers;\n"
        "const movie_plugin movie_plugin_v1 = {0};\nmovie_figure figure;\nmovie_step step;\n"
        'MOVIE_PLUGIN_NOTE("types", "1", 0u);\n')
    run(compiler, "-g", "-shared", "-fPIC", f"-I{include}", "-o", "types.so", "types.c", cwd=folder)
    text = "".join(f"{name} {value}\n" for name, value in numbers.items())
    return text + "\n" + run("pahole", "types.so", cwd=folder) + "\n" + clauses(include / HEADER) + "\n"


def types(folder):
    return run("abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--no-elf-needed", "types.so", cwd=folder)


def abidiff(folder):
    """What abidiff has to say; empty: nothing."""
    result = subprocess.run(["abidiff", "--harmless", str(BASELINE / "types.abi"), "types.so"], cwd=folder, text=True, capture_output=True)
    if result.returncode & 3:
        raise RuntimeError(result.stderr)
    return result.stdout if result.returncode else ""


def facts(text):
    """What a layout says: constants and alignments, and the members of each struct in their order."""
    structs = {name: [" ".join(line.split()) for line in body.splitlines() if re.search(r";\s+/\*\s+\d+\s+\d+ \*/", line)]
               for name, body in re.findall(r"^struct (\w+) \{$(.*?)^\};", text, re.MULTILINE | re.DOTALL)}
    numbers = {line.split(";")[0] for line in structs.pop("numbers")} | set(text[:text.index("\n\n")].splitlines())
    return {fact for fact in numbers if "MOVIE_ABI_MINOR" not in fact}, structs


def broken_releases(text):
    """What plug-ins of the releases relied on and is no more."""
    numbers, structs = facts(text)
    faults = []
    for release in sorted(BASELINE.glob("[0-9]*.txt")):
        their_numbers, their_structs = facts(release.read_text())
        faults += [f"{release.stem} has '{fact}'" for fact in sorted(their_numbers - numbers)]
        for name, members in their_structs.items():
            now = structs.get(name, [])
            if now[:len(members)] != members or (name in NEVER_GROW and now != members):
                faults += [f"{release.stem} has {name} otherwise:", *difflib.ndiff(members, now)]
    return faults


def check(compiler):
    with tempfile.TemporaryDirectory() as folder:
        text = build(compiler, ABI / "include", pathlib.Path(folder))
        kept = (BASELINE / "layout.txt").read_text()
        faults = list(difflib.unified_diff(kept.splitlines(), text.splitlines(), "core/abi/baseline/layout.txt", HEADER, lineterm=""))
        faults += abidiff(pathlib.Path(folder)).splitlines() + broken_releases(text)
        last = re.findall(r"^Baseline (\w+)", (ABI / "HISTORY.md").read_text(), re.MULTILINE)[-1]
        if digest(kept) != last:
            faults.append(f"the last entry of core/abi/HISTORY.md is for the baseline {last}, not {digest(kept)}: say there what changed and why it may")
    if faults:
        print("\n".join(faults))
        print(f"\nmovie/store.h is not what was reviewed. If the change may be (see core/abi/HISTORY.md): {sys.argv[0]} record")
    return bool(faults)


def breaks(compiler):
    original = (ABI / "include" / HEADER).read_text()
    kept = (BASELINE / "layout.txt").read_text()
    unnoticed = []
    for name, pattern, replacement in [*((name, *how) for name, how in BREAKS.items()), REWORDED, GROWTH]:
        broken, count = re.subn(pattern, replacement, original, count=1)
        assert count == 1, f"{name}: the header has no such place"
        with tempfile.TemporaryDirectory() as folder:
            include = pathlib.Path(folder) / "include"
            (include / "movie").mkdir(parents=True)
            (include / HEADER).write_text(broken)
            text = build(compiler, include, pathlib.Path(folder))
            by_abidiff = bool(abidiff(pathlib.Path(folder)))
        breaks_releases = bool(broken_releases(text))
        print(f"{name:10} layout.txt {color(text != kept)} abidiff {color(by_abidiff)} releases {color(breaks_releases)}")
        if not (text != kept and (by_abidiff or name == REWORDED[0]) and breaks_releases == (name in BREAKS)):
            unnoticed.append(name)
    return bool(unnoticed)


def color(noticed):
    return "red  " if noticed else "GREEN"


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def record(compiler):
    BASELINE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        text = build(compiler, ABI / "include", pathlib.Path(folder))
        (BASELINE / "layout.txt").write_text(text)
        (BASELINE / "types.abi").write_text(types(pathlib.Path(folder)))
    print(f"core/abi/HISTORY.md needs an entry with: {digest(text)}")
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=["check", "breaks", "record"])
    parser.add_argument("--compiler", default="cc")
    args = parser.parse_args()
    missing = [tool for tool in ("pahole", "abidw", "abidiff") if shutil.which(tool) is None]
    if missing:
        print(f"skipped: {', '.join(missing)} not installed (Debian: abigail-tools dwarves)")
        return 1 if os.environ.get("CI") else 77
    return {"check": check, "breaks": breaks, "record": record}[args.mode](args.compiler)


if __name__ == "__main__":
    sys.exit(main())

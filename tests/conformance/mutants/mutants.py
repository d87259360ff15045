"""Proves the suite: wrong backends, each a built-in one with one named bug, must each be caught by the case that names it.

A table of mutants:
    = what is wrong: Case.ThatCatchesIt
    @ file below --sources
    - a line of it as it stands, exactly once; several in a row are one place
    + a line in its stead
A `-` after a `+` begins another place.

Each is built unoptimised, run with its case alone, and forgotten. First of all the backend as it is, built the same way, must pass
every case that is named. Ends with 1 where that fails, where a mutant cannot be made any more, and where one survives; then it
says which cases of the whole suite would have caught it. MOVIE_NEEDS: a command that says whether it can be done.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HEADERS = """algorithm array atomic bit chrono condition_variable cstdint cstring filesystem functional limits map memory mutex
optional shared_mutex string string_view system_error thread tuple unordered_map utility vector movie/plugin.hpp strings.h"""


class Broken(Exception):
    """The table or a build is; no word on the suite."""


@dataclasses.dataclass
class Mutant:
    name: str
    case: str
    places: list = dataclasses.field(default_factory=list)  # (file, old lines, new lines)

    def apply(self, folder):
        for file, old, new in self.places:
            path = folder / file
            lines = path.read_text().split("\n")
            found = [at for at in range(len(lines)) if lines[at : at + len(old)] == old]
            if len(found) != 1:
                raise Broken(f"'{self.name}': {file} has these lines {len(found)} times, not once:\n" + "\n".join(old))
            lines[found[0] : found[0] + len(old)] = new
            path.write_text("\n".join(lines))


def read(table):
    mutants, file, adding = [], None, True
    for line in table.read_text().splitlines():
        kind, text = line[:2], line[2:]
        if kind == "= ":
            name, case = text.rsplit(": ", 1)
            mutants.append(Mutant(name, case))
        elif kind == "@ ":
            file, adding = text, True
        elif kind == "- ":
            if adding:
                mutants[-1].places.append((file, [], []))
            mutants[-1].places[-1][1].append(text)
            adding = False
        elif kind == "+ ":
            mutants[-1].places[-1][2].append(text)
            adding = True
        elif line:
            raise Broken(f"{table}: not understood: {line}")
    return mutants


class Workshop:
    def __init__(self, arguments, folder):
        self.arguments, self.folder = arguments, folder
        self.compile = [arguments.compiler, "-std=c++20", "-O0", "-fPIC", "-fvisibility=hidden", "-w"]
        self.compile += ["-I" + path for path in arguments.include.split(";") if path] + arguments.define
        header = folder / "read_once.hpp"
        header.write_text("".join(f"#include <{name}>\n" for name in HEADERS.split()))
        self.tell(self.compile + ["-x", "c++-header", header, "-o", f"{header}.gch"])
        self.compile += ["-include", header]
        self.common = [self.object(arguments.sources / name, folder) for name in arguments.common]

    def tell(self, command):
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Broken(f"{' '.join(map(str, command))}\n{done.stdout}")

    def object(self, source, folder):
        made = folder / (source.name + ".o")
        self.tell(self.compile + ["-I", source.parent, "-c", source, "-o", made])
        return made

    def build(self, mutant, folder):
        """The plug-in's file. Of several sources that are compiled as one all are made, else those that differ."""
        sources = folder / "sources"
        shutil.copytree(self.arguments.sources, sources)
        mutant.apply(sources)
        if self.arguments.together:
            units = [sources / "together.cpp"]
            units[0].write_text("".join(f'#include "{name}"\n' for name in self.arguments.together))
        else:
            units = sorted({sources / file for file, _, _ in mutant.places})
        plugin = folder / f"libstore_{self.arguments.table.stem}.so"
        objects = [self.object(unit, folder) for unit in units] + self.common
        self.tell([self.arguments.compiler, "-shared", "-Wl,-z,defs", "-o", plugin] + objects + self.arguments.link)
        return plugin

    def run(self, plugin, cases):
        command = [self.arguments.runner, plugin, "--profile", "quick", "--seed", "1", "--time-limit", "20", "--jobs", "1"]
        for case in cases:
            command += ["--only", case]
        command += self.arguments.options
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.returncode, done.stdout

    def judge(self, mutant):
        """Returns whether it was caught, and a line or more to print."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            plugin = self.build(mutant, pathlib.Path(name))
            status, told = self.run(plugin, [mutant.case])
            if status not in (0, 1):
                raise Broken(f"'{mutant.name}': the runner ended with {status}:\n{told}")
            line = f"| {mutant.name} | {mutant.case} | {time.monotonic() - began:.1f} s |"
            if status == 1:
                return True, line
            _, told = self.run(plugin, [])
        others = sorted(set(re.findall(r"^FAILED\W+(\w+\.\w+)", told, re.MULTILINE)))
        return False, f"{line}\nSURVIVED '{mutant.name}': " + (", ".join(others) or "not one case catches it\n" + told)

    def control(self, cases):
        plugin = self.build(Mutant("as it is", "-"), self.folder / "control")
        status, told = self.run(plugin, cases)
        if status != 0:
            raise Broken(f"the backend as it is does not pass the cases that are named: {status}\n{told}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="What follows -- is for the runner.", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("table", type=pathlib.Path, help="its name is the mode's")
    parser.add_argument("--sources", type=pathlib.Path, required=True, help="the backend's folder")
    parser.add_argument("--together", nargs="*", default=[], help="sources compiled as one; else those that differ, before --link")
    parser.add_argument("--common", nargs="*", default=[], help="sources that no mutant changes")
    parser.add_argument("--include", default="", help="folders, between them ;")
    parser.add_argument("--define", nargs="*", default=[], type="-D{}".format)
    parser.add_argument("--link", nargs="*", default=[])
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--runner", required=True)
    parser.add_argument("--only", default="", help="mutants whose name holds this")
    parser.add_argument("--jobs", type=int, default=2)
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    arguments = parser.parse_args(sys.argv[1:end])
    arguments.options = sys.argv[end + 1 :]
    if status := subprocess.run(os.environ.get("MOVIE_NEEDS", "true").split()).returncode:
        return status
    with tempfile.TemporaryDirectory() as folder:
        mutants = [one for one in read(arguments.table) if arguments.only in one.name]
        workshop = Workshop(arguments, pathlib.Path(folder))
        workshop.control(sorted({one.case for one in mutants}))
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            survivors = 0
            for caught, line in pool.map(workshop.judge, mutants):
                survivors += not caught
                print(line, flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} mutants of {arguments.table.stem} caught")
    return 1 if survivors else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Broken as broken:
        sys.exit(f"mutants.py: {broken}")

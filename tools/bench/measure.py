"""Measures this build's service, and peers beside it, against the limits of the parts. See README.md."""
import argparse
import json
from pathlib import Path

from harness import report
from harness.bench import Bench, add_options
from harness.counters import instructions, system_calls
from harness.limits import run_limits
from harness.picture import draw
from harness.rounds import run_rounds, say
from harness.server import Target

OURS = "ours"


def parse():
    parser = argparse.ArgumentParser(prog="tools/bench/run", description=__doc__)
    parser.add_argument("--build", type=Path, default=Path("build/release"), help="default: %(default)s")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND",
                        help="another server on MOVIE_PORT with the same contract and variables; VARIABLE=value words may come first")
    add_options(parser, rounds=3, connections="1,32,256")
    parser.add_argument("--no-limits", action="store_true", help="leave out the limits of the parts")
    parser.add_argument("--no-counts", action="store_true", help="leave out system calls and instructions, which take minutes")
    parser.add_argument("--out", type=Path, default=Path("build/bench"), help="folder for report.md, report.json, picture.svg; default: %(default)s")
    return parser.parse_args()


def targets(options):
    ours = Target(OURS, f"{options.build.resolve() / 'bin' / 'movie-service'} --migrate")
    peers = [Target(*peer.split("=", 1)) for peer in options.peer]
    return [ours, *peers]


def count(bench, ours):
    """System calls and instructions, at the middle number of connections."""
    middle = sorted(bench.connections)[len(bench.connections) // 2]
    calls, rooms = {}, {}
    for mode in bench.modes:
        for workload in bench.workloads:
            say(f"counting {mode} {workload} {middle}")
            calls[mode, workload, middle] = system_calls(bench, ours, mode, workload, middle)
            rooms[mode, workload, middle] = instructions(bench, ours, mode, workload, middle)
    return calls, rooms


def main():
    options = parse()
    all_targets = targets(options)
    names = [target.name for target in all_targets]
    with Bench(options, options.build / "bench") as bench:
        parts = ["# Movie Service, measured", bench.machine()]
        results = run_rounds(bench, all_targets, bench.modes, bench.workloads, bench.connections)
        limits = [] if options.no_limits else [run_limits(bench, all_targets[0], bench.modes, bench.connections) for _ in range(min(3, options.rounds))]
        calls, rooms = ({}, {}) if options.no_counts else count(bench, all_targets[0])
    if len(names) > 1:
        parts += ["## Against the better peer", report.comparison(results, bench.modes, OURS, names[1:])]
    parts += ["## Every cell", "Median (min..max) of the rounds.", report.cells(results, bench.modes, names), "## Start and memory", report.servers(results)]
    if limits:
        parts += ["## Limits of the parts", report.limits(limits)]
    if calls:
        parts += ["## System calls a request", report.counts(calls, ["mode", "workload", "connections", "calls"], _named),
                  "## Instructions a request, by room", report.rooms(rooms)]
    parts.append("\n".join(["## Problems", *(f"- {problem}" for problem in results.problems)]) if results.problems
                 else "No errors; the rows in each store equal the 201s given.")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "report.md").write_text("\n\n".join(parts) + "\n")
    (options.out / "report.json").write_text(json.dumps(
        {"machine": parts[1], **results.as_json(), "limits": limits,
         "system_calls": [[*key, found] for key, found in calls.items()], "instructions": [[*key, found] for key, found in rooms.items()]}, indent=1))
    draw(results, bench.modes, names, options.out / "picture.svg")
    print(f"{options.out}/report.md, report.json, picture.svg")
    return 1 if results.problems else 0


def _named(calls):
    return f"{sum(calls.values()):.2f}: " + ", ".join(f"{name} {times:.2f}" for name, times in calls.items())


if __name__ == "__main__":
    raise SystemExit(main())

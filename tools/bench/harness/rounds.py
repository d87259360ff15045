"""Rounds over all targets, interleaved, so that what the machine does meanwhile falls on each of them alike."""
import statistics
import sys

from .load import WORKLOADS, measure
from .process import memory_mib
from .server import prepare, start


def say(line):
    print(line, file=sys.stderr, flush=True)


class Results:
    """Samples by mode, target, workload and connections; and by mode and target what is no request."""

    def __init__(self):
        self.cells, self.servers, self.problems = {}, {}, []

    def add(self, mode, target, workload, connections, number, cell):
        key = (mode, target, workload, connections)
        self.cells.setdefault(key, []).append({"round": number, **cell})

    def values(self, mode, target, workload, connections, what):
        return [cell[what] for cell in self.cells.get((mode, target, workload, connections), [])]

    def ratios(self, ours, theirs, what):
        """Of two cells' keys, round by round; a round that lost one of them has none."""
        rounds = [{cell["round"]: cell[what] for cell in self.cells.get(key, [])} for key in (ours, theirs)]
        return [rounds[0][number] / rounds[1][number] for number in sorted(rounds[0].keys() & rounds[1].keys()) if rounds[1][number]]

    def as_json(self):
        return {"cells": [dict(zip(("mode", "target", "workload", "connections"), key), samples=samples)
                          for key, samples in self.cells.items()],
                "servers": [dict(zip(("mode", "target"), key), samples=samples) for key, samples in self.servers.items()],
                "problems": self.problems}


def run_rounds(bench, targets, modes, workloads, connections):
    results = Results()
    for mode in modes:
        live = [target for target in targets if mode in target.modes]
        for target in live:
            prepare(bench, target, mode)
        for number in range(1, bench.options.rounds + 1):
            for target in live:
                _round(bench, results, target, mode, number, workloads, connections)
    return results


def _round(bench, results, target, mode, number, workloads, connections):
    server = start(bench, target, mode)
    try:
        for workload in (name for name in WORKLOADS if name in workloads):
            for count in connections:
                where = f"{mode} {target.name} {workload} {count}"
                try:
                    cell, problems = measure(bench, server, workload, count)
                except (RuntimeError, OSError) as error:  # one cell less, not one run
                    results.problems.append(f"{where}, round {number}: {error}")
                    continue
                results.problems += [f"{where}, round {number}: {problem}" for problem in problems]
                results.add(mode, target.name, workload, count, number, cell)
                say(f"{number:2} {where:44} {cell['rps']:9.0f}/s  {cell['cpu_us']:6.1f} us CPU  p99 {cell['p99_us'] / 1000:8.2f} ms")
        results.servers.setdefault((mode, target.name), []).append(
            {"start_ms": server.start_ms, "idle_mib": server.idle_mib, "after_mib": memory_mib(server.process.pid)})
    finally:
        server.close()


def spread(values, form="{:.0f}"):
    """median (min..max)"""
    if not values:
        return "–"
    return f"{form.format(statistics.median(values))} ({form.format(min(values))}..{form.format(max(values))})"


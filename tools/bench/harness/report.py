"""Results as Markdown."""
import statistics

from .load import WORKLOADS
from .rounds import spread


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def cells(results, modes, targets):
    """A table a mode: every cell with its figures."""
    parts = []
    for mode in modes:
        heads = ["workload", "connections", "target", "requests a second", "p50 ms", "p99 ms", "p99.9 ms", "CPU µs a request"]
        if mode == "postgres":
            heads.append("Postgres's CPU µs")
        rows = []
        for workload, count, target in _keys(results, mode, targets):
            figures = {what: results.values(mode, target, workload, count, what)
                       for what in ("rps", "p50_us", "p99_us", "p999_us", "cpu_us", "database_cpu_us")}
            row = [workload, count, target, spread(figures["rps"]),
                   *(f"{statistics.median(figures[what]) / 1000:.2f}" for what in ("p50_us", "p99_us", "p999_us")),
                   spread(figures["cpu_us"], "{:.1f}")]
            rows.append(row + ([spread(figures["database_cpu_us"])] if mode == "postgres" else []))
        parts.append(f"### {mode}\n\n{table(heads, rows)}")
    return "\n\n".join(parts)


def comparison(results, modes, ours, others):
    """Ours against the better of the others in each cell: better is who answers more requests a second."""
    rows = []
    for mode in modes:
        for workload, count, _ in _keys(results, mode, [ours]):
            def median(target, what):
                return statistics.median(results.values(mode, target, workload, count, what) or [0])
            there = [target for target in others if results.values(mode, target, workload, count, "rps")]
            if not there:
                continue
            best = max(there, key=lambda target: median(target, "rps"))
            least = min(there, key=lambda target: median(target, "cpu_us"))

            def against(target, what):
                return spread(results.ratios((mode, ours, workload, count), (mode, target, workload, count), what), "{:.2f}")
            rows.append([mode, workload, count, f"{against(best, 'rps')} ({best})", f"{against(least, 'cpu_us')} ({least})",
                         f"{median(ours, 'p99_us') / 1000:.2f} : {min(median(t, 'p99_us') for t in there) / 1000:.2f}"])
    return table(["mode", "workload", "connections", f"requests a second, {ours} : better", f"CPU a request, {ours} : better",
                  "p99 ms, ours : best"], rows)


def servers(results):
    rows = [[mode, target, spread([one["start_ms"] for one in samples]),
             f"{statistics.median(one['idle_mib'] for one in samples):.1f}", f"{statistics.median(one['after_mib'] for one in samples):.1f}"]
            for (mode, target), samples in results.servers.items()]
    return table(["mode", "target", "start to first answer, ms", "PSS idle, MiB", "PSS after the load, MiB"], rows)


def limits(samples):
    """samples: one dict of part -> {what: a second} a round."""
    rows = [[part, what, spread([one[part][what] for one in samples])] for part in samples[0] for what in samples[0][part]]
    return table(["part", "what", "a second"], rows)


def counts(by_cell, heads, form):
    return table(heads, [[mode, workload, count, form(found)] for (mode, workload, count), found in by_cell.items()])


def rooms(by_cell):
    """Instructions a request, a column a workload."""
    names = sorted({room for found in by_cell.values() for room in found}, key=lambda room: -max(found.get(room, 0) for found in by_cell.values()))
    return table(["room", *(f"{mode} {workload}" for mode, workload, _ in by_cell)],
                 [[room, *(f"{found.get(room, 0):,}" for found in by_cell.values())] for room in names])


def _keys(results, mode, targets):
    found = {(workload, count) for (m, _, workload, count) in results.cells if m == mode}
    order = list(WORKLOADS)
    for workload, count in sorted(found, key=lambda key: (order.index(key[0]), key[1])):
        for target in targets:
            if (mode, target, workload, count) in results.cells:
                yield workload, count, target

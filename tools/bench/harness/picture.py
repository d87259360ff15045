"""Throughput and latency against connections, a column a workload, a row pair a mode."""
import statistics

from .load import WORKLOADS


def draw(results, modes, targets, file):
    import matplotlib
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "movie-service"  # the same figures give the same file
    from matplotlib import pyplot

    workloads = [name for name in WORKLOADS if any(key[2] == name for key in results.cells)]
    figure, axes = pyplot.subplots(2 * len(modes), len(workloads), squeeze=False, figsize=(2.7 * len(workloads), 3.6 * len(modes)))
    for row, mode in enumerate(modes):
        for column, workload in enumerate(workloads):
            for what, scale, axis in (("rps", 1e-3, axes[2 * row][column]), ("p99_us", 1e-3, axes[2 * row + 1][column])):
                for target in targets:
                    _line(results, (mode, target, workload), what, scale, axis)
                axis.set_xscale("log", base=2)
                axis.tick_params(labelsize=7)
                axis.set_ylim(bottom=0)
                axis.set_title(f"{mode} {workload}: " + ("1000 requests a second" if what == "rps" else "p99, ms"), fontsize=7)
    for axis in axes[-1]:
        axis.set_xlabel("connections", fontsize=7)
    axes[0][0].legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None} if str(file).endswith("svg") else None)


def _line(results, cell, what, scale, axis):
    counts = sorted(key[3] for key in results.cells if key[:3] == cell)
    if not counts:
        return
    samples = [[value * scale for value in results.values(*cell, count, what)] for count in counts]
    middle = [statistics.median(values) for values in samples]
    below = [m - min(values) for m, values in zip(middle, samples)]
    above = [max(values) - m for m, values in zip(middle, samples)]
    axis.errorbar(counts, middle, yerr=[below, above], label=cell[1], linewidth=1, capsize=2, marker=".")

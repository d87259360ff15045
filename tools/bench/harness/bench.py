"""A run's options and what its parts share: the work folder, the Postgres server, the machine."""
import os
import platform
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from .cluster import Cluster
from .load import WORKLOADS
from .server import MODES


def add_options(parser, rounds, connections):
    parser.add_argument("--mode", default=",".join(MODES), help="comma-separated; default: %(default)s")
    parser.add_argument("--workload", default=",".join(WORKLOADS), help="comma-separated; default: %(default)s")
    parser.add_argument("--connections", default=connections, help="comma-separated; default: %(default)s")
    parser.add_argument("--rounds", type=int, default=rounds, help="default: %(default)s")
    parser.add_argument("--seconds", type=int, default=2, help="a cell and round; default: %(default)s")
    parser.add_argument("--films", type=int, default=10_000, help="in each store; default: %(default)s")
    parser.add_argument("--patience", type=int, default=120, help="seconds that a server may take to answer first; default: %(default)s")
    parser.add_argument("--server-cpus", type=_cpus, help="for servers and Postgres, such as 0")
    parser.add_argument("--load-cpus", type=_cpus, help="for wrk, such as 1")
    parser.add_argument("--work-dir", help="where stores are made; its disk is what is measured. Default: the temporary folder")


def _cpus(text):
    return {int(cpu) for cpu in text.split(",")}


class Bench:
    """`programs`: the folder of the limits' programs."""

    def __init__(self, options, programs=None):
        self.options, self.programs = options, programs
        self.modes = _chosen("mode", options.mode, MODES)
        self.workloads = _chosen("workload", options.workload, WORKLOADS)
        self.connections = [int(count) for count in options.connections.split(",")]
        self.work = tempfile.mkdtemp(prefix="movie-bench-", dir=options.work_dir)
        os.chmod(self.work, 0o755)  # PostgreSQL's user must come in
        self.cluster = None

    def __enter__(self):
        if "postgres" in self.modes:
            self.cluster = Cluster(self.work, self.options.server_cpus)
        return self

    def __exit__(self, *_):
        if self.cluster:
            self.cluster.close()
        shutil.rmtree(self.work, ignore_errors=True)

    def machine(self):
        cpu = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
        text = (f"{cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}; load average {os.getloadavg()[0]:.2f}; "
                f"fdatasync of 4 KiB {self._fdatasync_us():.0f} µs. wrk, one thread; {self.options.rounds} rounds of {self.options.seconds} s, "
                f"interleaved; {self.options.films} films.")
        if self.options.server_cpus:
            text += f" Servers on core {sorted(self.options.server_cpus)}, wrk on {sorted(self.options.load_cpus or [])}."
        return text + (f" Postgres: {self.cluster.settings()}." if self.cluster else "")

    def _fdatasync_us(self):
        with tempfile.NamedTemporaryFile(dir=self.work) as file:
            taken = []
            for _ in range(100):
                file.write(bytes(4096))
                file.flush()
                begin = time.perf_counter()
                os.fdatasync(file.fileno())
                taken.append(time.perf_counter() - begin)
        return statistics.median(taken) * 1e6


def _chosen(what, text, known):
    chosen = [name for name in text.split(",") if name]
    for name in chosen:
        if name not in known:
            raise SystemExit(f"unknown {what} '{name}'; known: {', '.join(known)}")
    return chosen

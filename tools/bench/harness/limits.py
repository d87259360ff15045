"""What the parts allow, on the same machine in the same run, without the service."""
import json
import subprocess
import tempfile
from pathlib import Path

from .client import answers
from .load import run_wrk
from .process import cpu_seconds, free_port, pinned, poll, stop

_SECONDS = 1


def run_limits(bench, ours, modes, connections):
    programs, options = Path(bench.programs), bench.options
    found = {"reactor, fixed text": _reactor(bench, programs / "bench_reactor", connections)}
    if "sqlite" in modes:
        with tempfile.TemporaryDirectory(dir=bench.work) as folder:
            found["SQLite, one thread"] = _json([programs / "bench_sqlite", Path(folder) / "limits.db", str(_SECONDS)], options)
    if "postgres" in modes:
        filled = bench.cluster.create(ours.stores["postgres"])
        found["libpq, one pipeline"] = _json([programs / "bench_postgres", bench.cluster.url(filled), str(_SECONDS)], options)
        bench.cluster.drop(filled)
    return found


def _json(command, options):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, preexec_fn=pinned(options.server_cpus)).stdout)


def _reactor(bench, program, connections):
    options, port = bench.options, free_port()
    threads = len(options.server_cpus or range(2))
    process = subprocess.Popen([program, str(port), str(threads)], preexec_fn=pinned(options.server_cpus))
    try:
        poll("bench_reactor", 10, lambda: answers(port, "/"))
        found = {}
        for count in connections:
            before = cpu_seconds(process.pid)
            seen = run_wrk(port, "read_one", count, max(1, options.seconds), options.films, options.load_cpus)
            cpu = (cpu_seconds(process.pid) - before) / max(1, seen["requests"]) * 1e6
            found[f"requests at {count} connections"] = seen["requests"] / seen["seconds"]
            found[f"CPU ns a request at {count}"] = cpu * 1000
        return found
    finally:
        stop(process)

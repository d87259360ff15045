"""Load by wrk, and what it costs the server."""
import json
import subprocess
import time
from pathlib import Path

from .client import Client, film
from .process import cpu_seconds, pinned, tree_cpu_seconds

WORKLOADS = {  # in the order they run: the last two add films
    "healthz": "GET /healthz",
    "read_one": "GET /movies/{id}, any of the films",
    "list_20": "GET /movies?limit=20 from a random place",
    "list_deep": "GET /movies?skip=9000&limit=100",
    "list_genre": "GET /movies?limit=20&genre=…",
    "mixed": "90 % read one, 5 % list 20, 5 % create",
    "create": "POST /movies",
}
_EXACT = 200  # creates sent one at a time, so that not one is cut off


def run_wrk(port, workload, connections, seconds, films, cpus=None):
    script = Path(__file__).resolve().parents[1] / "load.lua"
    ended = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(script),
                            f"http://127.0.0.1:{port}", "--", workload, str(films)], capture_output=True, text=True, preexec_fn=pinned(cpus))
    line = next((line for line in ended.stdout.splitlines() if line.startswith("JSON ")), None)
    if line is None:
        raise RuntimeError(f"wrk gave no result, status {ended.returncode}: {ended.stdout[-200:]} {ended.stderr[-200:]}")
    return json.loads(line[5:])


def measure(bench, server, workload, connections):
    """One cell of one round: what wrk saw, CPU time a request, and whether the store holds what it should."""
    options, pid = bench.options, server.process.pid
    adds = workload in ("mixed", "create")
    if not adds:
        run_wrk(server.port, workload, connections, 1, options.films, options.load_cpus)
    before = _rows(server) if adds else 0
    own, database = cpu_seconds(pid), _database_cpu(bench, server)
    seen = run_wrk(server.port, workload, connections, options.seconds, options.films, options.load_cpus)
    own, database = cpu_seconds(pid) - own, _database_cpu(bench, server) - database
    requests = max(1, seen["requests"])
    cell = {"rps": seen["requests"] / seen["seconds"], "cpu_us": own / requests * 1e6, "database_cpu_us": database / requests * 1e6,
            **{key: seen[key] for key in ("p50_us", "p99_us", "p999_us", "requests", "refused", "broken")}}
    problems = []
    if seen["refused"] or seen["broken"]:
        problems.append(f"{seen['refused']} answers beyond 2xx and 3xx, {seen['broken']} broken connections")
    if adds:
        problems += _check_rows(server, workload, connections, seen, before)
    return cell, problems


def _database_cpu(bench, server):
    return tree_cpu_seconds(bench.cluster.process.pid) if server.mode == "postgres" else 0.0


def _rows(server):
    """Once what a load has left behind is done."""
    client, rows, before = Client(server.port), 0, None
    while rows != before:
        time.sleep(0.05)
        rows, before = client.rows(), rows
    client.close()
    return rows


def _check_rows(server, workload, connections, seen, before):
    """wrk cuts off what is in flight at its end: so many films more may be there. Those sent one by one must be there to one."""
    added = _rows(server) - before
    # Of a mix's creates wrk does not tell how many were answered: all but those in flight, and at most all were.
    answered = seen["requests"] - seen["refused"] if workload == "create" else seen["posts_sent"] - connections - seen["refused"]
    problems = []
    if not answered <= added <= seen["posts_sent"]:
        problems.append(f"{added} films were added, {answered} answered 201, {seen['posts_sent']} sent")
    client = Client(server.port)
    acknowledged = sum(client.post(film(number)) == 201 for number in range(_EXACT))
    client.close()
    exact = _rows(server) - before - added
    if exact != acknowledged:
        problems.append(f"{exact} films were added by {acknowledged} answers 201")
    return problems

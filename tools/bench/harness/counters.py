"""What does not waver with the machine: instructions (callgrind) and system calls (strace) a request."""
import re
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from .load import run_wrk
from .server import start

_ROOMS = (  # the first that fits a function's name or object
    ("parser", r"movie::http::(RequestParser|Grammar|Parsed|origin_form|valid_host)|boost::beast"),
    ("transport", r"movie::http::(Connection|ReactorWorker|Output|Mailbox|Deadlines|EventLoop|DateLine|Acceptor|\(anonymous namespace\)::(Handler|append_))"
                  r"|Pistache|libpistache"),
    ("http", r"movie::http"),
    ("json", r"movie::json|rapidjson"),
    ("model", r"movie::(text|title_case|genre|title|year|check|trim|fields|lax)|libicu"),
    ("log", r"movie::log|spdlog"),
    ("store and lanes", r"movie::store"),
    ("plug-in and sdk", r"movie::(sdk|memory|sqlite|pg)|libstore_"),
    ("SQLite", r"libsqlite3"),
    ("libpq", r"libpq|libssl|libcrypto"),
    ("allocation", r"\b(malloc|free|_int_malloc|_int_free|calloc|realloc|malloc_consolidate|operator new|operator delete|unlink_chunk|tcache)"),
    ("C and C++ library", r"libc\.so|libstdc\+\+|ld-linux|libgcc|libm\.so|libpthread|vdso|\?\?\?|std::"),
)


def system_calls(bench, target, mode, workload, connections):
    """System calls of the server a request, by name."""
    server = start(bench, target, mode)
    try:
        with tempfile.NamedTemporaryFile("r", dir=bench.work) as summary:
            tracer = subprocess.Popen(["strace", "-c", "-f", "-q", "-o", summary.name, "-p", str(server.process.pid)],
                                      stderr=subprocess.DEVNULL)
            time.sleep(0.5)  # it says nothing when it has attached
            seen = run_wrk(server.port, workload, connections, 2, bench.options.films)
            tracer.send_signal(signal.SIGINT)
            tracer.wait(10)
            rows = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+) +(?:\d+ +)?(\w+)$", summary.read(), re.M)
    finally:
        server.close()
    calls = {name: int(count) / max(1, seen["requests"]) for count, name in rows if name != "total"}
    return {name: calls[name] for name in sorted(calls, key=calls.get, reverse=True) if calls[name] >= 0.005}


def instructions(bench, target, mode, workload, connections, seconds=4):
    """Instructions of the server a request, by room. Kernel and database server are not in it."""
    out = Path(tempfile.mkdtemp(prefix="callgrind-", dir=bench.work))
    server = start(bench, target, mode, wrapper=("valgrind", "--quiet", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={out / 'out'}"))
    try:
        def instrument(how):
            subprocess.run(["callgrind_control", "-i", how, str(server.process.pid)], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        run_wrk(server.port, workload, connections, 1, bench.options.films)
        instrument("on")
        seen = run_wrk(server.port, workload, connections, seconds, bench.options.films)
        instrument("off")
    finally:
        server.close()
    by_room = Counter()
    for name, cost in _self_costs(out / "out"):
        by_room[next((room for room, pattern in _ROOMS if re.search(pattern, name)), "other")] += cost
    requests = max(1, seen["requests"])
    return {"all": round(sum(by_room.values()) / requests), **{room: round(cost / requests) for room, cost in by_room.most_common()}}


def _self_costs(file):
    """(function and object, instructions) of a callgrind profile, calls into others left out."""
    listed = subprocess.run(["callgrind_annotate", "--threshold=100", "--show-percs=no", "--auto=no", str(file)], capture_output=True, text=True,
                            check=True).stdout
    for line in listed.splitlines():
        found = re.match(r" *([\d,]+) +(?:\?\?\?|[^ ]+?):(.+)$", line)
        if found and "PROGRAM TOTALS" not in line:
            yield found[2], int(found[1].replace(",", ""))

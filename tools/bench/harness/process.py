"""Starting, watching and ending processes of our own."""
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def pinned(cpus):
    """For preexec_fn."""
    return (lambda: os.sched_setaffinity(0, cpus)) if cpus else None


def poll(what, seconds, ready):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} is not ready after {seconds} s")
        time.sleep(0.005)


def stop(process, how=signal.SIGTERM, seconds=20):
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise RuntimeError(f"process {process.pid} did not end within {seconds} s of {how.name} and was killed") from None


def tree(pid):
    """A process and those it started, such as a server's backends."""
    found = [pid]
    for one in found:  # grows
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue  # it has ended
    return found


def cpu_seconds(pid):
    """User and system time of a process, to the nanosecond: its own CPU clock (clock_getcpuclockid)."""
    return time.clock_gettime((~pid << 3) | 2)


def tree_cpu_seconds(pid):
    """The same of a tree that forks and reaps, in ticks of 10 ms: children that have ended count in their parent."""
    ticks = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mib(pid):
    """Proportional set size: pages shared with others count in part."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) / 1024

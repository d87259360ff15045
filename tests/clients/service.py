"""Movie services to call: one on an empty store of each backend."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tools" / "bench"))
from harness.cluster import Cluster  # noqa: E402
from harness.process import stop  # noqa: E402

MODES = ("memory", "sqlite", "postgres")


def work_folder():
    folder = tempfile.TemporaryDirectory(prefix="movie-clients-")
    os.chmod(folder.name, 0o755)  # PostgreSQL's user must come in
    return folder


class Service:
    """A running movie-service in a folder of its own, on a port that it found free."""

    def __init__(self, program, mode, folder, database=None):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MOVIE_")}
        environment |= {"MOVIE_DB_MODE": mode, "MOVIE_PORT": "0", "LOG_LEVEL": "WARNING"}
        if database:
            environment["MOVIE_DATABASE_URL_POSTGRES"] = database
        self._log = Path(folder) / "service.log"
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen([program, "--migrate"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                             stdout=subprocess.PIPE, stderr=log, text=True)
        first = self._process.stdout.readline()
        found = re.search(r"(http://\S+)$", first.strip())
        if not found:
            self.close()
            raise RuntimeError(f"movie-service ({mode}) does not start: {first}{self.said()}")
        self.mode, self.url = mode, found[1]

    def said(self):
        return self._log.read_text(errors="replace")

    def close(self):
        stop(self._process)


class Backends:
    """Starts services; the PostgreSQL server, once one needs it, serves them all."""

    def __init__(self, program):
        self._program, self._work, self._cluster, self._made = program, work_folder(), None, 0

    def start(self, mode):
        self._made += 1
        folder = Path(self._work.name) / f"{mode}{self._made}"
        folder.mkdir()
        return Service(self._program, mode, folder, self._database() if mode == "postgres" else None)

    def _database(self):
        self._cluster = self._cluster or Cluster(self._work.name, cpus=None)
        return self._cluster.url(self._cluster.create())

    def close(self):
        if self._cluster:
            self._cluster.close()
        self._work.cleanup()

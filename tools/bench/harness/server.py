"""Servers under test: this build's, and peers that read the same environment variables."""
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from .client import Client, answers
from .process import free_port, memory_mib, pinned, poll, stop

MODES = ("memory", "sqlite", "postgres")


@dataclass
class Target:
    """A server program. `command` may begin with VARIABLE=value words."""
    name: str
    command: str
    modes: tuple = MODES
    stores: dict = field(default_factory=dict)  # by mode: a filled store to copy

    def words(self):
        """(environment, program and arguments)"""
        words, environment = shlex.split(self.command), {}
        while words and re.fullmatch(r"\w+=.*", words[0], re.S):
            key, _, value = words.pop(0).partition("=")
            environment[key] = value
        return environment, words


class Server:
    """One that runs on a store of its own, made new or copied from the target's filled one."""

    def __init__(self, bench, target, mode, empty=False, wrapper=()):
        self.bench, self.target, self.mode = bench, target, mode
        self.folder = Path(tempfile.mkdtemp(prefix=f"{target.name}-{mode}-", dir=bench.work))
        self.database = self._store(None if empty else target.stores.get(mode))
        self.port = free_port()
        environment, words = target.words()
        self._log = open(self.folder / "server.log", "wb")
        begin = time.perf_counter()
        self.process = subprocess.Popen([*wrapper, *words], cwd=self.folder, env=self._environment(environment), stdin=subprocess.DEVNULL,
                                        stdout=self._log, stderr=self._log, preexec_fn=pinned(bench.options.server_cpus))
        try:
            poll(f"{target.name} ({mode})", bench.options.patience, self._answers)
        except RuntimeError as error:
            self.close()
            raise RuntimeError(f"{error}; it said: {self.said()}") from None
        self.start_ms = (time.perf_counter() - begin) * 1000
        self.idle_mib = memory_mib(self.process.pid)

    def _store(self, filled):
        if self.mode == "postgres":
            return self.bench.cluster.create(filled)
        if self.mode == "sqlite" and filled:
            shutil.copytree(filled, self.folder, dirs_exist_ok=True)
            os.sync()
        return None

    def _environment(self, own):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("MOVIE_")}
        postgres = self.bench.cluster.url(self.database) if self.database else ""
        return {**kept, "LOG_LEVEL": "warning", "MOVIE_DB_MODE": self.mode, "MOVIE_HOST": "127.0.0.1", "MOVIE_PORT": str(self.port),
                "MOVIE_DATABASE_URL_SQLITE": f"sqlite:///{self.folder / 'movies.db'}",
                "MOVIE_DATABASE_URL_POSTGRES": postgres, **own}

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.target.name} ended with status {self.process.returncode}")
        return answers(self.port, "/healthz")

    def fill(self, films):
        client = Client(self.port)
        made = client.fill(films)
        client.close()
        if made != films:
            raise RuntimeError(f"{self.target.name} ({self.mode}) stored {made} of {films} films")

    def said(self):
        return (self.folder / "server.log").read_text(errors="replace")[-500:].strip() or "nothing"

    def close(self, keep=False):
        stop(self.process)
        self._log.close()
        if keep:
            return
        if self.database:
            self.bench.cluster.drop(self.database)
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare(bench, target, mode):
    """Fills a store once through the target's own API, to be copied for each round."""
    if mode == "memory" or mode in target.stores:
        return
    server = Server(bench, target, mode, empty=True)
    server.fill(bench.options.films)
    server.close(keep=True)
    if mode == "postgres":  # else autovacuum does so at a moment of its own choosing
        bench.cluster.sql("VACUUM ANALYZE", server.database)
    target.stores[mode] = server.database or server.folder


def start(bench, target, mode, **how):
    """A server on a filled store."""
    server = Server(bench, target, mode, **how)
    if mode == "memory":
        server.fill(bench.options.films)
    return server

"""A throwaway PostgreSQL server with its own defaults: fsync and synchronous_commit stay on."""
import os
import shutil
import signal
import subprocess
from pathlib import Path

from .process import free_port, pinned, poll, stop


def programs():
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not folders:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return folders[-1].parent


class Cluster:
    def __init__(self, work, cpus):
        self._bin, self._made, self.port = programs(), 0, free_port()
        folder = Path(work) / "postgres"
        folder.mkdir()
        as_user = {}
        if os.geteuid() == 0:  # whom PostgreSQL refuses
            shutil.chown(folder, "postgres", "postgres")
            as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        subprocess.run([self._bin / "initdb", "-D", folder / "data", "-U", "movie", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
                       check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user)
        with open(folder.parent / "postgres.log", "wb") as log:
            self.process = subprocess.Popen(
                [self._bin / "postgres", "-D", folder / "data", "-p", str(self.port), "-k", folder, "-c", "listen_addresses=127.0.0.1"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, preexec_fn=pinned(cpus), **as_user)
        ready = [self._bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        poll("PostgreSQL", 30, lambda: subprocess.run(ready).returncode == 0)

    def sql(self, statement, database="postgres"):
        return subprocess.run([self._bin / "psql", "-XAtqc", statement, self.url(database)], check=True, capture_output=True,
                              text=True).stdout.strip()

    def url(self, database):
        return f"postgresql://movie@127.0.0.1:{self.port}/{database}"

    def create(self, template=None):
        """A new database, a copy of `template` if given; returns its name."""
        self._made += 1
        name = f"bench{self._made}"
        self.sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        self.sql("CHECKPOINT")  # or it falls into somebody's round
        return name

    def drop(self, name):
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def settings(self):
        return self.sql("SELECT string_agg(name || '=' || setting, ' ') FROM pg_settings WHERE name IN "
                        "('server_version', 'fsync', 'synchronous_commit', 'shared_buffers', 'wal_sync_method')")

    def close(self):
        stop(self.process, signal.SIGINT)

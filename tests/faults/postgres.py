"""A PostgreSQL server of the tests' own, which can be killed as a loss of power would end it."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

PATIENCE_S = 120.0


class PostgresServer:
    """The server whose files lie in ``data``; started if it does not run."""

    def __init__(self, data: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(data.parent))
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self.start()

    def start(self) -> None:
        """Start it; PostgreSQL repairs itself from its write-ahead log."""
        import pgserver  # noqa: PLC0415 - only where a server is asked for

        end = time.monotonic() + PATIENCE_S
        while True:
            pgserver.PostgresServer._instances.pop(self.data, None)
            try:
                self._server: Any = pgserver.PostgresServer(self.data, cleanup_mode=None)
            except (
                subprocess.SubprocessError,
                AssertionError,
            ):  # a busy machine: it goes on starting after ten seconds
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
            else:
                return

    def address(self, database: str) -> str:
        """Return the address of one of its databases."""
        return str(self._server.get_uri(database=database))

    def make_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        import psycopg  # noqa: PLC0415

        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # a name of ours
        return self.address(name)

    def processes(self) -> list[int]:
        """Return its process and those it has made."""
        first = int((self.data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        below = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split()
        return [first, *map(int, below)]

    def kill(self) -> None:
        """End all its processes at once, without a word."""
        processes = self.processes()
        for each in processes:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        end = time.monotonic() + PATIENCE_S
        while any(_runs(each) for each in processes):
            assert time.monotonic() < end, "the server's processes do not end"
            time.sleep(0.01)
        # Where nobody collects the dead, their numbers stay taken, and these files would keep a new server out.
        for left in (self.data / "postmaster.pid", *self.data.glob(".s.PGSQL.*.lock")):
            left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"

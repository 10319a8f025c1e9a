"""Kill a centre's writers, or its PostgreSQL server, some hundred times, and look after each time.

    python -m bench.kill_centre --kills 500
    python -m bench.kill_centre --kills 100 --database        writers on PostgreSQL
    python -m bench.kill_centre --kills 50 --server           PostgreSQL itself

Centres are made anew every few kills, so that checking all of one after every kill stays quick. Prints one line for
each and a sum; the first loss ends it with the inspector's words.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.centre_folder import found
from tests.faults.postgres import PostgresServer

KILLS_OF_ONE = 25


def one_round(
    number: int, kills: int, work: Path, server: PostgresServer | None, *, kill_server: bool
) -> dict[str, int]:
    """Make a centre, kill so many times, and return what was seen."""
    folder = work / f"centre-{number}"
    found(folder, server.make_database(f"round{number}") if server else "")
    command = [sys.executable, "-m", "tests.faults.killing", str(folder), str(kills), str(number)]
    command += [str(server.data)] if server and kill_server else []
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    print(f"round {number}: {told.stdout.strip()}", flush=True)
    seen: dict[str, int] = json.loads(told.stdout.splitlines()[-1])
    return seen


def main() -> None:
    """Run what was asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=500)
    asked.add_argument("--database", action="store_true", help="on PostgreSQL")
    asked.add_argument("--server", action="store_true", help="kill PostgreSQL instead of writers")
    given = asked.parse_args()
    total = {"kills": 0, "acknowledged": 0, "records": 0}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        server = PostgresServer(Path(work) / "data") if given.database or given.server else None
        number = 0
        while total["kills"] < given.kills:
            kills = min(KILLS_OF_ONE, given.kills - total["kills"])
            for name, count in one_round(number, kills, Path(work), server, kill_server=given.server).items():
                total[name] += count
            number += 1
        if server:
            server.kill()
    print(f"all: {json.dumps(total)}")


if __name__ == "__main__":
    main()

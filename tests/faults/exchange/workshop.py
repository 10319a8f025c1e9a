"""One process that has Django loaded on a centre and forks: whatever is done there begins at once, and can be killed.

    python -m tests.faults.exchange.workshop FOLDER

Takes one line of JSON for each thing to do and answers with one: ``call`` a function of ``tasks`` and return what it
returned, ``start`` one in the background, wait for the ``end`` of one. When its input ends, everything it started does.
"""
# ruff: noqa: PLC0415 - what needs Django is imported when that is loaded

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST = 1 << 24
PATIENCE_S = 300.0


class Workshop:
    """What was started and has not ended."""

    def __init__(self, tasks: object) -> None:
        self.tasks = tasks
        self.running: set[int] = set()

    def do(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Do one thing."""
        if "end" in asked:
            return {"code": self._reap(asked["end"])}
        task, read, write = getattr(self.tasks, asked.get("call") or asked["start"]), *os.pipe()
        process = self._forked(task, asked["with"], write if "call" in asked else None)
        os.close(write)
        if "start" in asked:
            os.close(read)
            return {"process": process}
        with os.fdopen(read, "rb") as pipe:
            told = pipe.read(MOST)
        return {"code": self._reap(process), **(json.loads(told) if told else {})}

    def _forked(self, task: Callable[..., object], given: list[Any], pipe: int | None) -> int:
        process = os.fork()
        if process:
            self.running.add(process)
            return process
        try:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(2, 1)
            returned = task(*given)
            if pipe is not None:
                os.write(pipe, json.dumps({"returned": returned}).encode())
            os._exit(0)
        except BaseException:  # noqa: BLE001 - a fork must never return into its parent's code
            traceback.print_exc()
            if pipe is not None:
                os.write(pipe, json.dumps({"raised": traceback.format_exc()[-4000:]}).encode())
            os._exit(1)

    def _reap(self, process: int) -> int:
        """Wait for a process, and return how it ended; one that does not end is killed, which the code then says."""
        end = time.monotonic() + PATIENCE_S
        while (ended := os.waitpid(process, os.WNOHANG))[0] == 0:
            if time.monotonic() > end:
                os.kill(process, signal.SIGABRT)
            time.sleep(0.01)
        _, status = ended
        self.running.discard(process)
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """End what runs still."""
        for process in set(self.running):
            os.kill(process, signal.SIGKILL)
            self._reap(process)


def main(folder: Path) -> None:
    """Do what is asked for until the input ends."""
    from tansiq.cli import centre_site

    centre_site.load(folder)
    from tests.faults.exchange import tasks

    workshop = Workshop(tasks)
    try:
        for line in sys.stdin:
            print(json.dumps(workshop.do(json.loads(line))), flush=True)  # noqa: T201 - its answers
    finally:
        workshop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

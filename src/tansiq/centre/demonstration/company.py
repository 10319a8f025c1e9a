"""The three centres as processes beside the picture: founded if need be, started, watched, stopped together."""

import contextlib
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

import tomli_w

from tansiq.centre.demonstration.cast import CENTRES, JOINT
from tansiq.centre.demonstration.making import (
    READY,
    Founding,
    Progress,
    alone,
    environment,
)
from tansiq.centre.demonstration.own_posts import show_own
from tansiq.errors import CancelledError, TansiqError
from tansiq.language import N_

LOOPBACK: Final = "127.0.0.1"
PACE_S: Final = 20.0
EXCHANGE_AFTER: Final = 10  # how far above a centre's port it exchanges, if that port is free
_LOOK_S: Final = 0.5
_HEAD_START_S: Final = 1.0  # for the picture, whose first page should not wait for three programs that load
_GRACE_S: Final = 15.0


class Tell(Protocol):
    """Says a sentence to whoever started the demonstration."""

    def __call__(self, template: str, **fields: object) -> None:
        """Say it."""


class Company(threading.Thread):
    """The centres, from a thread that watches them.

    Parameters
    ----------
    place
        Where the centres lie, or are to be founded.
    picture
        The folder of a site whose ground and laydown the joint centre shows; None for none.
    listeners
        By centre, the socket its site is to listen on.
    tell, bar
        Who is told; opened to show how far founding is, if it is needed.
    failed
        Called if there will be no centres.
    pace_s
        From one event of the exercise to the next [s].
    """

    def __init__(
        self, place: Path, picture: Path | None, listeners: Mapping[str, socket.socket], tell: Tell,
        bar: Callable[[], contextlib.AbstractContextManager[Progress]], failed: Callable[[], None],
        pace_s: float = PACE_S,
    ) -> None:  # fmt: skip
        super().__init__(name="centres", daemon=True)
        self._home, self._picture, self._listeners, self._pace_s = place, picture, listeners, pace_s
        self._tell, self._bar, self._failed = tell, bar, failed
        self._founding = Founding(self._home)
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._over = threading.Event()

    def stop(self) -> None:
        """Stop the centres, or their founding, and return when they have ended."""
        self._over.set()
        self._founding.stop()
        self.join()

    def run(self) -> None:
        """Found, start and watch the centres."""
        try:
            if self._over.wait(_HEAD_START_S):
                return
            with alone(self._home):
                self._found()
                self._start()
                self._watch()
        except (CancelledError, KeyboardInterrupt):  # stopped while founding, of which nothing is left
            return
        except TansiqError as error:
            self._tell(error.template, **error.fields)
            self._failed()
        finally:
            self._close_listeners()
            self._stop_all()

    def _found(self) -> None:
        if self._founding.is_needed:
            self._tell(N_("Founding the three centres of the exercise. This takes some seconds, once."))
            with self._bar() as progress:
                self._founding.run(progress)

    def _start(self) -> None:
        ports = {name: _exchange_port(each.getsockname()[1]) for name, each in self._listeners.items()}
        if self._picture is not None:
            _show_picture(self._home / JOINT, self._picture)
            for cast in CENTRES:
                if cast.name != JOINT:
                    show_own(self._home / cast.name, self._picture, cast.parties[0])
        for cast in CENTRES:
            _write_addresses(self._home / cast.name, cast.name, ports)
        for cast in CENTRES:
            self._running[cast.name] = self._process(cast.name, self._listeners[cast.name].fileno())
        self._close_listeners()  # else a browser would wait at the port of a centre that has ended
        for process in self._running.values():
            said = process.stdout.readline().strip() if process.stdout else ""
            if said != READY and not self._over.is_set():
                return
        if not self._over.is_set():
            self._tell(N_("The three centres of the exercise are open, and exchange."))

    def _process(self, name: str, listener: int) -> "subprocess.Popen[str]":
        command = [
            sys.executable, "-m", "tansiq", "--quiet", "centre", "play", str(self._home / name),
            "--listener", str(listener), "--pace", str(self._pace_s),
        ]  # fmt: skip
        return subprocess.Popen(  # noqa: S603 - this very program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
            pass_fds=[listener], start_new_session=True,
        )  # fmt: skip

    def _watch(self) -> None:
        told: set[str] = set()
        while not self._over.wait(_LOOK_S):
            for name in self._running.keys() - told:
                if self._running[name].poll() is not None:
                    told.add(name)
                    self._tell(N_("The centre %(centre)s has ended by itself; what it said stands above."), centre=name)

    def _close_listeners(self) -> None:
        for each in self._listeners.values():
            each.close()

    def _stop_all(self) -> None:
        """End every process: its input ends, which it takes as its sign; one that does not heed it is killed."""
        for process in self._running.values():
            if process.stdin:
                process.stdin.close()
        for process in self._running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE_S)
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def _show_picture(folder: Path, picture: Path) -> None:
    """Have a centre show the ground and the laydown of another site."""
    path = folder / "centre.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    shown = tomllib.loads((picture / "centre.toml").read_text(encoding="utf-8"))
    found = {name: str((picture / shown[name]).resolve()) for name in ("ground", "laydown")}
    path.write_text(tomli_w.dumps(found | {"centre": table["centre"]}), encoding="utf-8")


def _exchange_port(site_port: int) -> int:
    """Return a port that is free: some way above the site's, else any."""
    for port in (site_port + EXCHANGE_AFTER, 0):
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((LOOPBACK, port))
            return int(probe.getsockname()[1])
    raise TansiqError(N_("No port of this machine is free for the exchange between the centres."))


def _write_addresses(folder: Path, name: str, ports: Mapping[str, int]) -> None:
    others = {other: f"https://{LOOPBACK}:{port}" for other, port in ports.items() if other != name}
    table = {"listen": f"{LOOPBACK}:{ports[name]}", "addresses": others}
    (folder / "exchange.toml").write_text(tomli_w.dumps(table), encoding="utf-8")

"""A bad network between two hosts of our own: two network namespaces, and a wire that delays, loses, throttles, is cut.

The kernel's own emulation (netem) is not in every kernel, so the wire is ours: each namespace has a TUN device, and a
thread carries whole IP packets between the two. TCP and TLS above it are the real ones, with real retransmissions.
Needs root and /dev/net/tun; :func:`unavailable` says what is missing.
"""

import ctypes
import fcntl
import heapq
import itertools
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ADDRESSES: Final = {"a": "10.213.0.1", "b": "10.213.0.2"}
_TUNSETIFF: Final = 0x400454CA
_IFF_TUN_NO_PI: Final = 0x1001
_PACKET_BYTES: Final = 2048
_QUEUE_S: Final = 2.0  # what waits longer than this behind a slow wire is dropped, as a router would
_numbers: Final = itertools.count(1)


@dataclass(frozen=True)
class Quality:
    """What a wire is like, both ways.

    Attributes
    ----------
    rate_bit_s
        Most that passes [bit/s]; 0: no limit.
    delay_s
        One way [s].
    loss
        Share of packets lost [0..1].
    """

    rate_bit_s: int = 0
    delay_s: float = 0.0
    loss: float = 0.0


@dataclass
class Wire:
    """A running wire between hosts ``a`` and ``b``.

    Attributes
    ----------
    namespaces
        Names of the two hosts' network namespaces.
    sent_bytes, passed_bytes
        IP bytes handed to the wire by each host, and of these what was let onto it: neither lost, nor dropped before a
        slow wire, nor sent while it was cut.
    """

    namespaces: dict[str, str]
    quality: Quality
    ends: dict[str, int]
    seed: int = 1
    sent_bytes: dict[str, int] = field(default_factory=lambda: {"a": 0, "b": 0})
    passed_bytes: dict[str, int] = field(default_factory=lambda: {"a": 0, "b": 0})
    is_cut: bool = False
    _stopped: threading.Event = field(default_factory=threading.Event)

    def inside(self, host: str, command: Sequence[str]) -> list[str]:
        """The command that runs ``command`` on a host."""
        return ["ip", "netns", "exec", self.namespaces[host], *command]

    def cut(self) -> None:
        """Lose everything from now on, what is under way too."""
        self.is_cut = True

    def mend(self) -> None:
        """Let packets pass again."""
        self.is_cut = False

    def stop(self) -> None:
        """Carry nothing more."""
        self._stopped.set()

    def carry(self) -> None:
        """Carry packets until stopped."""
        dice = random.Random(self.seed)  # noqa: S311 - the same losses for the same packets
        other = {self.ends["a"]: ("a", self.ends["b"]), self.ends["b"]: ("b", self.ends["a"])}
        free_at = dict.fromkeys(self.ends, 0.0)
        waiting: list[tuple[float, int, int, bytes]] = []
        order = itertools.count()
        while not self._stopped.is_set():
            until = min(max(waiting[0][0] - time.monotonic(), 0.0), 0.05) if waiting else 0.05
            readable, _, _ = select.select(list(other), [], [], until)
            now = time.monotonic()
            for end in readable:
                packet = os.read(end, _PACKET_BYTES)
                host, to = other[end]
                self.sent_bytes[host] += len(packet)
                passing = self._passing_s(len(packet))
                late = max(free_at[host] - now, 0.0)
                if self.is_cut or dice.random() < self.quality.loss or late > _QUEUE_S:
                    continue
                self.passed_bytes[host] += len(packet)
                free_at[host] = now + late + passing
                heapq.heappush(waiting, (free_at[host] + self.quality.delay_s, next(order), to, packet))
            while waiting and waiting[0][0] <= time.monotonic():
                _, _, to, packet = heapq.heappop(waiting)
                if not self.is_cut:
                    os.write(to, packet)

    def _passing_s(self, count: int) -> float:
        return count * 8 / self.quality.rate_bit_s if self.quality.rate_bit_s else 0.0


def unavailable() -> str:
    """Why there can be no such wire here; empty if there can."""
    if os.geteuid() != 0:
        return "only root may make network namespaces"
    if not shutil.which("ip"):
        return "the command ip is not installed (Debian: iproute2)"
    if not Path("/dev/net/tun").exists():
        return "there is no /dev/net/tun"
    return ""


@contextmanager
def wire(quality: Quality, seed: int = 1) -> Iterator[Wire]:
    """Two hosts and a wire between them, taken away afterwards."""
    number = f"{os.getpid() % 10000}{next(_numbers)}"
    names = {host: f"tq{number}{host}" for host in ADDRESSES}
    ends: dict[str, int] = {}
    try:
        for host, name in names.items():
            _ip("netns", "add", name)
            ends[host] = _open_tun(name, "wire0")
            other = ADDRESSES["b" if host == "a" else "a"]
            _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", name, "addr", "add", ADDRESSES[host], "peer", other, "dev", "wire0")
            _ip("-n", name, "link", "set", "wire0", "up", "mtu", "1500")
        running = Wire(names, quality, ends, seed)
        thread = threading.Thread(target=running.carry, name="wire", daemon=True)
        thread.start()
        try:
            yield running
        finally:
            running.stop()
            thread.join(5)
    finally:
        for end in ends.values():
            os.close(end)
        for name in names.values():
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)  # noqa: S607


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)  # noqa: S607


def _open_tun(namespace: str, device: str) -> int:
    """Open a TUN device that lives in ``namespace``, from a thread that visits it."""
    opened: list[int | OSError] = []

    def visit() -> None:
        try:
            with (Path("/run/netns") / namespace).open("rb") as inside:
                _enter(inside.fileno())
            end = os.open("/dev/net/tun", os.O_RDWR)
            fcntl.ioctl(end, _TUNSETIFF, struct.pack("16sH", device.encode(), _IFF_TUN_NO_PI))
            opened.append(end)
        except OSError as error:
            opened.append(error)

    thread = threading.Thread(target=visit)
    thread.start()
    thread.join()
    if isinstance(opened[0], OSError):
        raise opened[0]
    return opened[0]


def _enter(namespace: int) -> None:
    """Move the calling thread, and no other, into a network namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, 0) != 0:
        raise OSError(ctypes.get_errno(), "setns")

"""A centre to measure: founded as ``tansiq centre init`` does, with people signed in; used by the other files here."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

PARTIES = ("federal", "regional")
WORK_ROLES = ("duty_officer",)
PATIENCE_S = 60.0


def found(folder: Path, database: str = "") -> None:
    """Make a joint centre in ``folder``; on PostgreSQL if ``database`` is its address."""
    options = ["--database", database] if database else []
    command = [sys.executable, "-m", "tansiq", "centre", "init", str(folder), "--name", "bench", "--joint", *options]
    subprocess.run([*command, "--exercise"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def made(*, postgresql: bool = False) -> Iterator[Path]:
    """Found a centre in a folder that is thrown away, load Django on it, and give the folder."""
    with tempfile.TemporaryDirectory(prefix="tansiq-bench-", ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        address = stack.enter_context(running_postgresql(folder / "postgresql")) if postgresql else ""
        found(folder / "centre", address)
        load(folder / "centre")
        yield folder / "centre"


def load(folder: Path) -> None:
    """Load Django on the centre."""
    from tansiq.cli import centre_site  # noqa: PLC0415 - Django is loaded once, on one folder

    centre_site.load(folder)


def open_accounts(count: int, roles: tuple[str, ...] = WORK_ROLES) -> list[str]:
    """Open so many accounts of the two parties in turn, and return their names."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - after load

    from tansiq.centre.accounts import invitations  # noqa: PLC0415
    from tansiq.centre.accounts.models import Credential  # noqa: PLC0415
    from tansiq.centre.door.author import centre_author  # noqa: PLC0415
    from tansiq.centre.door.putting import put  # noqa: PLC0415

    names: list[str] = []
    for number in range(count):
        party = PARTIES[number % 2]
        name = f"{party[:3]}-duty-{number + 1}"
        names.append(name)
        if Credential.objects.filter(pk=name).exists():
            continue
        held: list[Any] = list(roles)
        code = invitations.invite(party, held)
        body = {"act": "opened", "roles": held, "invitation": invitations.key_of(code)}
        put("account/1", body, centre_author(party), object=f"account-{name}")
        Credential.objects.create(username=name, password=make_password(None))
    return names


def sign_in(name: str) -> str:
    """Sign an account in, without the password that hashing would make slow, and return its cookie."""
    from django.conf import settings  # noqa: PLC0415 - after load
    from django.http import HttpRequest  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from tansiq.centre.accounts import sessions  # noqa: PLC0415
    from tansiq.centre.accounts.models import Credential  # noqa: PLC0415

    client, credential = Client(), Credential.objects.get(pk=name)
    client.force_login(credential, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = HttpRequest()
    request.session = client.session
    sessions.begin(request, credential)
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, workers: int = 1) -> Iterator[tuple[str, int, subprocess.Popen[bytes]]]:
    """Run ``tansiq centre serve``; give host, port and process."""
    port = free_port()
    command = [sys.executable, "-m", "tansiq", "centre", "serve", str(folder), "--port", str(port)]
    command += ["--workers", str(workers)] if workers > 1 else []
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/manifest.webmanifest")
        yield "127.0.0.1", port, server
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:  # URLError is one
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@contextmanager
def running_postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL server of its own in ``folder``; give its address."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    import pgserver  # noqa: PLC0415 - only where asked for

    folder.mkdir(parents=True, exist_ok=True)
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def memory_mb(process: int) -> float:
    """Return what a process holds in memory now [MB]."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def processor_s(process: int) -> float:
    """Return how long a process has computed so far [s]: unlike time on the clock, the same on a busy machine."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of ``values`` lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def flush_ms(folder: Path, times: int = 50) -> float:
    """Return how long the disk takes to keep one small write [ms], at the median."""
    took = []
    with (folder / "flushed").open("wb") as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[times // 2]


def log_item(number: int, state: str = "open") -> dict[str, Any]:
    """Return what an item of the duty log says, all but its number."""
    settled = {} if state == "open" else {"nobody_further": True}
    return settled | {
        "direction": "in",
        "from": "post 14",
        "means": "radio",
        "need_to_know": [{"whom": "regional duty officer"}] if state == "open" else [],
        "original_language": "en",
        "precedence": "routine",
        "state": state,
        "summary": {"en": f"Lights on the ridge, {number}."},
        "to": "duty officer",
        "translation": "none",
    }


def enter_items(accounts: list[str], count: int) -> None:
    """Enter items of the duty log; one in ten is still open."""
    from tansiq.centre.door.author import Author  # noqa: PLC0415 - after load
    from tansiq.centre.duty.writing import Said, new_item  # noqa: PLC0415

    for number in range(count):
        at = number % len(accounts)
        state = "closed" if number % 10 else "open"
        new_item(Said(log_item(number, state)), Author(accounts[at], PARTIES[at % 2], "duty_officer"))

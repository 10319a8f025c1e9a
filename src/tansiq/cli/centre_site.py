"""Django, loaded on one centre's folder, and its site served."""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tansiq.cli.console import say
from tansiq.cli.listening import listen
from tansiq.errors import UsageError
from tansiq.language import N_

GRACE_S: Final = 3
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def load(folder: Path) -> None:
    """Load Django on the centre in ``folder``. Once in a process: settings are read when it is loaded.

    Raises
    ------
    tansiq.errors.UnreadableInputError, BadInputError
        The folder is not a centre's.
    """
    import django  # noqa: PLC0415 - a second that --help should not cost

    from tansiq.centre import configuration  # noqa: PLC0415

    os.umask(0o077)  # nothing a centre writes is for other accounts of the machine
    os.environ[configuration.CENTRE_VARIABLE] = str(folder.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.centre.settings")
    configuration.read_folder(folder)  # its refusals in words, before Django wraps them
    django.setup()


@dataclass(frozen=True, slots=True)
class Address:
    """Where the site is to be reached.

    Attributes
    ----------
    host, port
        Where it listens.
    certificate, key
        TLS certificate and its private key; None where TLS ends elsewhere, or nowhere.
    behind_proxy
        Whether TLS ends at a proxy on this machine.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False

    @property
    def secure(self) -> bool:
        """Whether browsers reach it over TLS."""
        return self.certificate is not None or self.behind_proxy

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}/"


def serve(
    folder: Path, address: Address, workers: int = 1, *, listener: socket.socket | None = None,
    beside: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext,
) -> None:  # fmt: skip
    """Serve the centre's site until stopped.

    Parameters
    ----------
    folder, address, workers
        Which centre, where, by how many processes.
    listener
        Where to listen, if the port was taken already.
    beside
        What runs as long as the site does; entered when Django is loaded and the tables are this version's.

    Raises
    ------
    UsageError
        The port is taken, others than this machine would be served without TLS or by a demonstration, or several
        processes would share SQLite.
    StoreError
        The database does not continue the journal's signed head.
    """
    if address.host not in LOOPBACK and not address.secure:
        template = N_("Beyond this machine the centre is served only over TLS. Give --certificate and --key.")
        raise UsageError(template)
    _refuse_open_demonstration(folder, address)
    _tell_environment(address)
    with listener or listen(address.host, address.port) as listening:
        load(folder)
        from django.conf import settings  # noqa: PLC0415 - loaded just now

        if workers > 1 and not settings.CENTRE.database:
            raise UsageError(N_("Several workers need PostgreSQL: make the centre with --database postgresql://..."))
        from tansiq.centre.door.publishing import publish  # noqa: PLC0415 - needs Django loaded
        from tansiq.centre.founding.begin import make_ready  # noqa: PLC0415

        make_ready()
        say(N_("The centre is at %(address)s. Stop with Ctrl-C."), address=address)
        with contextlib.suppress(KeyboardInterrupt), beside():  # Ctrl-C is how one stops it; uvicorn has shut down then
            _run(listening, address, workers)
        publish()  # the journal's files hold everything when a centre has stopped


@contextlib.contextmanager
def exchanging(folder: Path) -> Iterator[None]:
    """Run the exchange of the centre in ``folder`` in this process: for :func:`serve`, beside the site."""
    from tansiq.centre.partners.running import Exchange  # noqa: PLC0415 - needs Django loaded

    running = Exchange(folder.resolve())
    running.start()
    try:
        yield
    finally:
        running.stop()


def _refuse_open_demonstration(folder: Path, address: Address) -> None:
    """Keep a centre that is entered without a password on its own machine, whatever TLS there would be."""
    from tansiq.centre import configuration  # noqa: PLC0415 - not before it is needed

    identity = configuration.read_folder(folder).identity
    if identity is not None and identity.demonstration and (address.host not in LOOPBACK or address.secure):
        raise UsageError(
            N_(
                "This centre is a demonstration, entered without a password: it is served to this machine alone. Leave "
                "out --host, --certificate, --key and --behind-proxy."
            )
        )


def _tell_environment(address: Address) -> None:
    """Leave what the site's settings ask for where its worker processes find it too."""
    from tansiq.centre import configuration  # noqa: PLC0415

    os.environ[configuration.SECURE_VARIABLE] = "1" if address.secure else ""
    if address.host not in LOOPBACK:
        hosts = [os.environ.get(configuration.HOSTS_VARIABLE), address.host]
        os.environ[configuration.HOSTS_VARIABLE] = ",".join(filter(None, hosts))


def _run(listener: socket.socket, address: Address, workers: int) -> None:
    import uvicorn  # noqa: PLC0415
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415

    from tansiq.centre.live.serving import Server, drop_the_stuck  # noqa: PLC0415

    config = uvicorn.Config(
        "tansiq.centre.asgi:application", log_level="warning", lifespan="off", timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=address.certificate, ssl_keyfile=address.key, proxy_headers=address.behind_proxy,
        server_header=False, workers=workers,
    )  # fmt: skip
    drop_the_stuck(listener)
    if workers > 1:
        Multiprocess(config, sockets=[listener]).run()  # its processes end open streams when the grace has passed
    else:
        Server(config).run(sockets=[listener])

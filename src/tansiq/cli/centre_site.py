"""Django, loaded on one centre's folder, and its site served."""

import contextlib
import os
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


def serve(
    folder: Path, host: str, port: int, certificate: Path | None, key: Path | None, *, behind_proxy: bool
) -> None:
    """Serve the centre's site until stopped.

    Raises
    ------
    UsageError
        The port is taken, or others than this machine would be served without TLS.
    StoreError
        The database does not continue the journal's signed head.
    """
    import uvicorn  # noqa: PLC0415

    secure = certificate is not None or behind_proxy
    if host not in LOOPBACK and not secure:
        template = N_("Beyond this machine the centre is served only over TLS. Give --certificate and --key.")
        raise UsageError(template)
    from tansiq.centre import configuration  # noqa: PLC0415

    os.environ[configuration.SECURE_VARIABLE] = "1" if secure else ""
    if host not in LOOPBACK:
        os.environ[configuration.HOSTS_VARIABLE] = ",".join(
            filter(None, [os.environ.get(configuration.HOSTS_VARIABLE), host])
        )
    with listen(host, port) as listener:
        load(folder)
        from tansiq.centre.asgi import application  # noqa: PLC0415 - needs Django loaded
        from tansiq.centre.founding.begin import make_ready  # noqa: PLC0415

        make_ready()
        address = f"{'https' if certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"
        say(N_("The centre is at %(address)s. Stop with Ctrl-C."), address=address)
        config = uvicorn.Config(
            application, log_level="warning", lifespan="off", timeout_graceful_shutdown=GRACE_S,
            ssl_certfile=certificate, ssl_keyfile=key, proxy_headers=behind_proxy, server_header=False,
        )  # fmt: skip
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it; uvicorn has shut down by then
            uvicorn.Server(config).run(sockets=[listener])
        from tansiq.centre.door.publishing import publish  # noqa: PLC0415

        publish()  # the journal's files hold everything when a centre has stopped

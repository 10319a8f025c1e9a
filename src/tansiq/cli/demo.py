"""``tansiq demo``: the gap picture of a fictional exercise on sketched ground, and the exercise's three centres."""

import contextlib
import os
import shutil
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from tansiq import __version__
from tansiq.cli import demo_centres
from tansiq.cli.console import progress_bar, say
from tansiq.cli.listening import LAST_PORT, listen
from tansiq.errors import UsageError
from tansiq.language import N_

GRACE_S: Final = 3
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
DATA_VARIABLE: Final = "TANSIQ_DATA"
CELL_M: Final = 500.0


@click.command()
@click.option("--port", type=click.IntRange(1, LAST_PORT), default=8000, show_default=True, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--browser/--no-browser", default=True, help="Whether to open the page.")
@click.option(
    "--centres/--no-centres",
    default=True,
    show_default=True,
    help="Whether to run the three centres of the exercise beside the picture, on the three next ports.",
)
@click.option("--ground", type=click.Path(path_type=Path), metavar="DIR", help="Show this ground package instead.")
@click.option("--laydown", type=click.Path(path_type=Path), metavar="FILE", help="Show this laydown, on --ground.")
@click.option(
    "--cell", type=click.FloatRange(min=200, max=5000), metavar="METRES", default=CELL_M, show_default=True,
    help="Cell size of the sketched ground.",
)  # fmt: skip
def demo(
    *, port: int, host: str, browser: bool, centres: bool, ground: Path | None, laydown: Path | None, cell: float
) -> None:
    """Show the gap picture of a fictional exercise in the browser, and run its three centres beside it.

    The first run builds the sketched ground and the forces and founds the centres, and keeps them; later ones start at
    once. The centres are on this machine alone; with your own ground, or for other machines, the picture is alone.
    """
    if (ground is None) != (laydown is None):
        raise UsageError(N_("--ground and --laydown belong together. Give both, or neither for the exercise."))
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(listen(host, port))
        beside = demo_centres.listeners(host, port) if centres and ground is None and host in LOOPBACK else {}
        folder = _exercise(cell) if ground is None or laydown is None else _own(ground, laydown)
        _serve(
            folder,
            listener,
            host,
            port,
            browser=browser,
            beside=lambda: demo_centres.run(data_folder(), folder, beside),
        )


def data_folder() -> Path:
    """Return where demonstrations are kept: ``TANSIQ_DATA``, else beside a checkout, else with a person's data."""
    if os.environ.get(DATA_VARIABLE):
        return Path(os.environ[DATA_VARIABLE])
    checkout = Path(__file__).parents[3]
    if (checkout / "pyproject.toml").is_file():
        return checkout / ".tansiq" / "demo"
    home = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".local" / "share") / "tansiq" / "demo"


def _exercise(cell_m: float) -> Path:
    """Return the centre's folder of the exercise, made on the first run of this version."""
    # Imported here and below: numpy, GDAL and Django take a second that --help should not cost.
    from tansiq.centre.versions import ground_digest  # noqa: PLC0415

    folder = data_folder() / f"{__version__}-{ground_digest()}-{cell_m:g}m"
    if not (folder / "centre.toml").is_file():
        _build_exercise(folder, cell_m)
    return folder


def _build_exercise(folder: Path, cell_m: float) -> None:
    """Build beside the final place and move there when whole, so that a stopped build leaves nothing half-made."""
    import tansiq.exercise  # noqa: PLC0415
    import tansiq.exercise.sketch  # noqa: PLC0415
    from tansiq.centre import configuration  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415

    say(N_("First run: building the sketched ground and the fictional forces. This takes a minute or less."))
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with progress_bar() as progress:
        ground = tansiq.exercise.sketch.build(unfinished / "ground", cell_m=cell_m, progress=progress)
        laydown_file.write(tansiq.exercise.laydown(ground), unfinished / "laydown.geojson")
    configuration.write(unfinished, ground=Path("ground"), laydown=Path("laydown.geojson"))
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def _own(ground: Path, laydown: Path) -> Path:
    """Return a centre's folder for somebody's own ground and laydown; a fault in either is told before serving."""
    import tansiq.ground  # noqa: PLC0415
    from tansiq.centre import configuration  # noqa: PLC0415
    from tansiq.centre.picture.scene import scene_key  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415

    laid, notices = laydown_file.read_with_notices(laydown)
    laydown_file.check_on(laid, tansiq.ground.open(ground), laydown)
    for notice in notices:
        say(notice.template, **notice.fields)
    folder = data_folder() / "own" / scene_key(ground, laydown)
    configuration.write(folder, ground=ground.resolve(), laydown=laydown.resolve())
    return folder


def _serve(
    folder: Path, listener: socket.socket, host: str, port: int, *, browser: bool,
    beside: Callable[[], contextlib.AbstractContextManager[None]],
) -> None:  # fmt: skip
    import uvicorn  # noqa: PLC0415

    from tansiq.centre import configuration  # noqa: PLC0415

    os.environ[configuration.CENTRE_VARIABLE] = str(folder)
    if host not in LOOPBACK:
        os.environ[configuration.HOSTS_VARIABLE] = host
    from tansiq.centre.asgi import application  # noqa: PLC0415 - reads the environment set above

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    say(N_("The gap picture is at %(address)s. Stop with Ctrl-C."), address=address)
    if browser:
        webbrowser.open(address)
    config = uvicorn.Config(application, log_level="warning", lifespan="off", timeout_graceful_shutdown=GRACE_S)
    with contextlib.suppress(KeyboardInterrupt), beside():  # Ctrl-C is how one stops it; uvicorn has shut down then
        uvicorn.Server(config).run(sockets=[listener])

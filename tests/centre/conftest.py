"""A small made-up ground with eight posts, and a site that serves it: forty kilometres of seam on gentle hills."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import numpy as np
import pyproj
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from shapely import LineString, Point, box

from tansiq.centre.configuration import Configuration, read_folder
from tansiq.centre.door import keys, registry
from tansiq.centre.founding.folder import MadeRoot
from tansiq.centre.picture import service
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.scene import Scene
from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.unit import CoordinationCentre
from tansiq.ground.grid import Grid
from tansiq.ground.model import Feature, Ground, Notice, Seam, VectorLayer
from tests.centre import founded
from tests.centre.founded import Founded

CELL_M = 500.0
ROWS, COLS = 60, 80
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SCENE = "0123456789ab"
PATIENCE_S = 120.0


@dataclass(frozen=True)
class MadeUpGround(Ground):
    """Ground whose vector layers are given, not read from a package."""

    def features(self, layer: VectorLayer) -> tuple[Feature, ...]:
        x_m, y_m = self.grid.x_min_m, self.grid.y_max_m
        if layer == "places":
            names = {"name_en": "Hilltown", "name_ar": "بلدة التل", "name_ckb": "شارۆچکەی گرد"}
            return (Feature(Point(x_m + 20_000, y_m - 14_000), names | {"residents": 4200, "rank": 2}),)
        if layer == "roads":
            road = LineString([(x_m, y_m - 10_000), (x_m + 40_000, y_m - 20_000)])
            return (Feature(road, {"class": "primary", "bridge": False}),)
        if layer == "area":
            return (Feature(box(x_m, y_m - 30_000, x_m + 40_000, y_m), {}),)
        return ()


def _hills() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    row, col = np.mgrid[0:ROWS, 0:COLS]
    return (400 + 120 * np.sin(row / 6) * np.cos(col / 9)).astype(np.float32)


@pytest.fixture(scope="session")
def ground() -> MadeUpGround:
    grid = Grid(pyproj.CRS.from_epsg(32638).to_wkt(), 400_000.0, 3_940_000.0, CELL_M, ROWS, COLS)
    middle_m = grid.y_max_m - ROWS * CELL_M / 2
    from_km = np.arange(COLS * CELL_M / 1000)
    starts = np.column_stack([grid.x_min_m + from_km * 1000, np.full(len(from_km), middle_m)])
    line = LineString([(grid.x_min_m, middle_m), (grid.x_min_m + COLS * CELL_M, middle_m)])
    strip = np.tile((np.arange(COLS) * CELL_M // 1000).astype(np.int32), (ROWS, 1))
    walk = np.full((ROWS, COLS), 0.8, np.float32)
    return MadeUpGround(
        path=Path("made-up"), name="Made-up hills", grid=grid, elevation_m=_hills(), strip=strip, walk_s_per_m=walk,
        foot_s_per_m=walk, vehicle_s_per_m=np.full((ROWS, COLS), 0.2, np.float32),
        seam=Seam(line, from_km, from_km + 1.0, starts, starts + np.array([1000.0, 0.0])),
        sketch=True, manifest={}, notices=(Notice("sketch", "This ground is a sketch.", {}),), sha256="0" * 64,
    )  # fmt: skip


def _post(ground: Ground, number: int, party: str, row: int, col: int, **more: object) -> Post:
    lon_deg, lat_deg = ground.grid.lonlat_from_xy(*ground.grid.xy_from_cells(row, col))
    key = f"{party[0].upper()}{number:03d}"
    given = {"confirmed_at": AT - timedelta(hours=2), **more}
    return Post(key, party, Names(f"Post {key}", f"نقطة {key}", f"خاڵی {key}"), float(lon_deg), float(lat_deg), **given)  # type: ignore[arg-type]  # passed through by name


@pytest.fixture(scope="session")
def laydown(ground: MadeUpGround) -> Laydown:
    drive = ReactionElement("vehicle", 10.0)
    posts = [
        _post(ground, 1, "north", 22, 8, reaction=drive),
        _post(ground, 2, "north", 24, 30),
        _post(ground, 3, "north", 23, 52, confirmed_at=AT - timedelta(hours=40), reaction=drive),
        _post(ground, 4, "north", 22, 72),
        _post(ground, 1, "south", 38, 12),
        _post(ground, 2, "south", 37, 32, reaction=drive),
        _post(ground, 3, "south", 36, 48),
        _post(ground, 4, "south", 38, 70, confirmed_at=None),
    ]
    lon_deg, lat_deg = ground.grid.lonlat_from_xy(*ground.grid.xy_from_cells(30, 40))
    centre = CoordinationCentre("C1", Names("Centre", "مركز", "سەنتەر"), float(lon_deg), float(lat_deg))
    parties = (
        Party("north", Names("Northern force (made up)", "القوة الشمالية", "هێزی باکوور"), "left"),
        Party("south", Names("Southern force", "القوة الجنوبية", "هێزی باشوور"), "right"),
    )
    sectors = (Sector("1", Names("West"), 0, 20), Sector("2", Names("East"), 20, 40, partner_may_respond=False))
    title = Names("Made-up exercise", "تمرين", "مەشق")
    return Laydown(title, parties, tuple(posts), AT, fictional=True, centres=(centre,), terms=Terms(sectors=sectors))


@pytest.fixture(scope="session")
def scene(ground: MadeUpGround, laydown: Laydown) -> Scene:
    return Scene(ground, laydown)


@pytest.fixture(scope="session")
def engine(scene: Scene) -> Engine:
    return Engine(SCENE, lambda: scene, service.make_computer)


@pytest.fixture
def client(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(service, "_installed", [engine])
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture(scope="session")
def made_centre(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], tuple[Configuration, dict[str, MadeRoot]]]:
    """Copies of one centre's folder: making its keys takes a second, copying it does not."""
    original = tmp_path_factory.mktemp("founded") / "bar"
    _, roots = founded.make(original)

    def copied() -> tuple[Configuration, dict[str, MadeRoot]]:
        copy = tmp_path_factory.mktemp("centre") / "bar"
        shutil.copytree(original, copy)
        return read_folder(copy), roots

    return copied


@pytest.fixture
def centre(
    made_centre: Callable[[], tuple[Configuration, dict[str, MadeRoot]]],
    settings: Settings,
    db: None,  # noqa: ARG001 - opens the database
) -> Iterator[Founded]:
    """A joint centre with its first records, in the test's database."""
    configuration, roots = made_centre()
    settings.CENTRE = configuration
    standing = Founded(configuration, roots)
    founded.certify(standing)
    yield standing
    keys.forget_keyring()


@pytest.fixture
def anybody_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every account hold whatever role it names: for tests that are not about accounts."""
    monkeypatch.setattr(registry, "_AUTHORISERS", [lambda _author: None])


Ask = Callable[..., HttpResponse]


@pytest.fixture
def ask(client: Client) -> Ask:
    """Ask as the page does: again, until the site has computed."""

    def until_computed(address: str, **headers: str) -> HttpResponse:
        end = time.monotonic() + PATIENCE_S
        while True:
            response = client.get(address, headers=headers)
            if response.status_code != HTTPStatus.ACCEPTED or time.monotonic() > end:
                return response

    return until_computed

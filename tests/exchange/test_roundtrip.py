"""What is written is read back as it was, and the same laydown gives the same bytes."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.time import MannedHours
from tansiq.domain.unit import CoordinationCentre, JointBrigade
from tansiq.exchange import laydown_file

_LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"))
# Zero-width non-joiner and direction marks stand in real Sorani and Arabic names.
_NAME_LETTERS = st.one_of(_LETTERS, st.sampled_from('\u200c\u200e\u200fێۆڵڕەڤگکی,;"#'))
words = (
    st.text(_NAME_LETTERS, max_size=24).map(str.strip).filter(lambda text: not text.startswith(("=", "+", "-", "@")))
)
identifiers = st.from_regex(r"[A-Za-z0-9ا-يەێۆ][A-Za-z0-9 ,;#.-]{0,10}[A-Za-z0-9]", fullmatch=True)
party_ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
names = st.builds(Names, words, words, words)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2001, 1, 1), datetime(2099, 12, 30), timezones=zones)  # noqa: DTZ001 - zones are added
manned = st.builds(lambda start, length: MannedHours(start, start + length), st.integers(0, 1439), st.integers(1, 1440))


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.one_of(st.integers(int(low), int(high)).map(float), st.floats(low, high)).map(lambda value: value + 0.0)


@st.composite
def places(draw: st.DrawFn, count: int) -> list[tuple[float, float]]:
    """Longitudes and latitudes with six decimals, at least 1 km apart, on both sides of 42 east."""
    cells = draw(
        st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=count, max_size=count, unique=True)
    )
    jitter = st.integers(0, 2_000)
    return [
        (round(41.0 + i * 0.02 + draw(jitter) * 1e-6, 6), round(35.0 + j * 0.02 + draw(jitter) * 1e-6, 6))
        for i, j in cells
    ]


@st.composite
def laydowns(draw: st.DrawFn, *, posts_only: bool = False) -> Laydown:
    keys = draw(st.lists(party_ids, min_size=2, max_size=2, unique=True))
    parties = [Party(key, draw(names), draw(st.sampled_from(("left", "right", None)))) for key in keys]
    as_of = draw(st.none() | moments)
    confirmed = st.none() | (moments if as_of is None else moments.map(lambda m: min(m, as_of)))
    reactions = st.none() | st.builds(ReactionElement, st.sampled_from(("foot", "vehicle")), numbers(0, 1440))
    ids = draw(st.lists(identifiers, min_size=1, max_size=6, unique=True))
    posts = tuple(
        Post(
            post_id, draw(st.sampled_from(keys)), draw(names), lon, lat, draw(numbers(0, 200)),
            draw(numbers(0, 50_000)), draw(numbers(0, 50_000)), draw(numbers(0, 60)), draw(numbers(0, 60)),
            draw(manned), draw(confirmed), draw(reactions),
        )
        for post_id, (lon, lat) in zip(ids, draw(places(len(ids))), strict=True)
    )  # fmt: skip
    terms = Terms(draw(numbers(0, 10_000)), draw(numbers(0, 10_000)), draw(numbers(0, 8_000)))
    laydown = Laydown(draw(names), (parties[0], parties[1]), posts, as_of, draw(st.booleans()), terms=terms)
    return laydown if posts_only else _with_more(draw, laydown)


def _with_more(draw: st.DrawFn, laydown: Laydown) -> Laydown:
    sector_ids = draw(st.lists(identifiers, max_size=3, unique=True))
    sectors = tuple(
        Sector(
            key,
            draw(names),
            n * 50.0,
            n * 50.0 + draw(numbers(1, 50)),
            draw(st.none() | numbers(0, 1440)),
            draw(st.booleans()),
        )
        for n, key in enumerate(sector_ids)
    )
    centre_ids = draw(st.lists(identifiers, max_size=2, unique=True))
    centres = tuple(
        CoordinationCentre(key, draw(names), lon, lat)
        for key, (lon, lat) in zip(centre_ids, draw(places(len(centre_ids))), strict=True)
    )
    awaiting = st.lists(st.sampled_from(("budget", "pay", "training", "deployment_site")), unique=True).map(tuple)
    brigades = tuple(
        JointBrigade(key, draw(names), "formed", draw(awaiting))
        for key in draw(st.lists(identifiers, max_size=2, unique=True))
    )
    terms = Terms(
        laydown.terms.respond_within_min, laydown.terms.share_within_min, laydown.terms.stale_after_h, sectors
    )
    return Laydown(
        laydown.title, laydown.parties, laydown.posts, laydown.as_of, laydown.fictional, centres, brigades, terms
    )


_SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("roundtrip")


@_SLOW
@given(laydown=laydowns())
@pytest.mark.parametrize("ending", [".geojson", ".json", ".xlsx"])
def test_geojson_and_workbooks_give_back_the_whole_laydown(folder: Path, ending: str, laydown: Laydown) -> None:
    path = folder / f"laydown{ending}"
    laydown_file.write(laydown, path)
    assert laydown_file.read(path) == laydown


@_SLOW
@given(laydown=laydowns(posts_only=True))
def test_csv_gives_back_posts_parties_and_terms(folder: Path, laydown: Laydown) -> None:
    path = folder / "laydown.csv"
    laydown_file.write(laydown, path)
    assert laydown_file.read(path) == laydown


@settings(max_examples=10, deadline=None)
@given(laydown=laydowns(posts_only=True))
@pytest.mark.parametrize("kind", ["geojson", "csv", "xlsx"])
def test_the_same_laydown_gives_the_same_bytes_whatever_the_clock_says(
    kind: laydown_file.Kind, laydown: Laydown
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        first = laydown_file.encode(laydown, kind)
        patch.setattr("openpyxl.writer.excel.datetime.datetime", _LaterClock)
        second = laydown_file.encode(laydown, kind)
    assert first == second


class _LaterClock(datetime):
    @classmethod
    def now(cls, tz: object = None) -> "_LaterClock":  # noqa: ARG003 - datetime's signature
        return cls(2040, 1, 2, 3, 4, 5)


@settings(max_examples=20, deadline=None)
@given(laydown=laydowns())
def test_a_second_reading_and_writing_changes_no_byte(folder: Path, laydown: Laydown) -> None:
    path = folder / "again.geojson"
    laydown_file.write(laydown, path)
    first = path.read_bytes()
    laydown_file.write(laydown_file.read(path), path)
    assert path.read_bytes() == first

"""The picture from coverages that came: the very one the gaps make of the two, or unknown, or refused."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone, translation

from tansiq.centre.coverage import pictures, received
from tansiq.centre.coverage.computing import CoverageComputer
from tansiq.centre.coverage.received import fault_of, held
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.variant import Variant
from tansiq.domain.laydown import Laydown
from tansiq.domain.state import State
from tansiq.domain.time import Window
from tansiq.errors import TansiqError, UsageError
from tansiq.exchange.coverage_file import CoverageRecordError
from tansiq.gaps.coverage import picture_of_coverages
from tansiq.gaps.files.document import picture_document
from tansiq.gaps.model import Picture
from tansiq.ground.model import Ground
from tests.centre.conftest import MadeUpGround
from tests.centre.coverage.coverages import Made, arrived, digest_of, made
from tests.centre.founded import Founded
from tests.centre.partners.linked import FEDERAL_HQ, REGIONAL_HQ, PartnerLog
from tests.centre.signed_in import signed_in

DAY = Variant(Window.DAY, 60, 45)
PATIENCE_S = 120.0


def kept(log: PartnerLog) -> None:
    TableInbox(log.centre).keep(0, log.verified(), log.head())


def came(*every: Made) -> None:
    """Have coverages come from their own parties' centres."""
    for each in every:
        origin = FEDERAL_HQ if each.coverage.party == "federal" else REGIONAL_HQ
        kept(arrived(origin, {"a": each}))


def computer(engine: Engine) -> CoverageComputer:
    found = pictures.pairs(timezone.now())
    moments = {window: pictures.moment_of(both, timezone.now()) for window, both in found.items()}
    scene = pictures._scene(engine, moments)
    made_ = pictures._computer(scene, {window: (both, moments[window]) for window, both in found.items()})
    assert isinstance(made_, CoverageComputer)
    return made_


def say_nothing(_done: float, _label: str) -> None:
    """Take no interest in progress."""


def alike(one: Picture, other: Picture) -> bool:
    states = one.state.tobytes() == other.state.tobytes()
    return states and json.dumps(picture_document(one)) == json.dumps(picture_document(other))


def test_it_is_the_picture_that_the_gaps_make_of_the_two(
    bar: Founded, scene_shown: Engine, ground: MadeUpGround, forces: Laydown, federal: Made, regional: Made
) -> None:
    del bar
    came(federal, regional)
    picture = computer(scene_shown).picture(DAY, say_nothing)
    terms = forces.terms
    assert (terms.share_within_min, terms.respond_within_min) != (0, 0)
    expected = picture_of_coverages(
        ground, (federal.coverage, regional.coverage), agreed=forces,
        respond_within_min=None if terms.respond_within_min == 45 else 45,
        share_within_min=None if terms.share_within_min == 60 else 60,
    )  # fmt: skip
    assert picture.state.tobytes() == expected.state.tobytes()
    assert alike(picture, expected)
    assert (picture.state == State.HELD).any()


def test_what_the_page_is_given_says_from_which_coverages_it_is(
    bar: Founded, scene_shown: Engine, federal: Made, regional: Made
) -> None:
    del bar
    came(federal, regional)
    by_coverage = computer(scene_shown)
    document = by_coverage.document(by_coverage.picture(DAY, say_nothing))
    said = document["picture"]["coverages"]
    assert [(each["party"], each["cell_m"], each["moved"], each["trusted"]) for each in said] == [
        ("federal", 2000, True, True), ("regional", 2000, True, True),
    ]  # fmt: skip
    assert [each["attachment"] for each in said] == [f"sha256:{digest_of(each)}" for each in (federal, regional)]
    assert {"coverage"} < {each["role"] for each in document["picture"]["inputs"]} | {"ground"}
    for language, words in (("en", "without any post"), ("ar", ""), ("ckb", "")):
        assert words in document["words"][language]["warnings"][0]
    assert "valid until" in document["words"]["en"]["warnings"][1]


def test_once_one_has_run_out_what_it_alone_would_hold_is_unknown(
    bar: Founded, scene_shown: Engine, federal: Made, regional: Made
) -> None:
    del bar
    late = replace(federal.coverage, valid_until=federal.coverage.at + timedelta(minutes=1))
    came(federal, regional)
    before = computer(scene_shown).picture(DAY, say_nothing)
    add_newer(Made.of(late))
    both = pictures.pairs(timezone.now())[Window.DAY]
    assert [each.trusted(timezone.now()) for each in both] == [False, True]
    after = computer(scene_shown).picture(DAY, say_nothing)
    assert not (after.state == State.HELD)[before.state != State.HELD].any()
    lost = (before.state == State.HELD) & (after.state != State.HELD)
    assert lost.any()
    assert set(np.unique(after.state[lost])) == {State.UNKNOWN}
    with translation.override("en"):
        source = pictures.offered()
    assert source is not None
    assert any("It has run out" in sentence for sentence in source.says)


def add_newer(newer: Made) -> None:
    """Have a later coverage come from the federal centre."""
    log = arrived(FEDERAL_HQ, {"a": newer})
    inbox = TableInbox(FEDERAL_HQ)
    size = inbox.kept().size
    whole = PartnerLog(FEDERAL_HQ)
    whole.entries = [inbox.entry(index) for index in range(size)] + log.entries
    inbox.keep(size, whole.verified(size), whole.head())


def test_a_bad_file_is_refused_and_the_one_before_it_stands(
    bar: Founded, scene_shown: Engine, federal: Made, regional: Made
) -> None:
    del bar
    came(federal, regional)
    newer = replace(federal.coverage, valid_until=federal.coverage.valid_until - timedelta(minutes=1))
    spoilt = Made.of(newer)
    add_newer(spoilt)
    newest = next(each for each in held() if each.party == "federal")
    assert newest.attachment.endswith(digest_of(spoilt))
    newest.path.write_bytes(spoilt.data[:-1] + b"x")
    with pytest.raises(CoverageRecordError, match="not the one that the record names"):
        computer(scene_shown).picture(DAY, say_nothing)
    assert isinstance(fault_of(newest), CoverageRecordError)
    used = pictures.pairs(timezone.now())[Window.DAY]
    assert [each.attachment for each in used] == [f"sha256:{digest_of(each)}" for each in (federal, regional)]
    assert computer(scene_shown).picture(DAY, say_nothing).state.any()


def test_what_one_party_says_of_the_others_posts_is_refused(
    bar: Founded, scene_shown: Engine, federal: Made, regional: Made
) -> None:
    del bar, scene_shown
    came(regional)
    kept(arrived(FEDERAL_HQ, {"b": regional}))
    foreign = next(each for each in held() if each.origin == "federal-hq")
    assert foreign.own
    with pytest.raises(TansiqError, match="is written by federal, its attachment is the coverage of regional"):
        received.read(foreign)
    assert pictures.pairs(timezone.now()) == {}
    del federal


def test_nothing_is_offered_for_a_window_that_lacks_one(
    bar: Founded, scene_shown: Engine, federal: Made, regional: Made
) -> None:
    del bar
    with translation.override("en"):
        source = pictures.offered()
    assert source is not None
    assert (source.engine, source.says) == (None, ("Not both parties have released a coverage yet.",))
    came(federal, regional)
    source = pictures.offered()
    assert source is not None
    assert source.windows == {Window.DAY}
    with pytest.raises(UsageError, match="for the night"):
        computer(scene_shown).picture(Variant(Window.NIGHT, 60, 45), say_nothing)


def test_engines_of_earlier_coverages_come_to_an_end(
    bar: Founded, scene_shown: Engine, federal: Made, regional: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    del bar, scene_shown
    monkeypatch.setattr(pictures, "_engines", {})
    came(federal, regional)
    keys = []
    for minutes in range(1, 7):
        source = pictures.offered()
        assert source is not None
        assert source.engine is not None
        source.engine.start()
        keys.append(source.engine.key)
        later = federal.coverage.valid_until - timedelta(minutes=minutes)
        add_newer(Made.of(replace(federal.coverage, valid_until=later)))
    assert len(set(keys)) == 6
    assert [key for key in keys if pictures.find(key) is not None] == keys[2:]


def test_other_assumptions_do_not_stand_in_one_picture(
    bar: Founded, scene_shown: Engine, ground: Ground, forces: Laydown, federal: Made
) -> None:
    del bar
    came(federal, made(ground, forces, "regional", cell_m=4000))
    with pytest.raises(TansiqError, match="cells of 2000 m, the other of 4000 m"):
        computer(scene_shown).picture(DAY, say_nothing)


def test_the_page_offers_it_and_says_what_it_is(bar: Founded, federal: Made, regional: Made) -> None:
    del bar
    client = signed_in("fed-viewer-1", "federal", ["viewer"])
    before = client.get("/?language=en").content.decode()
    assert "From posts" in before
    assert "Not both parties have released a coverage yet." in before
    came(federal, regional)
    page = client.get("/?language=en").content.decode()
    assert 'href="/?from=coverages"' in page
    assert "without any post" not in page
    chosen = client.get("/?language=en&from=coverages").content.decode()
    assert "without any post" in chosen
    assert "cells of 2,000 m" in chosen
    assert 'value="night" disabled' in chosen
    key = chosen.partition('data-scene="')[2].partition('"')[0]
    assert key not in page
    assert answered(client, f"/at/{key}/picture/{DAY.key}.json")["picture"]["coverages"][0]["party"] == "federal"
    assert json.loads(client.get(f"/at/{key}/layers/posts.json").content)["features"]


def answered(client: object, address: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    end = time.monotonic() + PATIENCE_S
    while True:
        response = client.get(address)  # type: ignore[attr-defined]  # a test's browser
        if response.status_code != 202 or time.monotonic() > end:
            assert response.status_code == 200, response.content
            return dict(json.loads(response.content))


def test_a_viewer_of_the_joint_centre_sees_what_came_and_what_was_refused(
    bar: Founded, federal: Made, regional: Made
) -> None:
    del bar
    came(federal, regional)
    spoilt = next(each for each in held() if each.party == "federal")
    spoilt.path.write_bytes(b"something else")
    with pytest.raises(CoverageRecordError):
        received.read(spoilt)
    page = signed_in("reg-viewer-1", "regional", ["viewer"]).get("/coverage/?language=en").content.decode()
    assert "It is not used:" in page
    assert "The attachment is not the one that the record names." in page
    assert "posts moved within their cells" in page

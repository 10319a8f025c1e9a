"""The data behind the page: pictures, layers, tiles; what cannot be asked for, and what need not be sent again."""

import io
import json
from collections.abc import Callable

import numpy as np
import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.layers import FIRST_ZOOMS, _from_zoom
from tansiq.domain.state import STATE_COLOURS, State
from tansiq.ground.model import Ground

AT = "/at/0123456789ab"
Ask = Callable[..., HttpResponse]


def _json(response: HttpResponse) -> dict[str, object]:
    assert response.status_code == 200, response.content
    loaded = json.loads(response.content)
    assert isinstance(loaded, dict)
    return loaded


def test_picture_carries_the_figures_of_the_format_and_words_in_every_language(ask: Ask) -> None:
    document = json.loads(ask(f"{AT}/picture/day-60-45.json").content)
    figures = document["picture"]
    assert figures["format"] == "tansiq-gap-picture/1"
    assert figures["fictional"] is True
    assert sum(figures["by_state_km2"].values()) == pytest.approx(figures["area_km2"])
    assert sum(figures["seam_by_state_km"].values()) == pytest.approx(40.0)
    ids = {gap["id"] for gap in figures["gaps"]}
    assert set(document["order"]) == ids
    assert {shape["properties"]["gap"] for shape in document["shapes"]["gaps"]["features"]} == ids
    for language in ("en", "ar", "ckb"):
        words = document["words"][language]
        assert set(words["gaps"]) == ids
        assert all(gap["sentence"] and gap["title"] for gap in words["gaps"].values())
        assert set(words["ledger"]) == {measure["id"] for measure in figures["ledger"]}
        assert words["warnings"]


def test_faster_word_never_holds_less(ask: Ask) -> None:
    held = []
    for share in (0, 20, 60):
        km = json.loads(ask(f"{AT}/picture/day-{share}-45.json").content)["picture"]["seam_by_state_km"]
        held.append(km["held"] + km["held_together"])
    assert held == sorted(held, reverse=True)


def test_windows_and_times_are_those_asked_for(ask: Ask) -> None:
    figures = json.loads(ask(f"{AT}/picture/night-15-30.json").content)["picture"]
    assert figures["window"] == "night"
    assert figures["parameters"]["share_within_min"] == 15
    assert figures["parameters"]["respond_within_min"] == 30


def test_states_picture_has_the_states_colours_in_the_grounds_proportion(ask: Ask, ground: Ground) -> None:
    figures = json.loads(ask(f"{AT}/picture/day-60-45.json").content)["picture"]
    image = Image.open(io.BytesIO(ask(f"{AT}/picture/day-60-45.png").content)).convert("RGBA")
    pixels = np.asarray(image).reshape(-1, 4)
    drawn = pixels[pixels[:, 3] > 0]
    for state in State:
        colour = [int(STATE_COLOURS[state][i : i + 2], 16) for i in (1, 3, 5)]
        share = np.count_nonzero((drawn[:, :3] == colour).all(axis=1)) / len(drawn)
        # Mercator stretches the north of this small ground by less than one in a hundred.
        assert share == pytest.approx(figures["by_state_km2"][state.key] / figures["area_km2"], abs=0.02)
    assert ground.area.all()


@pytest.mark.parametrize("key", ["day-60", "noon-60-45", "day-60-0", "day-99999-45", "day-60-9999"])
def test_impossible_picture_is_refused_with_a_sentence(client: Client, key: str) -> None:
    response = client.get(f"{AT}/picture/{key}.json", headers={"Accept-Language": "en"})
    assert response.status_code == 400
    assert key in response.json()["error"]
    assert response.json()["error"].endswith(".")


def test_data_of_another_scene_is_not_found(client: Client) -> None:
    assert client.get("/at/ffffffffffff/scene.json").status_code == 404


def test_what_has_not_changed_is_not_sent_again(ask: Ask) -> None:
    first = ask(f"{AT}/scene.json")
    assert "immutable" in first.headers["Cache-Control"]
    again = ask(f"{AT}/scene.json", **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("name", ["land", "places", "seam", "posts", "contours"])
def test_layer_is_geojson_in_degrees(ask: Ask, name: str) -> None:
    layer = _json(ask(f"{AT}/layers/{name}.json"))
    assert layer["type"] == "FeatureCollection"
    features = layer["features"]
    assert isinstance(features, list)
    assert features
    for feature in features:
        position = feature["geometry"]["coordinates"]
        while isinstance(position[0], list):
            position = position[0]
        assert 43.5 < position[0] < 44.5
        assert 35.2 < position[1] < 35.7


def test_unknown_layer_is_not_found(client: Client) -> None:
    assert client.get(f"{AT}/layers/secrets.json").status_code == 404


def test_posts_say_who_confirmed_and_centres_belong_to_both(ask: Ask) -> None:
    posts = {p["properties"]["id"]: p["properties"] for p in _json(ask(f"{AT}/layers/posts.json"))["features"]}  # type: ignore[attr-defined]  # JSON
    assert posts["N001"]["confirmed"] is True
    assert posts["N003"]["confirmed"] is False
    assert posts["S004"]["confirmed_at"] is None
    assert posts["C1"]["party"] == -1


def test_terrain_tile_decodes_to_the_grounds_elevation(ask: Ask, ground: Ground) -> None:
    row, col = 30, 40
    lon, lat = (float(v) for v in ground.grid.lonlat_from_xy(*ground.grid.xy_from_cells(row, col)))
    zoom = 9
    # Slippy map numbering, https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames
    x = (lon + 180) / 360 * 2**zoom
    y = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**zoom
    response = ask(f"{AT}/terrain/{zoom}/{int(x)}/{int(y)}.png")
    assert response.status_code == 200
    tile = np.asarray(Image.open(io.BytesIO(response.content)).convert("RGB")).astype(float)
    red, green, blue = tile[int(y % 1 * 256), int(x % 1 * 256)]
    assert red * 256 + green + blue / 256 - 32768 == pytest.approx(ground.elevation_m[row, col], abs=12)


@pytest.mark.parametrize("tile", ["3/4/3", "9/600/1", "12/2540/1620", "20/1/1"])
def test_tile_that_cannot_be_is_not_found(ask: Ask, tile: str) -> None:
    assert ask(f"{AT}/terrain/{tile}.png").status_code == 404


def test_second_answer_is_the_first_ones_bytes(ask: Ask, engine: Engine) -> None:
    first = ask(f"{AT}/picture/day-30-45.json").content
    engine._answers.clear()
    assert ask(f"{AT}/picture/day-30-45.json").content == first


def test_labels_of_places_leave_each_other_room() -> None:
    taken: set[tuple[int, int, int]] = set()
    alone, neighbour, far = ([44.0, 35.5], [44.001, 35.5], [45.5, 36.5])
    assert _from_zoom(alone, 0, taken) == FIRST_ZOOMS[0]
    assert _from_zoom(neighbour, 0, taken) > FIRST_ZOOMS[0]
    assert _from_zoom(far, 2, taken) == FIRST_ZOOMS[2]

"""The document the page takes for one picture: its figures, its shapes, and its words in every language."""

from collections.abc import Mapping
from typing import Any, Final

import shapely
from django.utils import translation
from django.utils.translation import pgettext

from tansiq.centre.picture import phrases
from tansiq.centre.picture.geojson import collection, feature
from tansiq.centre.picture.measures import measure_words
from tansiq.centre.picture.overlay import unknown_ground
from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.sentences import Setting, explain
from tansiq.domain.names import Names
from tansiq.gaps.files.document import picture_document
from tansiq.gaps.model import Gap, Picture
from tansiq.language import LANGUAGES, Language, translate

PLACES_SHOWN: Final = 3
# The page draws what the figures say; lanes and shares of single lengths are for files.
LEFT_OUT: Final = ("pockets",)


def document_of(picture: Picture, scene: Scene, states_corners: list[list[float]]) -> dict[str, Any]:
    """Return the page's document.

    Parameters
    ----------
    picture, scene
        What was computed, and on what.
    states_corners
        Longitude and latitude [deg] of the states picture's corners.
    """
    figures = picture_document(picture, scene.inputs)
    return {
        "picture": {key: value for key, value in figures.items() if key not in LEFT_OUT},
        "order": [gap.id for gap in sorted(picture.gaps, key=by_weight)],
        "shapes": {
            "gaps": collection(_gap_shape(gap, picture) for gap in picture.gaps),
            "unknown": collection(unknown_ground(picture.state, picture.ground.grid)),
            "states_corners": states_corners,
        },
        "words": {language: _words(picture, scene, language) for language in LANGUAGES},
    }


def by_weight(gap: Gap) -> tuple[int, float, str]:
    """Order gaps by residents, then length, greatest first; unknown residents come after every known number."""
    return -(gap.residents if gap.residents is not None else -1), -gap.length_km, gap.id


def _gap_shape(gap: Gap, picture: Picture) -> dict[str, Any]:
    grid = picture.ground.grid
    outline = shapely.simplify(gap.geometry, grid.cell_m * 0.75)
    return feature(outline, grid, {"gap": gap.id}, decimals=4)


def _words(picture: Picture, scene: Scene, language: Language) -> dict[str, Any]:
    terms, laydown = picture.parameters.terms, picture.laydown
    with translation.override(language):
        setting = Setting.of(laydown, terms, language)
        places = _place_names(scene, language)
        # One sentence for each code and what it is about: two coverages may say the same of two parties.
        notices = {(n.code, str(n.fields.get("party"))): n for n in (*scene.notices, *picture.notices)}
        return {
            "gaps": {gap.id: _gap_words(gap, setting, places) for gap in picture.gaps},
            "ledger": {measure.id: measure_words(measure, picture, setting) for measure in picture.ledger},
            "warnings": [translate(n.template, language, n.fields) for n in notices.values()],
            "parties": [setting.party(party.id) for party in laydown.parties],
        }


def _place_names(scene: Scene, language: Language) -> dict[str, str]:
    """Return each place's name in ``language`` by the name that gaps use for it."""
    everywhere = (
        Names(*(str(place.properties.get(f"name_{one}") or "") for one in LANGUAGES)) for place in scene.places
    )
    return {names.best("en"): names.best(language) for names in everywhere}


def _gap_words(gap: Gap, setting: Setting, places: Mapping[str, str]) -> dict[str, str]:
    return {
        "title": phrases.km_span(gap.from_km, gap.to_km),
        "length": phrases.km(gap.length_km),
        "area": phrases.km2(gap.area_km2),
        "residents": phrases.residents(gap.residents),
        "places": pgettext("between names", ", ").join(
            phrases.name_isolated(places.get(name, name)) for name in gap.places[:PLACES_SHOWN]
        ),
        "sentence": explain(gap, setting),
    }

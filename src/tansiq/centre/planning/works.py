"""What the jobs of the planning page do. Loaded by their threads alone: numba and the solver take seconds to load."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import shapely
from django.utils import translation

from tansiq.centre.picture.geojson import collection, feature, point
from tansiq.centre.picture.measures import measure_words
from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.sentences import Setting
from tansiq.centre.planning.bodies import parts_of
from tansiq.centre.planning.computing import assumed, band_of, live_picture
from tansiq.centre.planning.jobs import Asked, Report
from tansiq.domain.course import Course
from tansiq.domain.names import Names
from tansiq.gaps.model import Measure, Picture
from tansiq.language import LANGUAGES, N_, translate

SITING_LIMIT_S: Final = 60.0
CHECKPOINTS_LIMIT_S: Final = 60.0
SITING_GAP: Final = 1e-3
CANDIDATES: Final = 500
PATHS: Final = 5
SAMPLES: Final = 64
LOOKING: Final = N_("What each party sees and reaches")


def site_places(scene: Scene, asked: Asked, report: Report) -> Mapping[str, Any]:
    """Choose joint posts, reaction elements and watches for a course: the posts to put, and how near to the best.

    Raises
    ------
    TansiqError
        As :func:`tansiq.siting.choosing.site`.
    """
    from tansiq.siting.choosing import site  # noqa: PLC0415
    from tansiq.siting.laid import laid_down  # noqa: PLC0415

    figures, laydown = asked.figures, asked.course.on(scene.laydown)
    counts = figures["joint_posts"], figures["reaction"], figures["watch"]
    plan = site(
        scene.ground, laydown, assumed(scene, asked.course, asked.window)[0], asked=counts,
        weighing=figures["weighing"], candidates=CANDIDATES, gap=SITING_GAP, time_limit_s=SITING_LIMIT_S,
        progress=report,
    )  # fmt: skip
    new = laid_down(laydown, plan).posts[len(laydown.posts) :]
    put = parts_of(Course("", Names(), put={post.id: post for post in new}))["put"]
    return {
        "put": put, "unit": plan.weighing, "held_before": plan.held_before, "covered": plan.covered,
        "bound": plan.bound, "gap": plan.gap, "total": plan.total,
        "sites": [asdict(one) for one in plan.sites],
        "says": [{language: translate(n.template, language, n.fields) for language in LANGUAGES} for n in plan.notices],
        "shapes": collection(point(one.lon_deg, one.lat_deg, {"label": one.id}) for one in plan.sites),
    }  # fmt: skip


def choose(scene: Scene, asked: Asked, report: Report) -> Mapping[str, Any]:
    """Find the front of choices of joint checkpoints.

    Raises
    ------
    TansiqError
        As :func:`tansiq.siting.checkpoints.choose_checkpoints`: above all, the ground has no roads.
    """
    from tansiq.siting.checkpoints import choose_checkpoints  # noqa: PLC0415

    front = choose_checkpoints(
        scene.ground, count=asked.figures["count"], sectors=scene.laydown.terms.sectors,
        time_limit_s=CHECKPOINTS_LIMIT_S, progress=report,
    )  # fmt: skip
    return {
        "complete": front.complete, "bound": front.bound,
        "choices": [
            asdict(one.figures) | {"places": [[place.id, place.lon_deg, place.lat_deg] for place in one.places]}
            for one in front.choices
        ],
        "says": [
            {language: translate(n.template, language, n.fields) for language in LANGUAGES} for n in front.notices
        ],
    }  # fmt: skip


def find_ways(scene: Scene, asked: Asked, report: Report) -> Mapping[str, Any]:
    """Find where somebody who knows the posts of a course would cross, and whether held ground cuts every crossing.

    Raises
    ------
    TansiqError
        As :func:`tansiq.gaps.corridors.find_corridors`.
    """
    from tansiq.gaps.corridors import find_corridors  # noqa: PLC0415

    report(0.02, LOOKING)
    picture = live_picture(scene, asked.course, asked.window).picture
    found = find_corridors(
        band_of(scene.ground), picture.layers, picture.parameters, direction="forward", k=PATHS,
        progress=lambda done, label: report(0.1 + 0.9 * done, label),
    )  # fmt: skip
    grid, km = scene.ground.grid, [length.to_km - length.from_km for length in picture.lengths]
    return {
        "ways": [
            {"id": one.id, "seam_km": one.seam_km, "p_unseen": one.p_unseen, "minutes": one.minutes,
             "exposed_min": one.exposed_min, "length_km": one.length_km, "gap": one.gap,
             "answers": [asdict(each) for each in one.most_exposed.answers] if one.most_exposed else []}
            for one in found.paths
        ],
        "porous_km": sum(km[index] for index in found.porous.tolist()),
        "says": [
            {language: translate(n.template, language, n.fields) for language in LANGUAGES} for n in found.notices
        ],
        "shapes": collection(
            feature(shapely.simplify(shapely.LineString(one.xy_m), grid.cell_m / 2), grid, {"label": one.id})
            for one in found.paths if len(one.xy_m) > 1
        ),
    }  # fmt: skip


def weigh_measures(scene: Scene, asked: Asked, report: Report) -> Mapping[str, Any]:
    """Compute what would close the gaps of a course, beside the same for the laydown as it stands.

    Raises
    ------
    TansiqError
        A post of the course stands where none can.
    """
    standing = Course("", Names())
    before = live_picture(scene, standing, asked.window).full(lambda done, label: report(done / 2, label))
    after = live_picture(scene, asked.course, asked.window).full(lambda done, label: report(0.5 + done / 2, label))
    held = {measure.id: measure for measure in before.ledger}
    return {
        "measures": [_measure(one, after, held.pop(one.id, None)) for one in after.ledger],
        "gone": [_measure(one, before, one) for one in held.values()],
    }


def _measure(measure: Measure, picture: Picture, before: Measure | None) -> dict[str, Any]:
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            setting = Setting.of(picture.laydown, picture.parameters.terms, language)
            words[language] = measure_words(measure, picture, setting)
    return {
        "words": words, "km2": measure.km2, "seam_km": measure.seam_km, "residents": measure.residents,
        "before_km2": before.km2 if before else None, "before_seam_km": before.seam_km if before else None,
    }  # fmt: skip


def try_assumptions(scene: Scene, asked: Asked, report: Report) -> Mapping[str, Any]:
    """Compute the picture of a course many times with other figures for what it assumes: which gaps are robust.

    Raises
    ------
    TansiqError
        As :func:`tansiq.gaps.spread.spread_of`.
    """
    from tansiq.gaps.spread import spread_of  # noqa: PLC0415

    report(0.02, LOOKING)
    picture = live_picture(scene, asked.course, asked.window).picture
    sure = spread_of(
        scene.ground, picture.laydown, picture.parameters, samples=SAMPLES, influences=False,
        band=band_of(scene.ground), progress=lambda done, label: report(0.05 + 0.95 * done, label),
    )  # fmt: skip
    shapes, grid = {gap.id: gap.geometry for gap in picture.gaps}, scene.ground.grid
    low, middle, high = sure.seam_km.quantiles(0.05, 0.5, 0.95)
    return {
        "samples": sure.samples, "robust_from": sure.robust_from, "robust": list(sure.robust_gaps),
        "seam_km": {"low": low, "middle": middle, "high": high},
        "gaps": [
            {"id": one.id, "from_km": one.from_km, "to_km": one.to_km, "share": one.unheld.share,
             "low": one.unheld.low, "high": one.unheld.high, "robust": one.robust}
            for one in sorted(sure.gaps, key=lambda one: (-one.unheld.share, -one.length_km, one.id))
        ],
        "says": [{language: translate(n.template, language, n.fields) for language in LANGUAGES} for n in sure.notices],
        "shapes": collection(
            feature(shapely.simplify(shapes[one.id], grid.cell_m), grid, {"kind": "robust", "gap": one.id})
            for one in sure.gaps if one.robust and one.id in shapes
        ),
    }  # fmt: skip


def make_file(scene: Scene, asked: Asked, report: Report) -> Mapping[str, Any]:
    """Make a file of a course, with its pictures before and after, and its corridors where the ground has any.

    Raises
    ------
    TansiqError
        The file cannot be made.
    """
    from tansiq.centre.planning.exports import FORMATS, Plan  # noqa: PLC0415
    from tansiq.gaps.corridors import find_corridors  # noqa: PLC0415

    figures = asked.figures
    report(0.02, LOOKING)
    before = live_picture(scene, Course("", Names()), asked.window).picture
    report(0.2, LOOKING)
    after = live_picture(scene, asked.course, asked.window).picture
    corridors = None
    if scene.ground.seam is not None:
        corridors = find_corridors(
            band_of(scene.ground), after.layers, after.parameters, direction="forward", k=PATHS,
            progress=lambda done, label: report(0.4 + 0.4 * done, label),
        )  # fmt: skip
    report(0.8, N_("Writing the file"))
    plan = Plan(
        asked.course, before, after, figures["made_at"], figures["centre"], asked.account, corridors=corridors,
        robust=figures["robust"],
    )  # fmt: skip
    chosen = FORMATS[figures["format"]]
    return {"data": chosen.make(plan, figures["language"]), "media_type": chosen.media_type, "suffix": chosen.suffix}

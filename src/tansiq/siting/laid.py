"""A plan as a laydown: each new place is two posts, one of each party, so that both see and both may come.

The two share the usual detection rate, so that what one place sees is not counted twice.
"""

from dataclasses import replace

from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.domain.post import Post, ReactionElement
from tansiq.gaps.model import Parameters
from tansiq.language import N_, translate
from tansiq.siting.covers import USUAL
from tansiq.siting.limits import Limits
from tansiq.siting.plan import Plan, Site

_NAMES = {
    "post": N_("Joint post %(id)s (proposed)"),
    "reaction": N_("Joint reaction element %(id)s (proposed)"),
    "watch": N_("Joint watch %(id)s (proposed)"),
}


def laid_down(laydown: Laydown, plan: Plan) -> Laydown:
    """Return ``laydown`` with the plan's places, as if they stood and had just been confirmed."""
    taken = {post.id for post in laydown.posts}
    new = [_post(site, party, plan.limits, plan.parameters, taken) for site in plan.sites for party in laydown.parties]
    return replace(laydown, posts=(*laydown.posts, *new))


def _post(site: Site, party: Party, limits: Limits, parameters: Parameters, taken: set[str]) -> Post:
    sees, comes = site.role != "reaction", site.role != "watch"
    said = {"id": site.id}
    template = _NAMES[site.role]
    return Post(
        id=_free(f"{site.id}-{party.id}", taken),
        party=party.id,
        names=Names(*(translate(template, language, said) for language in ("en", "ar", "ckb"))),
        lon_deg=round(site.lon_deg, 6),
        lat_deg=round(site.lat_deg, 6),
        range_day_m=USUAL.range_day_m if sees else 0.0,
        range_night_m=USUAL.range_night_m if sees else 0.0,
        detect_per_min_day=USUAL.detect_per_min_day / 2,
        detect_per_min_night=USUAL.detect_per_min_night / 2,
        confirmed_at=parameters.at,
        reaction=ReactionElement("vehicle", limits.ready_min) if comes else None,
    )


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "x"
    return name

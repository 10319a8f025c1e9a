"""Making a party's coverage from its posts, on the party's own machine."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from tansiq.domain.laydown import Laydown
from tansiq.domain.time import Window
from tansiq.errors import UsageError
from tansiq.gaps.coverage.coarsen import coarsen
from tansiq.gaps.coverage.errors import FinerThanAgreedError
from tansiq.gaps.coverage.jitter import moved, weakest
from tansiq.gaps.coverage.lattice import lattice_over
from tansiq.gaps.coverage.model import MOST_MINUTES, PPM, Assumed, Coverage, check_draws, check_lattice
from tansiq.gaps.coverage.steps import Steps
from tansiq.gaps.layers import party_layers
from tansiq.gaps.model import Parameters, PartyLayers
from tansiq.gaps.parameters import settle
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.ground.model import Ground
from tansiq.language import N_

USUAL_STEPS: Final = Steps()


def coverage_of(  # noqa: PLR0913 - three inputs, the rest by name
    ground: Ground,
    laydown: Laydown,
    party: str,
    *,
    cell_m: int,
    smallest_cell_m: int,
    window: Window | str = Window.DAY,
    at: datetime | None = None,
    stale_after_h: float | None = None,
    valid_for_h: float | None = None,
    steps: Steps = USUAL_STEPS,
    secret: bytes | None = None,
    agreement: str = "",
    draws: int = 1,
    progress: Progress | None = None,
) -> Coverage:
    """Compute what ``party`` sees and reaches on coarse cells, to be released instead of its posts.

    Parameters
    ----------
    ground, laydown
        An opened ground package, and posts on it. Posts of anybody but ``party`` are not looked at.
    party
        Id of one of the laydown's parties.
    cell_m, smallest_cell_m
        Size of a coarse cell [m], and the least that the agreement lets anybody release.
    window, at, stale_after_h
        As for :func:`tansiq.gaps.picture`.
    valid_for_h
        How long after ``at`` it may be trusted [h]; None takes the stale limit, after which no post would be.
    steps
        The values it is released in.
    secret
        Moves every post within its coarse cell first (``coverage.jitter``), at least 16 bytes; None leaves posts where
        they are, and then they can be read off (``docs/coverage.md``).
    agreement
        Id of the agreement it is released under; part of what the movement is drawn from.
    draws
        With a secret, how many times each post is moved, 1 to 16: the more, the less ground is shown as held that is
        not, and the less is shown at all.
    progress
        Told what is being done and the share done.

    Raises
    ------
    FinerThanAgreedError
        If the cell is finer than agreed, or than the ground's own.
    WeakSecretError
        If the secret is too short.
    UsageError
        For a party, window, figure or moment that makes no sense.
    BadInputError
        For a post that is not on the ground; for figures that no coverage can have.
    """
    tell = progress or say_nothing
    _check_cell(ground, cell_m, smallest_cell_m)
    own = _own_posts(laydown, party)
    parameters, _ = settle(ground, own, window=window, at=at, stale_after_h=stale_after_h)
    number = [one.id for one in own.parties].index(party)
    standing = [own] if secret is None else _drawn(ground, own, cell_m, secret, agreement, draws)
    each = []
    for done, posts in enumerate(standing):
        tell(0.9 * done / len(standing), N_("What the party sees and reaches"))
        each.append(party_layers(ground, posts, parameters)[number])
    tell(0.9, N_("Coarse cells"))
    coverage = coverage_from_layers(
        ground,
        weakest(each),
        parameters,
        cell_m=cell_m,
        smallest_cell_m=smallest_cell_m,
        valid_for_h=valid_for_h,
        steps=steps,
        fictional=laydown.fictional,
        draws=0 if secret is None else draws,
    )
    tell(1.0, N_("Done"))
    return coverage


def coverage_from_layers(  # noqa: PLR0913 - three inputs, the rest by name
    ground: Ground,
    layers: PartyLayers,
    parameters: Parameters,
    *,
    cell_m: int,
    smallest_cell_m: int,
    valid_for_h: float | None = None,
    steps: Steps = USUAL_STEPS,
    fictional: bool = False,
    draws: int = 0,
) -> Coverage:
    """Coarsen the layers of one party, however they were made.

    ``draws`` says from how many draws they were made (``coverage.jitter``), 0 from posts where they stand. Others, and
    errors, as :func:`coverage_of`. A cell in which a layer is NaN says nothing.
    """
    _check_cell(ground, cell_m, smallest_cell_m)
    lattice = lattice_over(ground.grid, cell_m)
    check_lattice(lattice)
    stale_after_h = parameters.terms.stale_after_h
    return Coverage(
        party=layers.party,
        window=parameters.window,
        at=parameters.at,
        valid_until=parameters.at
        + timedelta(minutes=_whole_minutes(stale_after_h if valid_for_h is None else valid_for_h)),
        fictional=fictional,
        ground=ground.sha256,
        assumed=assumed_in(parameters),
        lattice=lattice,
        steps=steps,
        draws=draws,
        codes=coarsen(ground, layers, cell_m, steps),
    )


def assumed_in(parameters: Parameters) -> Assumed:
    """Return what decides the values beside the posts, as whole numbers."""
    return Assumed(
        stale_after_min=_whole_minutes(parameters.terms.stale_after_h),
        target_mm=round(parameters.target_m * 1e3),
        refraction_ppm=round(parameters.refraction * PPM),
    )


def _whole_minutes(hours: float) -> int:
    minutes = hours * 60
    if not 0 <= minutes <= MOST_MINUTES or minutes != int(minutes):
        raise UsageError(
            N_("%(hours)s hours cannot stand in a coverage. Give whole minutes, up to %(most)s hours."),
            hours=hours,
            most=MOST_MINUTES // 60,
        )
    return int(minutes)


def _drawn(ground: Ground, own: Laydown, cell_m: int, secret: bytes, agreement: str, draws: int) -> list[Laydown]:
    check_draws(draws, least=1)
    return [
        moved(ground, own, cell_m=cell_m, secret=secret, agreement=agreement, draw=number) for number in range(draws)
    ]


def _own_posts(laydown: Laydown, party: str) -> Laydown:
    ids = [one.id for one in laydown.parties]
    if party not in ids:
        raise UsageError(
            N_("%(party)s is not one of the two parties of the laydown: %(parties)s."),
            party=party,
            parties=", ".join(ids),
        )
    return replace(laydown, posts=tuple(post for post in laydown.posts if post.party == party))


def _check_cell(ground: Ground, cell_m: int, smallest_cell_m: int) -> None:
    if cell_m < smallest_cell_m:
        raise FinerThanAgreedError(
            N_("Cells of %(cell)s m are finer than the %(least)s m agreed. Take cells of %(least)s m or more."),
            cell=cell_m,
            least=smallest_cell_m,
        )
    if cell_m < ground.grid.cell_m:
        raise FinerThanAgreedError(
            N_("Cells of %(cell)s m are finer than those of the ground, %(least)s m. Take larger ones."),
            cell=cell_m,
            least=f"{ground.grid.cell_m:g}",
        )

"""The live picture: a laydown's picture that follows the laydown's changes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.laydown import Laydown
from tansiq.errors import UsageError
from tansiq.gaps.changing.arrival import PartyArrival
from tansiq.gaps.changing.sight import PartySight, UnsureCells
from tansiq.gaps.changing.standing import Follower, Standing, from_nothing, nothing_seen, recomputed, unknown_yet
from tansiq.gaps.describe import Described, describe
from tansiq.gaps.layers import cut_off, watcher
from tansiq.gaps.ledger import remedy_ledger
from tansiq.gaps.model import Parameters, PartyLayers, Picture
from tansiq.gaps.outcome import state_on_grid, uncrossed
from tansiq.gaps.people import find_incidents, find_places
from tansiq.gaps.posts import PlacedPost, no_posts, place_posts
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.gaps.rules import lay_rules
from tansiq.gaps.sharing import curve_of
from tansiq.gaps.workings import Band, Workings, prepare
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_


class LivePicture:
    """A gap picture kept so that a changed laydown recomputes only what its difference can change.

    Every picture it gives equals, byte for byte, what :func:`tansiq.gaps.picture` gives for that laydown under the
    same parameters (``docs/decisions/0019-changing-one-post.md``). One thread at a time may use it; pictures taken
    from it never change.

    Parameters
    ----------
    ground
        An opened ground package.
    laydown
        The two parties' posts under their terms.
    parameters
        What is assumed (see :func:`tansiq.gaps.settle`).
    band
        The ground as prepared by :func:`tansiq.gaps.prepare`; None prepares it.
    notices
        What to tell beside what ground and laydown give rise to, as ``settle`` returns it.

    Raises
    ------
    BadInputError
        For a post that is not on the ground, stands on no-data or belongs to neither party.
    BadGroundError
        For a ground package that contradicts itself.

    Examples
    --------
    >>> parameters, notices = settle(ground, laydown)  # doctest: +SKIP
    >>> live = LivePicture(ground, laydown, parameters, notices=notices)  # doctest: +SKIP
    >>> live.change(replace(laydown, posts=laydown.posts[1:]))  # doctest: +SKIP
    >>> live.picture.seam_by_state_km()  # doctest: +SKIP
    """

    def __init__(
        self,
        ground: Ground,
        laydown: Laydown,
        parameters: Parameters,
        *,
        band: Band | None = None,
        notices: Sequence[Notice] = (),
    ) -> None:
        self._band = band or prepare(ground)
        self._parameters, self._given = parameters, tuple(notices)
        self._rules = lay_rules(parameters, ground.seam)
        self._places = find_places(ground, self._band.strips)
        self._incidents, self._incident_notices = find_incidents(ground, self._band.strips, parameters.at)
        self._forget_posts()
        self._follower = Follower(self._band, float(self._rules.respond_min.max()))
        self._evidence = nothing_seen(self._band)
        self._laydown = laydown
        self._placed: tuple[PlacedPost, ...] = ()
        self._layers = self._party_layers()
        self._standing: Standing | None = None
        self._described = Described()
        self.change(laydown)

    @property
    def picture(self) -> Picture:
        """The picture of the laydown as it stands, without its remedy ledger."""
        return self._picture

    def full(self, progress: Progress | None = None) -> Picture:
        """Return the picture with its remedy ledger, which takes longer.

        Parameters
        ----------
        progress
            Told what is being done and the share done.
        """
        tell = progress or say_nothing
        measures = remedy_ledger(self._standing_now().workings, self._picture.gaps, tell)
        tell(1.0, N_("Done"))
        return replace(self._picture, ledger=measures)

    def change(self, laydown: Laydown) -> None:
        """Let another laydown of the same parties, terms and moment take the place of the one before.

        Parameters
        ----------
        laydown
            Posts put, moved, silenced, withdrawn, manned otherwise, with other elements: any difference of posts.

        Raises
        ------
        BadInputError
            For a post that cannot stand there.
        UsageError
            For a laydown of other parties, terms or another moment.

        After any of these the picture is as it was.
        """
        self._check(laydown)
        placed, place_notices = place_posts(self._band.ground, laydown)
        try:
            self._follow(placed)
        except Exception:
            self._forget_posts()
            self._follow(self._placed)
            raise
        layers = self._layers
        self._laydown, self._placed, self._layers = laydown, placed, self._party_layers()
        touched = self._follower.follow(self._evidence, layers, self._layers)
        standing = self._stand(touched)
        known = self._untouched(touched)
        self._standing = standing
        self._described = describe(standing.workings, known=known, first_posts=self._first_posts)
        notices = (*self._given, *no_posts(laydown), *cut_off(self._band.ground, laydown, self._parameters))
        self._picture = self._assemble(standing, (*notices, *place_notices))

    def _check(self, laydown: Laydown) -> None:
        stands = self._laydown
        if (laydown.parties, laydown.terms, laydown.as_of) != (stands.parties, stands.terms, stands.as_of):
            raise UsageError(
                N_("The laydown has other parties, terms or another moment than the live picture. Make a new picture.")
            )

    def _forget_posts(self) -> None:
        ground, parameters = self._band.ground, self._parameters
        self._sights = PartySight(ground, parameters), PartySight(ground, parameters)
        self._arrivals = PartyArrival(ground), PartyArrival(ground)
        self._unsure = UnsureCells(ground, parameters)

    def _follow(self, placed: Sequence[PlacedPost]) -> None:
        """Bring sight, arrival and unsure cells to the posts' new standing."""
        parameters = self._parameters
        on_watch = [one for one in placed if one.on_watch(parameters)]
        self._unsure.change([watcher(one, parameters) for one in on_watch])
        for party in range(2):
            posts = [one for one in on_watch if one.party == party]
            confirmed = [one for one in posts if one.confirmed(parameters)]
            stale = [one for one in posts if not one.confirmed(parameters)]
            self._sights[party].change(*([watcher(one, parameters) for one in some] for some in (confirmed, stale)))
            self._arrivals[party].change(confirmed, stale)

    def _party_layers(self) -> tuple[PartyLayers, PartyLayers]:
        first, second = (
            PartyLayers(
                party.id,
                sight.seen_by,
                sight.rate_per_min,
                sight.rate_all_per_min,
                arrival.minutes,
                arrival.minutes_all,
            )
            for party, sight, arrival in zip(self._laydown.parties, self._sights, self._arrivals, strict=True)
        )
        return first, second

    def _stand(self, touched: NDArray[np.int64]) -> Standing:
        if self._standing is None:
            return from_nothing(self._blank_workings())
        workings = replace(self._standing.workings, laydown=self._laydown, placed=self._placed)
        return recomputed(replace(self._standing, workings=workings), touched)

    def _blank_workings(self) -> Workings:
        state, crossings = unknown_yet(self._band)
        return Workings(
            band=self._band,
            laydown=self._laydown,
            placed=self._placed,
            parameters=self._parameters,
            rules=self._rules,
            evidence=self._evidence,
            state=state,
            crossings=crossings,
            runs=(),
            places=self._places,
            incidents=self._incidents,
        )

    def _untouched(self, touched: NDArray[np.int64]) -> Described:
        """Return the gaps that no touched strip belongs to, and every pocket, to be taken over."""
        return replace(
            self._described,
            gaps={
                run: gap
                for run, gap in self._described.gaps.items()
                if np.searchsorted(touched, run.first) == np.searchsorted(touched, run.last, side="right")
            },
        )

    def _first_posts(self, workings: Workings, party: int, slots: NDArray[np.int64]) -> list[str | None]:
        return self._arrivals[party].first_posts(workings.band.strips.cells[slots])

    def _standing_now(self) -> Standing:
        if self._standing is None:
            message = "a live picture stands from its first change on"
            raise RuntimeError(message)
        return self._standing

    def _assemble(self, standing: Standing, notices: tuple[Notice, ...]) -> Picture:
        ground, described = self._band.ground, self._described
        return Picture(
            ground=ground,
            laydown=self._laydown,
            parameters=self._parameters,
            layers=self._layers,
            state=state_on_grid(standing.workings),
            unsure=self._unsure.cells,
            lengths=standing.lengths,
            gaps=tuple(described.gaps.values()),
            pockets=tuple(described.pockets.values()),
            ledger=(),
            sharing_curve=curve_of(self._band, standing.cells_by_word, standing.lengths_by_word),
            notices=(
                *ground.notices,
                *notices,
                *self._incident_notices,
                *uncrossed(self._band),
                *described.notices,
            ),
        )

"""One question of siting, on ground prepared for it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from shapely import Geometry

from tansiq.domain.laydown import Laydown
from tansiq.errors import BadInputError
from tansiq.gaps.evidence import gather
from tansiq.gaps.layers import party_layers
from tansiq.gaps.model import Parameters, PartyLayers
from tansiq.gaps.posts import PlacedPost, place_posts
from tansiq.gaps.progress import Progress
from tansiq.gaps.rules import lay_rules
from tansiq.gaps.travel import travel_minutes
from tansiq.gaps.workers import THIS_MACHINE, Hands
from tansiq.gaps.workers.layers import party_layers_on
from tansiq.gaps.workings import prepare
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_
from tansiq.siting.covers import covers_of
from tansiq.siting.joint import ROLES, joint_problem
from tansiq.siting.limits import Limits
from tansiq.siting.manning import Counts
from tansiq.siting.places import allowed, automatic
from tansiq.siting.plan import Site
from tansiq.siting.problem import Problem
from tansiq.siting.standing import standing
from tansiq.siting.weights import Weighing, weights

LOOKING: Final = N_("What each candidate would see and reach")
_LISTING: Final = N_("Listing a site does not create its protection, and the absence of a site does not remove it.")


class Question:
    """What is asked, on ground prepared for it."""

    def __init__(
        self,
        ground: Ground,
        laydown: Laydown,
        parameters: Parameters,
        asked: Counts,
        limits: Limits,
        weighing: Weighing,
        hands: Hands = THIS_MACHINE,
    ) -> None:
        self.ground, self.laydown, self.parameters = ground, laydown, parameters
        self.asked, self.limits, self.hands = asked, limits, hands
        self._check()
        self.band = prepare(ground)
        self.rules = lay_rules(parameters, ground.seam)
        self.weight = weights(self.band, weighing)
        self.placed, _ = place_posts(ground, laydown)

    def _check(self) -> None:
        sectors = {sector.id for sector in self.parameters.terms.sectors}
        brigades = {brigade.id for brigade in self.laydown.brigades}
        for share in self.limits.shares:
            if share.sector not in sectors:
                template = N_("The limits give a share to sector %(sector)s, which is not agreed. Agreed: %(known)s.")
                raise BadInputError(template, sector=share.sector, known=", ".join(sorted(sectors)))
        for company in self.limits.companies:
            if company.brigade not in brigades:
                template = N_("The limits name brigade %(brigade)s; the laydown's brigades are: %(known)s.")
                raise BadInputError(template, brigade=company.brigade, known=", ".join(sorted(brigades)))

    def _trusted(self) -> list[PlacedPost]:
        return [one for one in self.placed if one.on_watch(self.parameters) and one.confirmed(self.parameters)]

    def cells(
        self, candidates: NDArray[np.int64] | int, protected: tuple[Geometry, ...]
    ) -> tuple[NDArray[np.int64], dict[str, int]]:
        """Return the candidates that keep to the limits on places, and what those refuse."""
        listed = tuple(feature.geometry for feature in self.ground.features("protected"))
        first, second = ([one for one in self._trusted() if one.party == party] for party in range(2))
        taken = [(one.row, one.col) for one in self.placed]
        fit = allowed(self.ground, self.limits, (*listed, *protected), (first, second), taken)
        if isinstance(candidates, int):
            cells = automatic(self.ground, fit.cells, candidates) if fit.cells.any() else np.empty((0, 2), np.int64)
        else:
            cells = candidates[fit.cells[candidates[:, 0], candidates[:, 1]]]
        if not len(cells):
            template = N_("No place keeps to the limits. Cells of the area that each refuses: %(refused)s.")
            raise BadInputError(template, refused=", ".join(f"{name} {n}" for name, n in fit.refused.items()))
        return cells, fit.refused

    def problem(self, cells: NDArray[np.int64], tell: Progress) -> Problem:
        """Return the problem for candidates on ``cells``."""
        ground, strips, limits = self.ground, self.band.strips, self.limits
        tell(0.0, LOOKING)
        evidence = gather(strips, self._layers())
        stands = standing(evidence.confirmed, self.rules, strips.of_slots(np.arange(len(strips.cells))))
        covers = covers_of(
            ground,
            strips,
            self.rules,
            self.parameters,
            limits,
            cells,
            lambda done: tell(0.3 * done, LOOKING),
            self.hands,
        )
        posts = np.array([(one.row, one.col) for one in self._trusted()], np.int64).reshape(-1, 2)
        minutes = travel_minutes(
            ground.vehicle_s_per_m, ground.grid.cell_m, posts, start_min=limits.ready_min, limit_min=limits.support_min
        )
        supported = minutes[cells[:, 0], cells[:, 1]] <= limits.support_min
        return joint_problem(
            covers, stands, self.weight, self.asked, limits, supported=supported, sector=self._sectors(cells)
        )

    def _layers(self) -> tuple[PartyLayers, PartyLayers]:
        if self.hands is THIS_MACHINE:
            return party_layers(self.ground, self.laydown, self.parameters)
        return party_layers_on(self.hands, self.ground, self.laydown, self.parameters)

    def _sectors(self, cells: NDArray[np.int64]) -> list[str]:
        sectors = self.parameters.terms.sectors
        strip = self.ground.strip[cells[:, 0], cells[:, 1]]
        return [sectors[self.rules.sector[one]].id for one in strip.tolist()]

    def sites(self, cells: NDArray[np.int64], y: NDArray[np.float64]) -> tuple[Site, ...]:
        """Return the places that ``y`` chooses, named J, R and W with a number."""
        places, grid, made = len(cells), self.ground.grid, []
        sector = self._sectors(cells)
        for k, role in enumerate(ROLES):
            for number, one in enumerate(np.flatnonzero(y[k * places : (k + 1) * places] > 0.5).tolist(), start=1):  # noqa: PLR2004 - chosen or not
                row, col = cells[one].tolist()
                lon_deg, lat_deg = grid.lonlat_from_xy(*grid.xy_from_cells(row, col))
                name = f"{'JRW'[k]}{number:02d}"
                made.append(Site(name, role, one, row, col, float(lon_deg), float(lat_deg), sector[one]))
        return tuple(made)

    def notices(self) -> tuple[Notice, ...]:
        """Return what a reader of the plan must know."""
        made = [Notice("protected-listing", _LISTING, {})]
        if not self.limits.companies:
            text = N_("Nothing says how many people the joint brigades have: strength did not limit the choice.")
            made.append(Notice("strength-unknown", text, {}))
        for brigade in self.laydown.brigades:
            if brigade.state != "deployed":
                text = N_("Brigade %(brigade)s may not deploy yet; it awaits: %(awaiting)s.")
                made.append(
                    Notice(
                        "brigade-not-deployed", text, {"brigade": brigade.id, "awaiting": ", ".join(brigade.awaiting)}
                    )
                )
        return tuple(made)

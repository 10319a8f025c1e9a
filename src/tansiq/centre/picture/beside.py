"""Other sites on this machine that the page of the picture points to: the centres of a demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone, translation

from tansiq.centre.shell.who import turn_of_day
from tansiq.domain.names import Names
from tansiq.language import choose_language


@dataclass(frozen=True, slots=True)
class Site:
    """A site: what it is called, and its port."""

    called: Names
    port: int


_sites: Final[list[Site]] = []


def point_to(sites: Sequence[Site]) -> None:
    """Have the page point to ``sites`` from now on; to none if there are none."""
    _sites[:] = sites


def links(request: HttpRequest) -> list[dict[str, Any]]:
    """Return name and address of each site, the other end first every other day."""
    language = choose_language(translation.get_language())
    host = request.get_host().rpartition(":")[0] or request.get_host()
    found = [{"name": each.called.best(language), "address": f"http://{host}:{each.port}/"} for each in _sites]
    return found[::-1] if turn_of_day(timezone.now()) % 2 else found

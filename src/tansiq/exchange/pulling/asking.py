"""What is asked of a partner, page by page, and what it means if a healthy answer does not hold it."""

from collections.abc import Iterator

from tansiq.errors import BadInputError
from tansiq.exchange.errors import GapError, NotReleasedError, PartnerFaultError
from tansiq.exchange.evidence.exhibits import ENTRY, HEAD_SHOWN, INDEX
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.ports import Transport
from tansiq.exchange.pulling.shown import Shown
from tansiq.journal.log import TILE_WIDTH, tile_path
from tansiq.journal.tree import HASH_BYTES
from tansiq.language import N_


def head(transport: Transport, beyond: int | None = None, wait_s: float = 0.0) -> bytes:
    """Return the newest head as it comes, as :meth:`Transport.head` does.

    Raises
    ------
    PartnerFaultError
        It is larger than any head.
    LinkError, StrangerError, NotReleasedError
        As the transport says.
    """
    try:
        return transport.head(beyond, wait_s)
    except NotReleasedError:
        raise
    except BadInputError as error:
        raise PartnerFaultError(
            N_("The partner's answer is not what a log holds: %(why)s"), why=error.message()
        ) from error


def entries(transport: Transport, shown: Shown, first: int, end: int, limits: Limits = LIMITS) -> Iterator[bytes]:
    """Yield entries ``first`` to ``end`` (left out), a page at a time.

    Raises
    ------
    GapError
        A page came whole, and without the first entry asked for.
    PartnerFaultError
        A page is not of its form, or longer than asked for.
    LinkError
        The link broke; what was yielded is good for as much as it was.
    """
    while first < end:
        came = 0
        for entry in _page(transport, shown, first, min(end, first + limits.page_entries)):
            came += 1
            yield entry
        if not came:
            raise gap(shown, first)
        first += came


def _page(transport: Transport, shown: Shown, first: int, end: int) -> Iterator[bytes]:
    most = end - first
    try:
        for entry in transport.entries(first, end):
            most -= 1
            if most < 0:
                raise _not_of_its_form(shown, N_("More entries came than were asked for."))
            yield entry
    except NotReleasedError as error:
        raise gap(shown, first) from error
    except BadInputError as error:
        raise _not_of_its_form(shown, error.message()) from error


def tile(transport: Transport, shown: Shown, level: int, number: int, width: int) -> list[bytes]:
    """Return a tile of hashes; they are not checked against anything.

    Raises
    ------
    GapError
        It is not there.
    PartnerFaultError
        It is not of its form.
    """
    name = tile_path(level, number, width)
    try:
        data = transport.tile(name, width * HASH_BYTES)
    except NotReleasedError as error:
        raise gap(shown, number * TILE_WIDTH ** (level + 1)) from error
    except BadInputError as error:
        raise _not_of_its_form(shown, error.message()) from error
    if len(data) != width * HASH_BYTES:
        raise _not_of_its_form(shown, f"{name}: {len(data)}")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def gap(shown: Shown, index: int) -> GapError:
    """Return the refusal of a head that promises entry ``index``, which is not there."""
    template = N_("The signed head promises %(size)s entries, and entry %(index)s or its hash is not given out.")
    exhibits = ((HEAD_SHOWN, shown.data), (ENTRY + INDEX, str(index).encode()))
    return GapError(template, size=shown.size, index=index, exhibits=exhibits)


def _not_of_its_form(shown: Shown, why: str) -> PartnerFaultError:
    template = N_("The partner's answer is not what a log holds: %(why)s")
    return PartnerFaultError(template, why=why, exhibits=((HEAD_SHOWN, shown.data),))

"""To whom a record may be released. Whatever is not understood releases nothing."""

from typing import Final

from tansiq.journal.json_strict import Json

_KEY: Final = "releasable_to"


def releasable_to(marking: Json) -> frozenset[str]:
    """Return the parties that ``marking`` releases a record to; none if it is absent or not exactly as defined.

    A marking that a later version extends (a caveat, a condition, an end) is unknown here, and so releases nothing: an
    old reader cannot leak what a new writer restricted.
    """
    if not isinstance(marking, dict) or marking.keys() != {_KEY}:
        return frozenset()
    parties = marking[_KEY]
    if not isinstance(parties, list):
        return frozenset()
    named = frozenset(party for party in parties if isinstance(party, str) and party)
    return named if len(named) == len(parties) else frozenset()

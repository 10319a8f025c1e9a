"""Which entries of a partner's log were not accepted by the centre that keeps it: a small file beside the log.

::

    tansiq-refused/1
    17 Key tansiq.example/other+0f3a may not sign for federal here: no certificate says so.
    204 The same record stands in this log already: it was put in a second time.

Number and reason, in English, each entry in a line, in the log's order; ``-`` in place of a reason after the first
:data:`WITH_REASON`. The log's head commits to these entries; whoever checks the log cannot make sense of them. Nobody
signs the file: it is the word of whoever keeps the log, and is told as such.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from tansiq.exchange.limits import LIMITS
from tansiq.exchange.naming import REFUSED
from tansiq.journal.audit import Finding, Tell
from tansiq.journal.errors import MalformedLogError, MissingFileError
from tansiq.journal.log import LogFiles
from tansiq.language import N_

FIRST_LINE: Final = "tansiq-refused/1"
WITH_REASON: Final = 1000
_REASON: Final = 300
_TOLD: Final = 5
_LINE: Final = re.compile(r"(0|[1-9][0-9]{0,15}) ([^\n]{1,300})")


def write_refused(entries: Iterable[tuple[int, str]]) -> bytes:
    """Return the file for entries, number and reason, in the log's order."""
    lines = [FIRST_LINE]
    for count, (place, reason) in enumerate(entries):
        why = " ".join(reason.split())[:_REASON] if count < WITH_REASON else ""
        lines.append(f"{place} {why or '-'}")
    return "".join(f"{line}\n" for line in lines).encode()


def read_refused(files: LogFiles) -> Mapping[int, str]:
    """Return the entries that are said to have been refused, with the reasons; none if there is no such file.

    Raises
    ------
    MalformedLogError, TooLargeError
        It is not of its form.
    """
    try:
        data = files.read(REFUSED, LIMITS.refused_bytes)
    except MissingFileError:
        return {}
    first, *lines = data.decode("utf-8", errors="replace").split("\n")
    found = [_LINE.fullmatch(line) for line in lines[:-1]]
    places = [int(each[1]) for each in found if each]
    if first != FIRST_LINE or lines[-1:] != [""] or len(places) < len(found) or sorted(set(places)) != places:
        raise MalformedLogError(N_("%(file)s is not as the log wrote it."), file=REFUSED)
    return dict(zip(places, (each[2] for each in found if each), strict=True))


def tell_refused(refused: Mapping[int, str], tell: Tell) -> None:
    """Tell which entries are not looked at, by whose word."""
    for place, reason in list(refused.items())[:_TOLD]:
        template = N_(
            "Entry %(place)s is not checked here: whoever keeps this copy of the log says that it was refused when it "
            "came. Why: %(why)s"
        )
        tell(Finding(template, {"place": place, "why": reason}, doubt=True))
    if len(refused) > _TOLD:
        template = N_("%(count)s further entries were refused too, as the file %(file)s beside the log says.")
        tell(Finding(template, {"count": len(refused) - _TOLD, "file": REFUSED}, doubt=True))

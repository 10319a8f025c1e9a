"""What coverage may leave a party's own centre. Asked under the door's lock, before anything is signed."""

import re
from collections.abc import Mapping
from typing import Any, Final

from tansiq.centre.door.keys import identity
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.door.registry import Asked
from tansiq.centre.partners.rules import ExchangeRefusal
from tansiq.centre.partners.terms import partners_of, terms_in_force
from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.exchange.naming import ATTACHMENTS
from tansiq.exchange.release import Outcome, release
from tansiq.journal.log import Folder
from tansiq.journal.record import Content
from tansiq.journal.times import read_time
from tansiq.language import N_

AUTHORS: Final = frozenset({"centre", "director", "duty_officer", "planner"})
_DRAWN: Final = re.compile(r"coverage-[a-z]{16}")
Body = Mapping[str, Any]


def check_coverage(asked: Asked) -> None:
    """Refuse coverage that is finer than agreed, shows where posts stand, has run out, or would reach nobody.

    Raises
    ------
    ExchangeRefusal, NotAllowedError
        With what does not fit.
    TansiqError
        The attachment is not there, or not what the record says of it.
    """
    content = asked.content
    body: Body = content.body
    if not _DRAWN.fullmatch(content.object):
        raise ExchangeRefusal(N_("What may leave this centre is called by letters drawn by lot, never by a number."))
    if identity().joint:
        raise NotAllowedError(N_("A joint centre has no coverage of its own: each party releases its own."))
    terms = terms_in_force(content.entered_at)
    if terms is None:
        raise ExchangeRefusal(N_("No agreement is in force under which coverage could be released."))
    _check_fineness(body, terms)
    _check_truth(body, content)
    _check_attachment(body, content.party, terms)
    _check_readers(content, terms)


def _check_fineness(body: Body, terms: ExchangeTerms) -> None:
    if body["cell_m"] < terms.coverage_cell_m:
        template = N_("Cells of %(cell)s m are finer than the %(least)s m agreed. Take cells of %(least)s m or more.")
        raise ExchangeRefusal(template, cell=body["cell_m"], least=terms.coverage_cell_m)
    if body["draws"] < 1:
        raise ExchangeRefusal(N_("Posts were not moved within their cells: where they stand could be read off this "
                                 "coverage. Make it with a secret."))  # fmt: skip


def _check_truth(body: Body, content: Content) -> None:
    if body["fictional"] != identity().fictional:
        raise ExchangeRefusal(N_("An exercise's coverage belongs into an exercise's centre, and no other into one."))
    if read_time(body["at"]) > content.entered_at:
        raise ExchangeRefusal(N_("This coverage is for a time that has not come yet: %(at)s."), at=body["at"])
    if read_time(body["valid_until"]) <= content.entered_at:
        raise ExchangeRefusal(
            N_("This coverage ran out at %(until)s. Bring the posts up to date and compute it anew."),
            until=body["valid_until"],
        )


def _check_attachment(body: Body, party: str, terms: ExchangeTerms) -> None:
    # numba comes with it, and takes seconds: loaded when a coverage is at hand, never with a page.
    from tansiq.exchange.coverage_file import MOST_BYTES, read_coverage  # noqa: PLC0415

    [named] = body["attachments"]
    if named["bytes"] > terms.attachment_bytes:
        raise ExchangeRefusal(
            N_("The coverage has more than the %(most)s bytes that the agreement allows an attachment. Take larger "
               "cells."), most=terms.attachment_bytes,
        )  # fmt: skip
    data = Folder(identity().folder).read(attachment_file(named["digest"]), MOST_BYTES)
    read_coverage(body, data, party=party)


def attachment_file(digest: str) -> str:
    """Return where an attachment of this centre's lies in its folder."""
    return f"{ATTACHMENTS}/{digest.removeprefix('sha256:')}"


def _check_readers(content: Content, terms: ExchangeTerms) -> None:
    partners = partners_of(terms)
    if not any(release(terms, content, each.name).outcome is Outcome.RELEASED for each in partners):
        raise ExchangeRefusal(N_("By the agreement nobody would be given this coverage. Choose whom it is for."))

"""What is said of coverages, in whole sentences."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import translation
from django.utils.translation import gettext as _

from tansiq.centre.partners.words import party_words
from tansiq.centre.picture.phrases import isolated, name_isolated
from tansiq.domain.time import Window, date_time_group
from tansiq.language import N_, Language

if TYPE_CHECKING:
    from tansiq.centre.coverage.received import Held

MISSING: Final = {
    Window.DAY: N_("Not both parties have released a coverage for the day."),
    Window.NIGHT: N_("Not both parties have released a coverage for the night."),
}


def of_picture(language: Language) -> str:
    """Return what every picture from coverages says first."""
    with translation.override(language):
        return _("From coverages: made of what each party says it sees and reaches on coarse cells, without any post.")


def missing(window: Window) -> str:
    """Return that there is no picture for a part of the day, in the active language."""
    return _(MISSING[window])


def of_one(each: "Held", moment: datetime, language: Language) -> str:
    """Return what a picture says of one of its coverages, as it stands at ``moment``."""
    with translation.override(language):
        fields = {
            "party": name_isolated(party_words(each.party)), "cell": f"{each.body['cell_m']:,}",
            "at": isolated(date_time_group(each.at)), "until": isolated(date_time_group(each.valid_until)),
        }  # fmt: skip
        said = [_of_window(each.window) % fields, _of_movement(each) % fields]
        if not each.trusted(moment):
            said.append(_("It has run out: what this party alone would hold is unknown.") % fields)
        return " ".join(said)


def _of_window(window: Window) -> str:
    if window is Window.DAY:
        return _("%(party)s, by day: cells of %(cell)s m, true for %(at)s, valid until %(until)s.")
    return _("%(party)s, by night: cells of %(cell)s m, true for %(at)s, valid until %(until)s.")


def _of_movement(each: "Held") -> str:
    if each.body["draws"]:
        return _("Posts were moved within their cells.")
    return _("Posts were not moved: where they stand can be read off it.")

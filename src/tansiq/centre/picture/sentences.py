"""Why a gap is one, and what would change it, in a sentence or two: who sees, who could come, how soon, what word does.

Each case has whole sentences of its own, so that a translator meets sentences and not fragments.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tansiq.centre.picture import phrases
from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.state import State
from tansiq.gaps.model import Gap, NearestElement
from tansiq.language import Language


@dataclass(frozen=True)
class Setting:
    """What a gap's sentence needs beside the gap: the parties' names, the terms, the language.

    Terms are those of the picture, so its sectors cover the seam.
    """

    parties: Mapping[str, Names]
    terms: Terms
    language: Language

    @classmethod
    def of(cls, laydown: Laydown, terms: Terms, language: Language) -> "Setting":
        """Return the setting of a laydown under ``terms``."""
        return cls({party.id: party.names for party in laydown.parties}, terms, language)

    def party(self, key: str) -> str:
        """Return a party's name, without a remark in brackets at its end: the map says once what holds for all."""
        return phrases.without_remark(self.parties[key].best(self.language)) or key

    def respond_within_min(self, sector: str) -> float:
        """Return the response time asked for in ``sector`` [min]."""
        asked = next((s.respond_within_min for s in self.terms.sectors if s.id == sector), None)
        return self.terms.respond_within_min if asked is None else asked

    def partner_may_respond(self, sector: str) -> bool:
        """Tell whether the partner may answer a sighting in ``sector``."""
        return next((s.partner_may_respond for s in self.terms.sectors if s.id == sector), True)


def explain(gap: Gap, setting: Setting) -> str:
    """Return the sentences that explain ``gap`` in the active language."""
    case = _CASES[min(len(gap.seen_by), 2)]
    said = [case(gap, setting), _word(gap, setting), _unknown(gap, setting)]
    return " ".join(part for part in said if part)


def _fields(gap: Gap, setting: Setting) -> dict[str, str]:
    """Return what every sentence may name: the seers, the first element, the figures of the agreement."""
    first = _first(gap.nearest)
    fields = {
        "respond": phrases.minutes_allowed(setting.respond_within_min(gap.sector)),
        "word": phrases.minutes_needed(setting.terms.share_within_min),
    }
    if gap.seen_by:
        fields["seer"] = setting.party(gap.seen_by[0])
    if first is not None and first.minutes is not None:
        fields |= {"comer": setting.party(first.party), "minutes": phrases.minutes_needed(first.minutes)}
    return fields


def _first(nearest: tuple[NearestElement, ...]) -> NearestElement | None:
    coming = [element for element in nearest if element.minutes is not None]
    return min(coming, key=lambda element: (element.minutes or 0.0, element.party), default=None)


def _minutes_of(gap: Gap, party: str) -> float | None:
    return next((element.minutes for element in gap.nearest if element.party == party), None)


def _in_time(minutes: float | None, gap: Gap, setting: Setting) -> bool:
    return minutes is not None and minutes <= setting.respond_within_min(gap.sector)


def _seen_by_none(gap: Gap, setting: Setting) -> str:
    first, fields = _first(gap.nearest), _fields(gap, setting)
    if first is None:
        return _("Neither side sees as much as a tenth of it, and no reaction element of either side can reach it.")
    if _in_time(first.minutes, gap, setting):
        return (
            _(
                "Neither side sees as much as a tenth of it. The nearest element, of %(comer)s, could be there in "
                "%(minutes)s: a watch here would be answered in time."
            )
            % fields
        )
    return (
        _(
            "Neither side sees as much as a tenth of it, and the nearest element, of %(comer)s, needs %(minutes)s "
            "where %(respond)s are agreed."
        )
        % fields
    )


def _seen_by_one(gap: Gap, setting: Setting) -> str:
    seer = gap.seen_by[0]
    other = next(element for element in gap.nearest if element.party != seer)
    fields = _fields(gap, setting) | {"other": setting.party(other.party)}
    if _first(gap.nearest) is None:
        return _("Seen by %(seer)s only, and no reaction element of either side can reach it.") % fields
    if other.minutes is not None and _in_time(other.minutes, gap, setting):
        return _other_could_come(gap, setting, fields | {"minutes": phrases.minutes_needed(other.minutes)})
    if _in_time(_minutes_of(gap, seer), gap, setting):
        return _(
            "Seen by %(seer)s only, and only in part: its own element could be there in %(minutes)s, but the rest "
            "is unseen or too far for it."
        ) % (fields | {"minutes": phrases.minutes_needed(_minutes_of(gap, seer) or 0.0)})
    return (
        _("Seen by %(seer)s only; the nearest element, of %(comer)s, needs %(minutes)s where %(respond)s are agreed.")
        % fields
    )


def _other_could_come(gap: Gap, setting: Setting, fields: dict[str, str]) -> str:
    if not setting.partner_may_respond(gap.sector):
        return (
            _(
                "Seen by %(seer)s only; the nearest element of %(other)s could be there in %(minutes)s, but "
                "the agreement does not let it respond in this sector."
            )
            % fields
        )
    if _gains_at_once_only(gap):
        return _(
            "Seen by %(seer)s only; the nearest element of %(other)s could be there in %(minutes)s, but word takes "
            "%(word)s, and even word passed at once would hold only %(gain)s."
        ) % (fields | _gain(gap))
    if gap.sharing is not None:
        return _(
            "Seen by %(seer)s only; the nearest element of %(other)s could be there in %(minutes)s, but word takes "
            "%(word)s: passing word within %(within)s would hold %(gain)s."
        ) % (fields | _gain(gap))
    return (
        _(
            "Seen by %(seer)s only, and only in part; the nearest element of %(other)s could be there in "
            "%(minutes)s, but faster word alone would hold no more of it."
        )
        % fields
    )


def _seen_by_both(gap: Gap, setting: Setting) -> str:
    first, fields = _first(gap.nearest), _fields(gap, setting)
    if first is None:
        return _("Seen by both sides, but no reaction element of either can reach it.")
    if not _in_time(first.minutes, gap, setting):
        return (
            _(
                "Seen by both sides, but the nearest element, of %(comer)s, needs %(minutes)s "
                "where %(respond)s are agreed."
            )
            % fields
        )
    if gap.sharing is not None and setting.partner_may_respond(gap.sector) and not _gains_at_once_only(gap):
        return _(
            "Seen by both sides, each in part; the nearest element, of %(comer)s, could be there in %(minutes)s, but "
            "word takes %(word)s: passing word within %(within)s would hold %(gain)s."
        ) % (fields | _gain(gap))
    return (
        _(
            "Seen by both sides, each in part; the nearest element, of %(comer)s, could be there in "
            "%(minutes)s, but what is left is unseen or too far for it."
        )
        % fields
    )


def _gains_at_once_only(gap: Gap) -> bool:
    """Tell whether word would have to pass in less than a minute to hold anything: no time to promise."""
    return gap.sharing is not None and gap.sharing.share_within_min < 1


def _gain(gap: Gap) -> dict[str, str]:
    if gap.sharing is None:
        return {}
    return {
        "within": phrases.minutes_allowed(gap.sharing.share_within_min),
        "gain": phrases.km2(gap.sharing.km2),
    }


def _word(gap: Gap, setting: Setting) -> str:
    """Return what word would hold, where the case's own sentence does not say it."""
    if gap.sharing is None or not setting.partner_may_respond(gap.sector) or _says_gain(gap, setting):
        return ""
    if _gains_at_once_only(gap):
        return _("Even word passed at once would hold only %(gain)s of it.") % _gain(gap)
    return _("Passing word within %(within)s would hold %(gain)s of it.") % _gain(gap)


def _says_gain(gap: Gap, setting: Setting) -> bool:
    if not gap.seen_by:
        return False
    if len(gap.seen_by) == 1:
        other = next(element for element in gap.nearest if element.party != gap.seen_by[0])
        return _in_time(other.minutes, gap, setting)
    first = _first(gap.nearest)
    return first is not None and _in_time(first.minutes, gap, setting) and not _gains_at_once_only(gap)


def _unknown(gap: Gap, setting: Setting) -> str:
    unknown_km = gap.state_km.get(State.UNKNOWN, 0.0)
    if unknown_km <= 0:
        return ""
    fields = {"km": phrases.km(unknown_km), "hours": phrases.hours_phrase(setting.terms.stale_after_h)}
    if unknown_km >= gap.length_km:
        return (
            _(
                "All of its seam is unknown: it would be held only by trusting posts not confirmed for %(hours)s. "
                "Confirm them first."
            )
            % fields
        )
    return (
        _(
            "%(km)s of its seam are unknown: held only by trusting posts not confirmed for %(hours)s. "
            "Confirm them first."
        )
        % fields
    )


_CASES = (_seen_by_none, _seen_by_one, _seen_by_both)

"""Random histories of the centre hq, in steps that can be told again in any selection."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from tansiq.exchange.release import references
from tansiq.journal.json_strict import Json
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Record
from tansiq.journal.record.decision import sign_decision
from tests.exchange.release.world import (
    FOR_BAR,
    FOR_RHQ,
    HQ,
    HQ_KEY,
    NEXT_HQ,
    STUBS_FOR_BAR,
    WATCH,
    adoption,
    certificate,
    late,
    later,
    marked,
    message,
    recall,
    revocation,
    rule,
    write,
)
from tests.journal.writing import BODIES, FEDERAL_SIGNATORY

RECEIVED = ["sha256:" + f"{number:02x}" * 32 for number in range(2)]
PARTIES = ("federal", "regional")
MARKINGS: list[Json] = [
    marked("regional"), marked("federal", "regional"), marked("regional"), None, marked("federal"), {"unknown": True},
]  # fmt: skip
FROM_BAR, FROM_RHQ = "tansiq.example/bar/to/hq", "regional.example/rhq/to/hq"
OF_BAR = [(FOR_BAR, STUBS_FOR_BAR), (FOR_BAR, STUBS_FOR_BAR), (FOR_BAR,), (STUBS_FOR_BAR,), ()]
OF_OTHERS = [(), (FOR_RHQ,), (rule("A9", ["message", "duty_log_entry"], ["rhq"], stubs=True),)]
PERSONS = {"signatory": FEDERAL_SIGNATORY, "watch": WATCH}


@dataclass(frozen=True)
class Told:
    """One step of a history.

    Attributes
    ----------
    record
        What is entered.
    at_s
        When [s from the beginning].
    of_bar
        Whether it changes what the agreement says about bar.
    variant
        The same withheld differently: leaves the same stub.
    """

    record: Record
    at_s: int
    of_bar: bool = False
    variant: Record | None = None

    def __repr__(self) -> str:
        content = self.record.content
        named = [digest[7:13] for digest in sorted(references(content))]
        return f"{self.record.digest[7:13]} {content.kind} at {self.at_s} {content.marking or ''} names {named}"


@st.composite
def histories(draw: st.DrawFn, least: int = 4, most: int = 16) -> list[Told]:
    """Histories that begin with the centre's key and mostly an agreement; records refer to earlier ones."""
    told = [Told(HQ_KEY, 0)]
    writing = _Writing(draw, told)
    first = draw(st.sampled_from([[_terms_of_bar], [_terms_of_bar], [_key, _terms_of_bar], []]))
    for kind in [*first, *draw(st.lists(st.sampled_from(_STEPS), min_size=least, max_size=most))]:
        writing.at_s += draw(st.integers(0, 25))
        step = replace(kind(writing), at_s=writing.at_s)
        if step.record.digest not in {each.record.digest for each in told}:
            told.append(step)
    return told


class _Writing:
    """A history being written."""

    def __init__(self, draw: st.DrawFn, told: Sequence[Told]) -> None:
        self.draw = draw
        self.told = told
        self.at_s = 0
        self.by: NoteSigner = HQ
        self.of_bar: tuple[dict[str, Json], ...] = ()
        self.of_others: tuple[dict[str, Json], ...] = ()
        self.ends: dict[str, Json] = {}
        self.certified: set[str] = set()
        self.revoked: set[str] = set()

    def one(self, of: Sequence[Json]) -> Json:
        return self.draw(st.sampled_from(of))

    def earlier(self) -> str:
        """The digest of something earlier, or of something that came from bar."""
        return self.draw(st.sampled_from([each.record.digest for each in self.told] + RECEIVED))

    def corrected(self, kind: str) -> dict[str, str]:
        """Mostly nothing; or one of the earlier records of that kind, to be corrected."""
        earlier = [each.record.digest for each in self.told if each.record.content.kind == kind]
        corrects = earlier and self.draw(st.integers(0, 2)) == 0
        return {"supersedes": self.draw(st.sampled_from(earlier))} if corrects else {}

    def write(self, kind: str, body: dict[str, Json], by: NoteSigner | None = None, **fields: object) -> Record:
        return write(kind, body, by or self.by, at=later(self.at_s), **fields)


def _message(w: _Writing) -> Told:
    further: dict[str, Json] = {"answers": w.earlier()} if w.draw(st.booleans()) else {}
    files = w.draw(st.integers(0, 2))
    if files:
        further["attachments"] = [{"digest": f"sha256:{f'{files}' * 64}", "bytes": files, "media_type": "image/png"}]
    body = message(w.draw(st.integers(0, 10**6)), **further)
    return Told(w.write("message/1", body, marking=w.one(MARKINGS), **w.corrected("message/1")), 0)


def _item(w: _Writing) -> Told:
    """A duty log item, which leaves a stub where one is due; and another item that would leave the same."""
    one, other = ({**BODIES["duty_log_entry/1"], "item": w.draw(st.integers(1, 999))} for _ in range(2))
    corrected = w.corrected("duty_log_entry/1")
    variant = w.write("duty_log_entry/1", other, object="item-1", marking=w.one([None, marked(), {"x": 1}]))
    record = w.write("duty_log_entry/1", one, object="item-2", marking=w.one(MARKINGS), **corrected)
    return Told(record, 0, variant=variant)


def _late(w: _Writing) -> Told:
    named = w.draw(
        st.lists(st.sampled_from([each.record.digest for each in w.told]), min_size=1, max_size=4, unique=True)
    )
    to = w.draw(st.sampled_from([["regional"], ["federal"], ["federal", "regional"]]))
    return Told(w.write("release/1", late(*named, to=to)), 0)


def _recall(w: _Writing) -> Told:
    return Told(w.write("recall/1", recall(w.earlier()), marking=w.one(MARKINGS)), 0)


def _acknowledgement(w: _Writing) -> Told:
    body: dict[str, Json] = {
        "log": str(w.one([FROM_BAR, FROM_RHQ])), "record": str(w.one(RECEIVED)), "act": "acknowledged",
    }  # fmt: skip
    return Told(w.write("acknowledgement/1", body), 0)


def _terms_of_bar(w: _Writing) -> Told:
    w.of_bar = w.draw(st.sampled_from(OF_BAR))
    w.ends = {"ends_at": later(w.at_s + 90).isoformat()} if w.draw(st.integers(0, 3)) == 0 else {}
    return replace(_adopted(w), of_bar=True)


def _terms_of_others(w: _Writing) -> Told:
    w.of_others = w.draw(st.sampled_from(OF_OTHERS))
    return _adopted(w)


def _adopted(w: _Writing) -> Told:
    rules = adoption(*w.of_bar, *w.of_others, at=later(w.at_s), **w.ends)
    return Told(w.write("adopted_agreement/1", rules, object="ag-1"), 0)


def _key(w: _Writing) -> Told:
    who = w.draw(st.sampled_from(sorted(PERSONS)))
    if who in w.revoked:
        return _message(w)
    if who in w.certified:
        return _signature(w, who)
    w.certified.add(who)
    return Told(certificate(who, "root", who), 0)


def _signature(w: _Writing, who: str) -> Told:
    if w.draw(st.integers(0, 4)) == 0:
        w.revoked.add(who)
        return Told(revocation(PERSONS[who]), 0)
    about = w.draw(st.sampled_from([each.record for each in w.told]))
    body: dict[str, Json] = {
        "record": about.digest, "act": "confirm_receipt", "signature": sign_decision(about, PERSONS[who]),
    }  # fmt: skip
    record = w.write("decision_signature/1", body, by=PERSONS[who], object="signs", marking=w.one(MARKINGS))
    return Told(record, 0)


def _next_key(w: _Writing) -> Told:
    if w.by is NEXT_HQ:
        return Told(revocation(HQ), 0)
    w.by = NEXT_HQ
    return Told(certificate("next_hq", "root", "centre"), 0)


def _received(w: _Writing) -> Told:
    body: dict[str, Json] = {
        "log": FROM_RHQ,
        "first": 0,
        "end": w.draw(st.integers(1, 9)),
        "head": "h",
        "root": "A" * 43 + "=",
    }
    return Told(w.write("received/1", body), 0)


_STEPS: list[Callable[[_Writing], Told]] = [
    _message, _message, _message, _message, _item, _item, _late, _late, _recall, _recall, _acknowledgement,
    _terms_of_bar, _terms_of_others, _key, _key, _key, _next_key, _received,
]  # fmt: skip

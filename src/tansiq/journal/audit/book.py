"""What records say of each other: corrections, signatures under decisions, erasures, replays."""

from collections import Counter
from dataclasses import dataclass

from tansiq.journal.errors import HistoryError
from tansiq.journal.keys import HANDOVER, Standing, check_watch_act
from tansiq.journal.record import Record
from tansiq.journal.record.decision import KIND as SIGNATURE_KIND
from tansiq.journal.record.decision import verify_decision
from tansiq.language import N_

RETENTION = "retention/1"
_SIGNED_KINDS = frozenset({"decision_proposal", HANDOVER})


@dataclass(frozen=True, slots=True)
class _Entry:
    place: int
    object: str
    kind: str
    party: str


class Book:
    """Records in the order of their places, checked against those before them.

    Attributes
    ----------
    kinds
        How many records of each kind.
    elsewhere
        How many refer to records that are not in this log.
    erased
        Places whose content a retention record says was dropped.
    signed
        For each decision or handover, by its digest: what it is about, and the keys that signed its bytes, each with
        its party. Two versions of one decision are two: a signature under one is none under the other.
    """

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.elsewhere = 0
        self.erased: set[int] = set()
        self.signed: dict[str, tuple[str, dict[str, str]]] = {}
        self._entries: dict[str, _Entry] = {}
        self._signable: dict[str, Record] = {}

    def note(self, place: int, record: Record, standing: Standing) -> None:
        """Take a record up.

        Raises
        ------
        HistoryError
            It stands in the log already, or corrects another party's record or one about something else.
        BodyError, BadSignatureError
            It is a signature under a decision, and not over the decision's bytes.
        KeyMisuseError
            It is a duty officer's signature under something else than a handover, and does not only confirm receipt.
        """
        content = record.content
        name = content.kind.partition("/")[0]
        if record.digest in self._entries:
            template = N_("The same record stands at entry %(first)s already: it was put in a second time.")
            raise HistoryError(template, first=self._entries[record.digest].place)
        if content.supersedes is not None:
            self._check_correction(record, name)
        if content.kind == SIGNATURE_KIND:
            self._check_signature(record, standing)
        if content.kind == RETENTION:
            self._check_retention(place, record)
        if name in _SIGNED_KINDS:
            self._signable[record.digest] = record
        self._entries[record.digest] = _Entry(place, content.object, name, content.party)
        self.kinds[content.kind] += 1

    def _check_correction(self, record: Record, name: str) -> None:
        content = record.content
        earlier = self._entries.get(str(content.supersedes))
        if earlier is None:
            self.elsewhere += 1
        elif (earlier.object, earlier.kind, earlier.party) != (content.object, name, content.party):
            template = N_("It claims to correct entry %(place)s, which is about something else or of another party.")
            raise HistoryError(template, place=earlier.place)

    def _check_signature(self, record: Record, standing: Standing) -> None:
        body = record.content.body
        about = self._entries.get(str(body["record"]))
        if about is not None:
            check_watch_act(standing, str(body["act"]), about.kind)
        decided = self._signable.get(str(body["record"]))
        if decided is None:
            self.elsewhere += 1
            return
        verify_decision(decided, record, standing.key)
        if body["act"] == "sign":
            _, keys = self.signed.setdefault(decided.digest, (decided.content.object, {}))
            keys[standing.key.label] = standing.party

    def _check_retention(self, place: int, record: Record) -> None:
        places = record.content.body["entries"]
        named = {each for each in places if isinstance(each, int)} if isinstance(places, list) else set()
        if max(named, default=0) >= place:
            raise HistoryError(N_("It claims to erase entries that come after it."))
        self.erased |= named

"""Entries as records: read, held against their kinds, their signatures checked, each taken up once."""

from collections.abc import Sequence

from tansiq.errors import TansiqError
from tansiq.exchange.errors import AlteredEntryError, PartnerFaultError, ReplayError, RevokedPartnerKeyError
from tansiq.exchange.ports import Inbox, Verified
from tansiq.exchange.pulling.attachments import named_in
from tansiq.exchange.pulling.memory import State
from tansiq.exchange.pulling.reading import Workers, read_entries
from tansiq.journal.errors import RevokedKeyError, UnknownSignerError
from tansiq.journal.keys.keyring import ROOT_KINDS
from tansiq.journal.record import Record
from tansiq.language import N_


def check_records(entries: Sequence[tuple[bytes, bytes]], state: State, inbox: Inbox, by: Workers) -> list[Verified]:
    """Return what is to be kept of entries that their head commits to; learn who may sign, and which files are named.

    Parameters
    ----------
    entries
        Bytes and leaf hash of each; the first one's place is what the keyring has come to.
    state
        Its keyring, ``about_keys`` and ``wanted`` are added to.
    inbox
        Asked which of the records it holds already.
    by
        What reads.
    """
    first = state.edge.size - len(entries)
    keys = {(each.key.name, each.key.key_id): each.key for each in state.keyring}
    checked = read_entries([entry for entry, _ in entries], keys, by)
    known = dict(inbox.holds([each.digest for each in checked if isinstance(each, Record)]))
    made = []
    for place, (entry, leaf), record in zip(range(first, state.edge.size), entries, checked, strict=True):
        refusal = record if isinstance(record, TansiqError) else _admit(place, record, known, state)
        made.append(_verified(entry, leaf, refusal))
    return made


def _admit(place: int, record: Record, known: dict[str, int], state: State) -> TansiqError | None:
    """Take a record up; return why not, if it cannot be."""
    digest = record.digest
    if digest in known:
        template = N_("The same record stands in this log already: it was put in a second time.")
        return ReplayError(template, place=known[digest])
    try:
        state.keyring.admit(place, record)
    except TansiqError as error:
        return error
    known[digest] = place
    if record.content.kind.partition("/")[0] in ROOT_KINDS:
        state.about_keys.append((place, record.entry))
    state.wanted.update((name, max(size, state.wanted.get(name, 0))) for name, size in named_in(record.content))
    return None


def _verified(entry: bytes, leaf: bytes, refusal: TansiqError | None) -> Verified:
    if refusal is None:
        return Verified(entry, leaf)
    fields = tuple((name, str(value)) for name, value in refusal.fields.items())
    return Verified(entry, leaf, refusal.template, fields, _fault(refusal))


def _fault(refusal: TansiqError) -> str:
    if isinstance(refusal, PartnerFaultError):
        return refusal.fault
    if isinstance(refusal, RevokedKeyError | UnknownSignerError):
        return RevokedPartnerKeyError.fault
    return AlteredEntryError.fault

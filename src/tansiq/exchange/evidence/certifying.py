"""Which certificates a file of evidence needs: those of the keys that signed what is in it, and of who signed those."""

from collections.abc import Iterable, Sequence

from tansiq.errors import TansiqError
from tansiq.journal.json_strict import Json
from tansiq.journal.keys.keyring import CERTIFICATE, REVOCATION
from tansiq.journal.note import parse_note
from tansiq.journal.record import Record, read_record


def needed_certificates(certificates: Sequence[bytes], exhibits: Iterable[bytes], own: str) -> list[bytes]:
    """Return the certificates that are needed, in their order, each once.

    Parameters
    ----------
    certificates
        Records, certificates among them.
    exhibits
        Heads, records, and other things.
    own
        Label (``name+id``) of the key that signs the file.
    """
    known = {entry: record for entry in certificates if (record := _record(entry)) and _certifies(record)}
    wanted = {own, *(label for exhibit in exhibits for label in _labels(exhibit))}
    while True:
        needed = [entry for entry, record in known.items() if _label(record.content.body["key"]) in wanted]
        more = {_signer(known[entry]) for entry in needed} - wanted
        if not more:
            return needed
        wanted |= more


def _certifies(record: Record) -> bool:
    return record.content.kind == CERTIFICATE and isinstance(record.content.body.get("key"), str)


def _label(key: Json) -> str:
    """Return the label of a key as it is written down."""
    return "+".join(str(key).split("+")[:2])


def _signer(record: Record) -> str:
    return f"{record.signature.name}+{record.signature.key_id.hex()}"


def _labels(exhibit: bytes) -> set[str]:
    """Return the keys that an exhibit, if it is a record or a note, claims to be signed by or revokes."""
    record = _record(exhibit)
    if record is not None:
        revoked = {_label(record.content.body.get("key"))} if record.content.kind == REVOCATION else set()
        return {_signer(record)} | revoked
    try:
        return {f"{each.name}+{each.key_id.hex()}" for each in parse_note(exhibit).signatures}
    except TansiqError:  # hashes, numbers, or what came in place of a head: nobody signed it
        return set()


def _record(entry: bytes) -> Record | None:
    try:
        return read_record(entry)
    except TansiqError:  # it is something else, and says nothing about keys
        return None

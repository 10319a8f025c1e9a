"""What entries show: bytes that the head does not commit to, what is no record, one record twice, a key revoked."""

from typing import Final

from tansiq.errors import BadInputError, TansiqError
from tansiq.exchange.errors import ProvesNothingError
from tansiq.exchange.evidence.attached import altered_attachment
from tansiq.exchange.evidence.bench import Bench
from tansiq.exchange.evidence.exhibits import AGAIN, ATTACHMENT, ENTRY, HEAD_SHOWN, INDEX, LEAF, PROOF, REVOCATION
from tansiq.exchange.evidence.of_heads import old_head
from tansiq.journal.audit import Finding
from tansiq.journal.audit.findings import blaming
from tansiq.journal.errors import BadSignatureError, KeyMisuseError, UnknownKindError, UnknownSignerError
from tansiq.journal.keys import Standing
from tansiq.journal.record import Record, check_body, read_record
from tansiq.journal.tree import leaf_hash
from tansiq.language import N_

_REVOCATION_KIND: Final = "key_revocation/1"


def altered_entry(bench: Bench) -> bool:
    """Check that an entry is not what the head commits to, or that the head commits to what no signer has signed.

    Or that an attachment came with other bytes than a record names.

    Raises
    ------
    DoesNotVerifyError
        The entry is what the head commits to, and a record as it must be.
    """
    if bench.has(ATTACHMENT):
        return altered_attachment(bench)
    shown = bench.shown()
    leaf = bench.exhibit(LEAF) if bench.has(LEAF) else None
    index, entry = bench.entry(ENTRY, shown, leaf)
    if leaf is None:
        return _no_record(bench, index, entry)
    if leaf == leaf_hash(entry):
        raise ProvesNothingError(N_("The entry is the very one that the head commits to."))
    template = N_(
        "By the word of %(seen_by)s alone: these bytes came as entry %(index)s. That the signed head commits to others "
        "is proved."
    )
    bench.tell(Finding(template, {"seen_by": bench.evidence.seen_by, "index": index}, doubt=True))
    return False


def _no_record(bench: Bench, index: int, entry: bytes) -> bool:
    said = {"index": index, "seen_by": bench.evidence.seen_by}
    try:
        record = read_record(entry)
        _check_form(record)
        bench.keyring.admit(index, record)
    except UnknownSignerError as error:
        template = N_(
            "By the word of %(seen_by)s alone: nobody had certified the key that signed entry %(index)s. That the "
            "signed head holds this entry is proved."
        )
        _tell_why(bench, Finding(template, said, doubt=True), error)
        return False
    except (BadInputError, BadSignatureError, KeyMisuseError) as error:
        template = N_("Proved: the signed head holds, as entry %(index)s, what nobody may have signed.")
        _tell_why(bench, Finding(template, said), error)
        return True
    raise ProvesNothingError(N_("The entry is a record, signed by a key that might sign it."))


def _tell_why(bench: Bench, finding: Finding, error: TansiqError) -> None:
    bench.tell(finding)
    bench.tell(Finding(error.template, error.fields, doubt=finding.doubt))


def _check_form(record: Record) -> None:
    try:
        check_body(record.content)
    except UnknownKindError:  # a later version may know it: its signature counts all the same
        return


def replay(bench: Bench) -> bool:
    """Check that one record stands twice in a log, or that an old head could have been given out as new.

    Raises
    ------
    DoesNotVerifyError
        Neither is shown.
    """
    if not bench.has(AGAIN):
        return old_head(bench)
    shown = bench.shown()
    first, again = bench.entry(ENTRY, shown), bench.entry(AGAIN, shown)
    with blaming(N_("What is said to stand there twice is no record.")):
        digests = {read_record(entry).digest for _, entry in (first, again)}
    if len(digests) > 1 or first[0] == again[0]:
        raise ProvesNothingError(N_("The two entries are not one record at two places."))
    template = N_("Proved: entries %(first)s and %(again)s of log %(log)s are one and the same record.")
    bench.tell(Finding(template, {"first": first[0], "again": again[0], "log": bench.evidence.log}))
    return True


def revoked_key(bench: Bench) -> bool:
    """Check that something was signed by a key that was revoked before, or by one that nobody certified.

    Raises
    ------
    DoesNotVerifyError
        Neither is shown.
    """
    if not bench.has(REVOCATION):
        return _uncertified(bench)
    record, revoked = _revocation(bench)
    if bench.has(ENTRY):
        behind = bench.has(REVOCATION + INDEX)
        return _entry_behind(bench, revoked) if behind else _entry_after(bench, record, revoked)
    shown = bench.shown()
    if shown.key != revoked.key:
        raise ProvesNothingError(N_("The key that signed the head is not the one that was revoked."))
    if bench.has(REVOCATION + INDEX):
        bench.entry(REVOCATION, shown)
    elif shown.signed_at < record.content.entered_at:
        raise ProvesNothingError(N_("The head was signed before the key was revoked."))
    _tell_revoked(bench, revoked)
    return True


def _revocation(bench: Bench) -> tuple[Record, Standing]:
    """Return the revocation and the key it revokes: said by the party's root, or by whoever holds the key itself."""
    with blaming(N_("The exhibit %(name)s does not hold."), name=REVOCATION):
        record = read_record(bench.exhibit(REVOCATION))
        check_body(record.content)
        standings = [each for each in bench.keyring if each.party == record.content.party]
        revoked = next((each for each in standings if each.key.label == record.content.body.get("key")), None)
        signer = next((each for each in standings if record.signed_by(each.key)), None)
        if record.content.kind != _REVOCATION_KIND or revoked is None or signer is None:
            raise ProvesNothingError(N_("It does not revoke a key whose certificate is in the file."))
        record.verify(signer.key)
        if signer.purpose != "root" and signer != revoked:
            raise KeyMisuseError(N_("Key %(key)s may not revoke another."), key=signer.key.label)
    return record, revoked


def _entry_after(bench: Bench, revocation: Record, revoked: Standing) -> bool:
    with blaming(N_("The exhibit %(name)s does not hold."), name=ENTRY):
        record = read_record(bench.exhibit(ENTRY))
        record.verify(revoked.key)
    if record.content.entered_at <= revocation.content.entered_at:
        raise ProvesNothingError(N_("The record was entered before the key was revoked."))
    _tell_revoked(bench, revoked)
    return True


def _entry_behind(bench: Bench, revoked: Standing) -> bool:
    """Check that one head holds the revocation and, behind it, an entry signed by the revoked key."""
    shown = bench.shown()
    place, _ = bench.entry(REVOCATION, shown)
    index, entry = bench.entry(ENTRY, shown)
    with blaming(N_("The exhibit %(name)s does not hold."), name=ENTRY):
        read_record(entry).verify(revoked.key)
    if index <= place:
        raise ProvesNothingError(N_("The entry stands before the revocation of its key."))
    _tell_revoked(bench, revoked)
    return True


def _tell_revoked(bench: Bench, revoked: Standing) -> None:
    template = N_("Proved: key %(key)s signed this although %(party)s had revoked it before.")
    bench.tell(Finding(template, {"key": revoked.key.label, "party": revoked.party}))


def _tell_held(bench: Bench) -> None:
    """Tell that a signed head holds the entry, where that is shown."""
    if bench.has(ENTRY + PROOF):
        index, _ = bench.entry(ENTRY, bench.shown())
        bench.tell(Finding(N_("The signed head holds this as entry %(index)s."), {"index": index}))


def _uncertified(bench: Bench) -> bool:
    """Say that something signed by a key nobody certified came; who made that key, nothing shows."""
    if bench.has(ENTRY):
        with blaming(N_("The exhibit %(name)s does not hold."), name=ENTRY):
            signature = read_record(bench.exhibit(ENTRY)).signature
        labels = [f"{signature.name}+{signature.key_id.hex()}"]
        _tell_held(bench)
    else:
        note = bench.note(HEAD_SHOWN)
        labels = [f"{each.name}+{each.key_id.hex()}" for each in note.signatures]
    parties = sorted({each.party for each in bench.keyring if each.key.label in labels})
    said = {"seen_by": bench.evidence.seen_by, "keys": ", ".join(labels), "parties": " + ".join(parties)}
    if set(parties) == bench.parties:
        raise ProvesNothingError(N_("It is signed by a key that every party has certified."))
    template = N_(
        "By the word of %(seen_by)s alone: this came, signed by %(keys)s, and nobody had certified that key. Anybody "
        "can make such a key."
    )
    if parties:
        template = N_(
            "By the word of %(seen_by)s alone: this came, signed by %(keys)s. That key is certified by %(parties)s "
            "only; whether another party had to certify it too, the agreement shows."
        )
    bench.tell(Finding(template, said, doubt=True))
    return False

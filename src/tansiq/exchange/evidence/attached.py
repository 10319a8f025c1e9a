"""What shows that an attachment did not come, or came with other bytes: the record that names it."""

from typing import Final

from tansiq.exchange.errors import ProvesNothingError
from tansiq.exchange.evidence.bench import Bench
from tansiq.exchange.evidence.exhibits import ATTACHMENT, CAME, ENTRY
from tansiq.journal.audit import Finding
from tansiq.journal.audit.findings import blaming
from tansiq.journal.record import check_body, read_record
from tansiq.language import N_

_SHOWN: Final = 80


def attachment_digest(bench: Bench) -> str:
    """Return the digest of the attachment that it is about, as it may be shown."""
    return _text(bench, ATTACHMENT)


def tell_naming(bench: Bench, digest: str) -> None:
    """Tell who signed the record that names an attachment.

    Raises
    ------
    DoesNotVerifyError
        The exhibit is no record, not signed by a certified key, or names no such attachment.
    """
    with blaming(N_("The exhibit %(name)s does not hold."), name=ENTRY):
        record = read_record(bench.exhibit(ENTRY))
        check_body(record.content)
        key = bench.keyring.admit(0, record).key
        named = record.content.body.get("attachments")
        digests = [each.get("digest") for each in named if isinstance(each, dict)] if isinstance(named, list) else []
        if digest not in digests:
            raise ProvesNothingError(N_("It names no attachment %(digest)s."), digest=digest)
    template = N_("A record signed by %(key)s names the attachment %(digest)s.")
    bench.tell(Finding(template, {"key": key.label, "digest": digest}))


def altered_attachment(bench: Bench) -> bool:
    """Say that an attachment came with other bytes than the record that names it says.

    Raises
    ------
    DoesNotVerifyError
        No record names it, or it is said to have come as it is named.
    """
    digest, came = attachment_digest(bench), _text(bench, CAME)
    tell_naming(bench, digest)
    if came == digest:
        raise ProvesNothingError(N_("The attachment came as the record names it."))
    template = N_(
        "By the word of %(seen_by)s alone: in place of this attachment other bytes came, whose digest is %(came)s."
    )
    if not came:
        template = N_("By the word of %(seen_by)s alone: in place of this attachment more bytes came than it has.")
    bench.tell(Finding(template, {"seen_by": bench.evidence.seen_by, "came": came}, doubt=True))
    return False


def _text(bench: Bench, name: str) -> str:
    return bench.exhibit(name).decode("ascii", errors="replace")[:_SHOWN]

"""Both parties' signatures under the same bytes: the content of a proposal or a watch handover."""

from typing import Final

from tansiq.journal import ed25519
from tansiq.journal.errors import BadSignatureError, BodyError, MalformedNoteError
from tansiq.journal.note.signing import NoteSigner
from tansiq.journal.note.text import NoteSignature, parse_signature_line
from tansiq.journal.note.verifier_key import VerifierKey
from tansiq.journal.record.envelope import Record, pre_authentication
from tansiq.language import N_

DECISION_TYPE: Final = "application/vnd.tansiq.decision.v1+json"
KIND: Final = "decision_signature/1"


def sign_decision(record: Record, signer: NoteSigner) -> str:
    """Return the line that goes into a decision signature's body: ``signer`` puts its name to ``record``'s content."""
    value = signer.private.sign(pre_authentication(DECISION_TYPE, record.payload))
    return NoteSignature(signer.name, signer.key.key_id, value).line.rstrip("\n")


def verify_decision(record: Record, signature: Record, key: VerifierKey) -> None:
    """Check that ``signature`` (a record of that kind) puts ``key``'s name to the very bytes of ``record``.

    Who the key speaks for, and whether two parties have signed, is for the caller to ask.

    Raises
    ------
    BodyError
        Not a decision signature, or one about another record.
    BadSignatureError
        Signed by another key, or over other bytes.
    """
    body = signature.content.body
    if signature.content.kind != KIND or body.get("record") != record.digest:
        raise BodyError(N_("This signature is not about record %(digest)s."), digest=record.digest)
    refusal = BadSignatureError(
        N_("%(key)s has not signed the bytes of record %(digest)s."), key=key.label, digest=record.digest
    )
    try:
        line = parse_signature_line(str(body.get("signature")))
        ed25519.verify(key.public, line.value, pre_authentication(DECISION_TYPE, record.payload))
    except (MalformedNoteError, BadSignatureError) as error:
        raise refusal from error
    if (line.name, line.key_id) != (key.name, key.key_id):
        raise refusal

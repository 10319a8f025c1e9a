"""The three parts of a record, and its signature."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from tansiq.journal import ed25519
from tansiq.journal.errors import BadSignatureError, MalformedNoteError, MalformedRecordError, TooLargeError
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.note.signing import NoteSigner
from tansiq.journal.note.text import NoteSignature, parse_signature_line
from tansiq.journal.note.verifier_key import VerifierKey
from tansiq.journal.record.content import Content, read_content
from tansiq.journal.record.registry import check_body
from tansiq.language import N_

FIRST_LINE: Final = b"tansiq-record/1"
PAYLOAD_TYPE: Final = "application/vnd.tansiq.record.v1+json"


@dataclass(frozen=True, slots=True)
class Record:
    """A record, well formed; who signed it is not checked until :meth:`verify` is called.

    Attributes
    ----------
    entry
        The whole record as it came: what a log's leaf is the hash of.
    signature
        Its signature line.
    payload
        The bytes of its content.
    content
        The same, read.
    """

    entry: bytes
    signature: NoteSignature
    payload: bytes
    content: Content

    @property
    def digest(self) -> str:
        """What names the record: ``sha256:`` and 64 hexadecimal digits."""
        return f"sha256:{sha256(pre_authentication(PAYLOAD_TYPE, self.payload)).hexdigest()}"

    def signed_by(self, key: VerifierKey) -> bool:
        """Tell whether the record *claims* to be signed by ``key``; only :meth:`verify` says whether it is."""
        return (self.signature.name, self.signature.key_id) == (key.name, key.key_id)

    def verify(self, key: VerifierKey) -> None:
        """Check that ``key`` signed these bytes.

        Raises
        ------
        BadSignatureError
            It names another key, or the signature does not fit.
        """
        refusal = BadSignatureError(
            N_("The record is not signed by %(key)s, or was altered afterwards."), key=key.label
        )
        if not self.signed_by(key):
            raise refusal
        try:
            ed25519.verify(key.public, self.signature.value, pre_authentication(PAYLOAD_TYPE, self.payload))
        except BadSignatureError as error:
            raise refusal from error


def pre_authentication(kind: str, payload: bytes) -> bytes:
    """Return DSSE's pre-authentication encoding, PAE(type, payload)."""
    named = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(named), named, len(payload), payload)


def sign_record(content: Content, signer: NoteSigner, limits: Limits = LIMITS) -> Record:
    """Return ``content`` as a signed record.

    Raises
    ------
    TooLargeError
        It would not fit into a log entry.
    ContentError, BodyError, UnknownKindError ...
        What would be refused in reading is refused in writing.
    """
    payload = bytes(content)
    read = read_content(payload, limits)
    check_body(read)
    signature = NoteSignature(
        signer.name, signer.key.key_id, signer.private.sign(pre_authentication(PAYLOAD_TYPE, payload))
    )
    entry = b"%s\n%s%s" % (FIRST_LINE, signature.line.encode(), payload)
    return Record(_bounded(entry, limits), signature, payload, read)


def _bounded(entry: bytes, limits: Limits) -> bytes:
    if len(entry) > limits.record_bytes:
        template = N_("A record may have %(most)s bytes; this has %(found)s.")
        raise TooLargeError(template, most=limits.record_bytes, found=len(entry))
    return entry


def read_record(entry: bytes, limits: Limits = LIMITS) -> Record:
    """Read a record as it stands in a log or a file. Its kind may be unknown; its signature is not checked.

    Raises
    ------
    TooLargeError
        More bytes than a log entry may have.
    MalformedRecordError
        Not the three parts of a record.
    ContentError and what :func:`~tansiq.journal.record.read_content` raises
        Its content is not well formed.
    """
    first, line, payload = _parts(_bounded(entry, limits))
    if first != FIRST_LINE:
        template = N_("This is no record of a known format: it must begin with %(line)s.")
        raise MalformedRecordError(template, line=FIRST_LINE.decode())
    try:
        signature = parse_signature_line(line.decode("utf-8"), 2, limits)
    except (MalformedNoteError, UnicodeDecodeError) as error:
        raise MalformedRecordError(N_("The record's second line is not a signature line.")) from error
    if len(signature.value) != ed25519.SIGNATURE_BYTES:
        raise MalformedRecordError(N_("The record's signature is not one by Ed25519."))
    return Record(entry, signature, payload, read_content(payload, limits))


def _parts(entry: bytes) -> tuple[bytes, bytes, bytes]:
    parts = entry.split(b"\n", 2)
    if len(parts) != 3:  # noqa: PLR2004 - the three parts
        raise MalformedRecordError(N_("A record has three parts: format, signature, content."))
    return parts[0], parts[1], parts[2]

"""What partners and sticks hand over, with bytes that are accepted, for those who fuzz."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from tansiq.exchange.evidence import check_evidence, parse_evidence
from tansiq.exchange.heads import read_head
from tansiq.exchange.stick import Manifest, parse_manifest
from tansiq.exchange.stick.manifest import FileDigest
from tansiq.journal.note import Note, parse_note, sign_note
from tests.exchange.evidence import cases
from tests.journal.parsers import text
from tests.journal.writing import BAR, ROOTS

EVIDENCE: Final = cases.evidence(cases.record_twice())
MANIFEST: Final = Manifest(
    "tansiq.example/federal-hq", "tansiq.example/bar", cases.AT + timedelta(minutes=1), 256, 300,
    (cases.HQ_CERTIFICATE.entry,),
    {name: FileDigest("ab" * 32, 7) for name in ("log/checkpoint", "log/tile/0/001.p/44")},
).text  # fmt: skip


def resigned(data: bytes) -> None:
    """Evidence whose maker signs whatever it says, so that what lies under the signature is reached."""
    said = data.decode("utf-8", errors="replace")
    check_evidence(bytes(Note(said, (sign_note(said, BAR),))), ROOTS)


PARSERS: Final[Mapping[str, tuple[Callable[[bytes], object], bytes]]] = {
    "evidence": (parse_evidence, EVIDENCE),
    "evidence_resigned": (resigned, parse_note(EVIDENCE).text.encode()),
    "evidence_whole": (lambda data: check_evidence(data, ROOTS), EVIDENCE),
    "release_head": (text(read_head), parse_note(cases.head(cases.LOG)).text.encode()),
    "stick_manifest": (parse_manifest, bytes(Note(MANIFEST, (sign_note(MANIFEST, cases.HQ),)))),
}

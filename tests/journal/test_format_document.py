"""What docs/format.md shows is what the journal reads: its examples are taken from the page and checked."""

import re
from pathlib import Path

from tansiq.journal.audit import audit_log
from tansiq.journal.keys import KeyRequest, parse_key_request, parse_roots
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import MemoryFiles, append
from tansiq.journal.note import check_checkpoint, parse_note
from tansiq.journal.record import KINDS, read_record
from tansiq.journal.tree import leaf_hash
from tests.journal.writing import BAR, FEDERAL_ROOT

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")


def examples(kind: str) -> list[bytes]:
    return [text.encode() for text in re.findall(rf"^```{kind}\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)]


def test_the_records_shown_verify() -> None:
    item, certificate = (read_record(text.removesuffix(b"\n")) for text in examples("record"))
    item.verify(BAR.key)
    certificate.verify(FEDERAL_ROOT.key)
    assert examples("digest") == [f"{item.digest}\n".encode()]
    assert examples("leaf") == [f"{leaf_hash(item.entry).hex()}\n".encode()]


def test_the_head_and_the_log_shown_verify() -> None:
    (head,), (roots,) = examples("checkpoint"), examples("roots")
    check_checkpoint(parse_note(head), [BAR.key])
    entries = [text.removesuffix(b"\n") for text in examples("record")][::-1]
    files = MemoryFiles(checkpoint=head, roots=roots)
    append(files, 0, entries)
    assert audit_log(files, parse_roots(roots)).head.size == 2


def test_the_request_shown_is_the_centres() -> None:
    (request,) = examples("request")
    assert parse_key_request(request) == KeyRequest("federal", "bar", "centre", BAR.key)


def test_every_kind_and_bound_is_named() -> None:
    words = " ".join(PAGE.split())
    for kind in KINDS:
        assert kind.partition("/")[0].replace("_", " ") in words
    for bound in (f"{LIMITS.record_bytes:,}", f"{LIMITS.json_values:,}", f"deeper than {LIMITS.json_depth}"):
        assert bound in words

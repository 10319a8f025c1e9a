"""Every function of the journal that takes bytes from outside, with bytes it accepts, for those who fuzz."""

from collections.abc import Callable, Mapping
from typing import Final

from tansiq.journal import json_strict
from tansiq.journal.audit import audit_excerpt, audit_log, audit_record, make_excerpt
from tansiq.journal.keys import KeyRequest, parse_key_request, parse_roots, unlock, write_roots
from tansiq.journal.limits import Limits
from tansiq.journal.log import MemoryFiles, bundle_path, decode_bundle
from tansiq.journal.note import parse_checkpoint, parse_note, parse_proof_file, parse_verifier_key
from tansiq.journal.record import check_body, read_content, read_record
from tansiq.journal.times import read_time
from tests.journal.writing import BAR, BODIES, CERTIFICATES, ROOTS, WITNESS, log_of, record, story

STORY = story(2)
LOG = log_of(STORY, cosign_at_s=1_795_000_000)
BUNDLE = bundle_path(0, len(STORY))
# What is fuzzed of a key file is its form: no guess may cost what opening a real one does.
FREE: Final = Limits(scrypt_log2_cost_min=1, scrypt_log2_cost_max=1)
KEY_FILE = (
    f"tansiq-key/1\n{BAR.key}\nscrypt 1 8 1 AAAAAAAAAAAAAAAAAAAAAA==\nchacha20-poly1305 AAAAAAAAAAAAAAAA {'A' * 64}\n"
)


BEFORE_BODY, AFTER_BODY = record("retention/1", body={"entries": [0], "rule": "x"}).payload.split(
    b'{"entries":[0],"rule":"x"}'
)


def body(data: bytes) -> None:
    """A record whose body is anything."""
    check_body(read_content(BEFORE_BODY + data + AFTER_BODY.replace(b"retention/1", b"duty_log_entry/1")))


def log_file(name: str) -> Callable[[bytes], object]:
    """A log of which one file is anything."""
    return lambda data: audit_log(MemoryFiles(LOG | {name: data}), ROOTS)


def text(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    """Of a parser of text, one of bytes; what is not UTF-8 cannot reach it."""
    return lambda data: parse(data.decode("utf-8", errors="replace"))


PARSERS: Final[Mapping[str, tuple[Callable[[bytes], object], bytes]]] = {
    "bundle": (lambda data: decode_bundle(data, "x"), LOG[BUNDLE]),
    "checkpoint": (text(parse_checkpoint), parse_note(LOG["checkpoint"]).text.encode()),
    "content": (read_content, record().payload),
    "body": (body, json_strict.canonical(dict(BODIES["duty_log_entry/1"]))),
    "excerpt": (lambda data: audit_excerpt(data, ROOTS), make_excerpt(LOG, 8, [each.entry for each in CERTIFICATES])),
    "json": (json_strict.read, record().payload),
    "json_canonical": (json_strict.read_canonical, record().payload),
    "key_file": (lambda data: unlock(data, "twelve letters", FREE), KEY_FILE.encode()),
    "key_request": (parse_key_request, bytes(KeyRequest("federal", "bar", "centre", BAR.key))),
    "log_checkpoint": (log_file("checkpoint"), LOG["checkpoint"]),
    "log_entries": (log_file(BUNDLE), LOG[BUNDLE]),
    "log_roots": (log_file("roots"), LOG["roots"]),
    "note": (parse_note, LOG["checkpoint"]),
    "proof_file": (parse_proof_file, make_excerpt(LOG, 8)),
    "record": (read_record, record().entry),
    "record_alone": (lambda data: audit_record(data, {"federal": (BAR.key,)}), record().entry),
    "roots": (parse_roots, write_roots(ROOTS)),
    "time": (text(read_time), b"2026-11-22T14:30:00.250+03:00"),
    "verifier_key": (text(parse_verifier_key), str(WITNESS.key).encode()),
}

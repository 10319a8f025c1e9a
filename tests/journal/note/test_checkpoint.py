"""Heads of logs: a real one of Go's checksum database, the examples of C2SP, and cosignatures by its recipe."""

import struct
from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.journal import ed25519
from tansiq.journal.errors import (
    BadSignatureError,
    MalformedCheckpointError,
    MalformedNoteError,
    MalformedProofError,
    TooLargeError,
    UnknownSignerError,
)
from tansiq.journal.limits import Limits
from tansiq.journal.note import (
    Checkpoint,
    KeyType,
    Note,
    NoteSigner,
    ProofFile,
    VerifierKey,
    check_checkpoint,
    cosign_checkpoint,
    parse_checkpoint,
    parse_note,
    parse_proof_file,
    parse_verifier_key,
    sign_note,
    verify_note,
)

SUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
BODY = "20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
SUM_SIGNATURE = "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="
WITNESS_LINE = (
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
LOG = NoteSigner("tansiq.example/bar", ed25519.Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
WITNESS = NoteSigner("witness.example/w", ed25519.Ed25519PrivateKey.from_private_bytes(b"\2" * 32))
HEAD = Checkpoint("tansiq.example/bar", 3, b"\7" * 32)


def signed(*, at_s: int = 1_679_315_147) -> Note:
    return Note(HEAD.text, (sign_note(HEAD.text, LOG), cosign_checkpoint(HEAD, WITNESS, at_s)))


def test_a_real_head_of_the_go_checksum_database_verifies() -> None:
    # The specification shows this head under another name; under its own it carries the database's own signature.
    note = parse_note(f"go.sum database tree\n{BODY}\n— sum.golang.org {SUM_SIGNATURE}\n{WITNESS_LINE}".encode())
    checkpoint, signers = check_checkpoint(note, [parse_verifier_key(SUM_KEY)])
    assert (checkpoint.origin, checkpoint.size) == ("go.sum database tree", 20_852_163)
    assert checkpoint.root == b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert [str(each.key) for each in signers] == [SUM_KEY]


def test_the_specified_example_is_read_and_written_byte_for_byte() -> None:
    data = f"example.com/behind-the-sofa\n{BODY}\n— example.com/behind-the-sofa {SUM_SIGNATURE}\n{WITNESS_LINE}"
    note = parse_note(data.encode())
    assert parse_checkpoint(note.text).text == note.text
    assert bytes(note) == data.encode()
    # The specification's message for this cosignature names its time.
    assert struct.unpack(">Q", note.signatures[1].value[:8]) == (1_679_315_147,)


def test_a_cosignature_is_over_what_c2sp_says() -> None:
    line = cosign_checkpoint(HEAD, WITNESS, 1_679_315_147)
    public = WITNESS.key.public
    assert line.key_id == sha256(b"witness.example/w\n\x04" + public).digest()[:4]
    assert line.value[:8] == struct.pack(">Q", 1_679_315_147)
    message = b"cosignature/v1\ntime 1679315147\ntansiq.example/bar\n3\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n"
    ed25519.verify(public, line.value[8:], message)


def test_log_and_witness_are_told_apart() -> None:
    checkpoint, signers = check_checkpoint(signed(), [LOG.key], [WITNESS.key.as_type(KeyType.COSIGNATURE)])
    assert checkpoint == HEAD
    assert [(each.key.name, each.at_s) for each in signers] == [
        ("tansiq.example/bar", None),
        ("witness.example/w", 1_679_315_147),
    ]


def test_a_receipt_is_not_the_logs_own_word() -> None:
    note = Note(HEAD.text, signed().signatures[1:])
    with pytest.raises(UnknownSignerError, match="not signed by the log"):
        check_checkpoint(note, [LOG.key], [WITNESS.key.as_type(KeyType.COSIGNATURE)])


def test_a_cosignature_cannot_be_read_as_a_plain_signature_or_back() -> None:
    with pytest.raises(UnknownSignerError):
        verify_note(signed(), [WITNESS.key])
    with pytest.raises(UnknownSignerError):
        verify_note(signed(), [LOG.key.as_type(KeyType.COSIGNATURE)])


def test_a_changed_time_is_found() -> None:
    note, key = signed(), WITNESS.key.as_type(KeyType.COSIGNATURE)
    line = note.signatures[1]
    for value in (struct.pack(">Q", 1_679_315_148), struct.pack(">Q", 2**63)):
        changed = type(line)(line.name, line.key_id, value + line.value[8:])
        with pytest.raises(BadSignatureError):
            verify_note(Note(note.text, (changed,)), [key])


@pytest.mark.parametrize("at_s", [-1, 2**63])
def test_a_time_out_of_range_is_a_fault(at_s: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        cosign_checkpoint(HEAD, WITNESS, at_s)


ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


@pytest.mark.parametrize(
    "text",
    [
        f"log\n3\n{ROOT}", f"\n3\n{ROOT}\n", f"log\n03\n{ROOT}\n", f"log\n-3\n{ROOT}\n", f"log\n+3\n{ROOT}\n",
        f"log\n3.0\n{ROOT}\n", f"log\n٣\n{ROOT}\n", f"log\n{2**64}\n{ROOT}\n", f"log\n{2**53}\n{ROOT}\n",
        f"log\n\n{ROOT}\n", "log\n3\n", "log\n3\nAAAA\n", f"log\n3\n{ROOT}\n\n", f"log\n3\n{ROOT}\n\nmore\n",
        f"log\n0\n{ROOT}\n", f"log\n3\n {ROOT}\n", f"log\n3\n{ROOT[:-2]}J=\n", "", "\n\n\n",
    ],
)  # fmt: skip
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(MalformedCheckpointError):
        parse_checkpoint(text)


def test_extension_lines_are_kept_and_signed() -> None:
    head = Checkpoint("log", 3, b"\7" * 32, ("one", "two"))
    assert parse_checkpoint(head.text) == head
    with pytest.raises(TooLargeError):
        parse_checkpoint(head.text, Limits(checkpoint_lines=4))


PROOFS = st.builds(
    ProofFile,
    index=st.integers(0, 2**53 - 1),
    proof=st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple),
    checkpoint=st.just(signed()),
    extra=st.none() | st.binary(max_size=300),
)


@given(PROOFS)
def test_proof_files_are_read_back(proof: ProofFile) -> None:
    assert parse_proof_file(bytes(proof)) == proof


def test_the_layout_of_a_proof_file_is_the_specified_one() -> None:
    said = bytes(ProofFile(73894, (b"\1" * 32, b"\2" * 32), signed(), b"seen")).decode().split("\n")
    assert said[:3] == ["c2sp.org/tlog-proof@v1", "extra c2Vlbg==", "index 73894"]
    assert [b64decode(line) for line in said[3:5]] == [b"\1" * 32, b"\2" * 32]
    assert said[5:9] == ["", *HEAD.text.split("\n")[:3]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"@v1", b"@v2"), (b"index 5", b"index 05"), (b"index 5", b"index -5"), (b"index 5", b"number 5"),
        (b"index 5\n", b""), (b"index 5", b"index 5\nextra QQ=="), (b"extra QUI=", b"extra QUJ="), (b"extra", b"Extra"),
        (b"index 5\n", b"index 5\nAAAA\n"), (b"index 5\n", b"index 5\n\n"), (b"index", "índex".encode()),
    ],
)  # fmt: skip
def test_what_is_not_a_proof_file_is_refused(old: bytes, new: bytes) -> None:
    good = bytes(ProofFile(5, (b"\1" * 32,), signed(), b"AB"))
    with pytest.raises((MalformedProofError, MalformedNoteError, MalformedCheckpointError)):
        parse_checkpoint(parse_proof_file(good.replace(old, new, 1)).checkpoint.text)


def test_bounds_of_a_proof_file() -> None:
    long = bytes(ProofFile(5, (b"\1" * 32,) * 64, signed()))
    with pytest.raises(TooLargeError, match="63 hashes"):
        parse_proof_file(long)
    with pytest.raises(TooLargeError, match="bytes"):
        parse_proof_file(b"\n" * 300_000)


def test_a_key_compares_by_all_it_is() -> None:
    assert VerifierKey("a", LOG.key.public) != VerifierKey("b", LOG.key.public)
    assert VerifierKey("a", LOG.key.public).key_id != VerifierKey("a", LOG.key.public, KeyType.COSIGNATURE).key_id

"""Notes, keys and signatures against examples that others published."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.journal import ed25519
from tansiq.journal.errors import (
    BadSignatureError,
    MalformedKeyError,
    MalformedNoteError,
    TooLargeError,
    UnknownSignerError,
)
from tansiq.journal.limits import Limits
from tansiq.journal.note import KeyType, Note, NoteSigner, parse_note, parse_verifier_key, sign_note, verify_note

# From the tests of Go's golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
BOTH = (TEXT + "\n" + PETER_LINE + ENOCH_LINE).encode()
# From c2sp.org/signed-note, "Format".
POEM = """Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
""".encode()  # noqa: E501 - as published


def test_published_notes_verify() -> None:
    peter, enoch = parse_verifier_key(PETER), parse_verifier_key(ENOCH)
    note = parse_note(BOTH)
    assert note.text == TEXT
    assert [each.key for each in verify_note(note, [enoch, peter])] == [peter, enoch]
    assert [each.key for each in verify_note(note, [peter])] == [peter]


def test_our_signature_is_the_published_one() -> None:
    signer = NoteSigner("PeterNeumann", ed25519.Ed25519PrivateKey.from_private_bytes(PETER_SEED))
    assert str(signer.key) == PETER
    assert sign_note(TEXT, signer).line == PETER_LINE


def test_the_specified_example_is_read_and_written_byte_for_byte() -> None:
    note = parse_note(POEM)
    assert note.text.endswith("\n\ned è subito sera.\n")
    assert note.signatures[0].name == "quasimodo.example/salvatore"
    assert bytes(note) == POEM


def test_signatures_by_strangers_prove_nothing() -> None:
    with pytest.raises(UnknownSignerError, match="EnochRoot"):
        verify_note(parse_note((TEXT + "\n" + ENOCH_LINE).encode()), [parse_verifier_key(PETER)])
    with pytest.raises(UnknownSignerError):
        verify_note(parse_note(BOTH), [])


def test_one_bad_signature_by_a_known_key_spoils_the_note() -> None:
    note = parse_note(BOTH.replace(b"answer", b"ANSWER"))
    with pytest.raises(BadSignatureError, match=r"PeterNeumann\+c74f20a3"):
        verify_note(note, [parse_verifier_key(PETER)])
    twice = parse_note(BOTH + PETER_LINE.replace("ZJkuBS", "ZJkuBT").encode())
    with pytest.raises(BadSignatureError):
        verify_note(twice, [parse_verifier_key(PETER)])


def test_a_known_name_with_another_key_is_a_stranger() -> None:
    signer = NoteSigner("PeterNeumann", ed25519.Ed25519PrivateKey.from_private_bytes(b"\7" * 32))
    forged = Note(TEXT, (sign_note(TEXT, signer),))
    with pytest.raises(UnknownSignerError):
        verify_note(forged, [parse_verifier_key(PETER)])


def test_every_flipped_bit_is_found() -> None:
    peter = parse_verifier_key(PETER)
    good = (TEXT + "\n" + PETER_LINE).encode()
    refused = (BadSignatureError, UnknownSignerError, MalformedNoteError)
    for at in range(len(good)):
        for bit in range(8):
            damaged = good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :]
            with pytest.raises(refused):
                verify_note(parse_note(damaged), [peter])


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        (TEXT + "\n").encode(),
        (TEXT + "\n" + PETER_LINE[:-1]).encode(),
        b"\x01" + BOTH,
        b"\xff" + BOTH,
        b"\xef\xbb\xbf\r\n" + BOTH,
        (TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad Name")).encode(),
        (TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad+Name")).encode(),
        (TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad\u2003Name")).encode(),
        (TEXT + "\n" + PETER_LINE + "Unexpected line.\n").encode(),
        (TEXT + "\n" + PETER_LINE.replace("— ", "- ")).encode(),
        (TEXT + "\n— PeterNeumann x08goA==\n").encode(),
        (TEXT + "\n" + PETER_LINE.replace("AM=", "AN=")).encode(),
        BOTH.replace(b"answer", "an\u202eswer".encode()),
        BOTH.replace(b"answer", "an\u009bswer".encode()),
        (TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Peter\u202eNeumann")).encode(),
        b"",
        b"\n",
        b"\n\n",
    ],
    ids=range(19),
)
def test_what_is_not_a_note_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedNoteError):
        parse_note(data)


def test_bounds_come_before_reading() -> None:
    with pytest.raises(TooLargeError, match="300 bytes"):
        parse_note(b"\xff" * 301, Limits(note_bytes=300))
    with pytest.raises(TooLargeError, match="signatures"):
        parse_note((TEXT + "\n" + PETER_LINE * 33).encode())
    parse_note((TEXT + "\n" + PETER_LINE * 16).encode())  # as many as C2SP asks a reader to take


def test_keys_that_were_miscopied_are_refused() -> None:
    for start in range(len(PETER)):
        for end in range(start + 1, len(PETER) + 1):
            if (start, end) != (0, len(PETER)):
                with pytest.raises(MalformedKeyError):
                    parse_verifier_key(PETER[start:end])
    for at in range(len(PETER)):
        with pytest.raises(MalformedKeyError):
            parse_verifier_key(PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
        "bananas.sigstore.dev+12344556",
        PETER.upper(),
        PETER + "\n",
        "a" * 10_000,
    ],
)
def test_what_is_not_a_key_is_refused(text: str) -> None:
    with pytest.raises(MalformedKeyError):
        parse_verifier_key(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PETER, KeyType.NOTE),
        ("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6", KeyType.NOTE),
        ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", KeyType.COSIGNATURE),
    ],
)
def test_published_keys_are_read_and_written(text: str, kind: KeyType) -> None:
    key = parse_verifier_key(text)
    assert (str(key), key.type) == (text, kind)


@pytest.mark.parametrize("text", ["DSSEv1 4 a 1 b\n", "cosignature/v1\ntime 1\nlog\n", "no end", "a\tb\n", "\ud800\n"])
def test_a_note_may_not_be_signed_that_could_pass_for_something_else(text: str) -> None:
    signer = NoteSigner("PeterNeumann", ed25519.Ed25519PrivateKey.from_private_bytes(PETER_SEED))
    with pytest.raises(MalformedNoteError):
        sign_note(text, signer)


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u202a\u202b\u202c\u202d\u202e")
).map(lambda text: text + "\n")


@given(TEXTS)
def test_whatever_is_signed_is_read_back(text: str) -> None:
    signer = NoteSigner("قائد.example/هێز", ed25519.Ed25519PrivateKey.from_private_bytes(PETER_SEED))
    note = parse_note(bytes(Note(text, (sign_note(text, signer),))))
    assert note.text == text
    assert verify_note(note, [signer.key])[0].key == signer.key

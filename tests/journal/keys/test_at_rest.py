"""Locked keys: scrypt and ChaCha20-Poly1305 by their RFCs, and nothing but the right passphrase opens one."""

import hashlib
import unicodedata
from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tansiq.journal import errors
from tansiq.journal.keys import generate, lock, unlock
from tansiq.journal.limits import Limits
from tests.journal.writing import BAR

CHEAP = 15
WORDS = "سەرکەوتن بە هەماهەنگی é"
LOCKED = lock(BAR, WORDS, log2_cost=CHEAP)


def test_a_locked_key_opens_with_its_passphrase() -> None:
    opened = unlock(LOCKED, WORDS)
    assert opened.key == BAR.key
    assert opened.private.private_bytes_raw() == BAR.private.private_bytes_raw()


def test_another_implementation_of_the_two_rfcs_opens_it() -> None:
    head, _, last = LOCKED[:-1].rpartition(b"\n")
    salt = b64decode(head.split(b" ")[-1])
    nonce, locked = (b64decode(part) for part in last.split(b" ")[1:])
    passphrase = unicodedata.normalize("NFC", WORDS).encode()
    key = hashlib.scrypt(passphrase, salt=salt, n=2**CHEAP, r=8, p=1, dklen=32, maxmem=2**26)
    assert ChaCha20Poly1305(key).decrypt(nonce, locked, head + b"\n") == BAR.private.private_bytes_raw()


def test_another_keyboards_spelling_of_the_same_words_opens_it() -> None:
    decomposed = unicodedata.normalize("NFD", WORDS)
    assert decomposed != WORDS
    assert unlock(LOCKED, decomposed).key == BAR.key


def test_nothing_of_the_private_key_shows() -> None:
    raw = BAR.private.private_bytes_raw()
    assert raw not in LOCKED
    assert raw.hex() not in repr(BAR)
    assert lock(BAR, WORDS, log2_cost=CHEAP) != LOCKED


@pytest.mark.parametrize("words", ["", WORDS[:-1], WORDS.upper() + " ", "x" * 40])
def test_another_passphrase_does_not_open_it(words: str) -> None:
    with pytest.raises(errors.WrongPassphraseError, match=r"tansiq\.example/bar"):
        unlock(LOCKED, words)


def test_every_flipped_byte_is_refused() -> None:
    step = 7  # each try costs a scrypt where the line still parses
    for at in range(0, len(LOCKED), step):
        damaged = LOCKED[:at] + bytes([LOCKED[at] ^ 1]) + LOCKED[at + 1 :]
        with pytest.raises((errors.WrongPassphraseError, errors.MalformedKeyError, errors.TooLargeError)):
            unlock(damaged, WORDS)


def test_a_key_cannot_be_given_another_name() -> None:
    other = generate("tansiq.example/bar")
    with pytest.raises(errors.WrongPassphraseError):
        unlock(LOCKED.replace(str(BAR.key).encode(), str(other.key).encode()), WORDS)


@pytest.mark.parametrize("cost", [b"99", b"20", b"1"])
def test_a_cost_out_of_bounds_is_refused_before_it_is_paid(cost: bytes) -> None:
    with pytest.raises(errors.TooLargeError):
        unlock(LOCKED.replace(b"scrypt 15", b"scrypt " + cost), WORDS)


@pytest.mark.parametrize(
    "data", [b"", b"tansiq-key/1\n", LOCKED[:-1], LOCKED + b"\n", LOCKED.replace(b" 8 1 ", b" 8 2 ")]
)
def test_what_is_not_a_locked_key_is_refused(data: bytes) -> None:
    with pytest.raises(errors.MalformedKeyError):
        unlock(data, WORDS)


def test_bounds() -> None:
    with pytest.raises(errors.TooLargeError):
        unlock(LOCKED, WORDS, Limits(key_file_bytes=100))
    with pytest.raises(errors.WeakPassphraseError):
        lock(BAR, "short")
    with pytest.raises(ValueError, match="out of bounds"):
        lock(BAR, WORDS, log2_cost=5)

r"""A private key on a disk, locked with a passphrase.

::

    tansiq-key/1
    federal.example/root+3d0f4c21+AYqI4900...        the public key
    scrypt 17 8 1 <salt>                             RFC 7914: log2 of cost, block size, parallelism; 16 bytes
    chacha20-poly1305 <nonce> <locked>               RFC 8439: 12 bytes; the private key's 32 bytes and a tag

The passphrase is taken in Unicode form NFC, so that one keyboard's spelling opens what another's locked. The lines
above the last are authenticated with it: a key cannot be given another name, nor its cost be lowered.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable
from typing import Final, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tansiq.journal import base64_strict
from tansiq.journal.ed25519 import Ed25519PrivateKey
from tansiq.journal.errors import MalformedKeyError, TooLargeError, WeakPassphraseError, WrongPassphraseError
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.note.signing import NoteSigner
from tansiq.journal.note.text import check_key_name
from tansiq.journal.note.verifier_key import VerifierKey, parse_verifier_key
from tansiq.language import N_

LOG2_COST: Final = 17  # 128 MiB; the least OWASP's password storage guide asks of scrypt
_BLOCK: Final = 8
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_LOCKED_BYTES: Final = 32 + 16
_NO_KEY: Final = N_("This is not a locked key of a known form.")
_FILE: Final = re.compile(
    rb"(tansiq-key/1\n([^\n]+)\nscrypt ([0-9]{1,2}) 8 1 ([^ \n]+)\n)chacha20-poly1305 ([^ \n]+) ([^ \n]+)\n"
)

Locking: TypeAlias = Callable[[NoteSigner, str], bytes]  # what :func:`lock` does, at some cost


def generate(name: str) -> NoteSigner:
    """Return a new private key called ``name``.

    Raises
    ------
    MalformedKeyError
        No key may be called that.
    """
    return NoteSigner(check_key_name(name), Ed25519PrivateKey.generate())


def lock(signer: NoteSigner, passphrase: str, *, log2_cost: int = LOG2_COST, limits: Limits = LIMITS) -> bytes:
    """Return the file that holds ``signer``'s private key under ``passphrase``.

    Raises
    ------
    WeakPassphraseError
        Shorter than ``limits`` asks.
    """
    if len(passphrase) < limits.passphrase_characters_min:
        template = N_("The passphrase must have at least %(least)s characters.")
        raise WeakPassphraseError(template, least=limits.passphrase_characters_min)
    if not limits.scrypt_log2_cost_min <= log2_cost <= limits.scrypt_log2_cost_max:
        message = f"scrypt cost 2**{log2_cost} is out of bounds"
        raise ValueError(message)
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    head = f"tansiq-key/1\n{signer.key}\nscrypt {log2_cost} {_BLOCK} 1 {base64_strict.encode(salt)}\n".encode()
    cipher = ChaCha20Poly1305(_stretch(passphrase, salt, log2_cost))
    locked = cipher.encrypt(nonce, signer.private.private_bytes_raw(), head)
    return head + f"chacha20-poly1305 {base64_strict.encode(nonce)} {base64_strict.encode(locked)}\n".encode()


def unlock(data: bytes, passphrase: str, limits: Limits = LIMITS) -> NoteSigner:
    """Return the private key that ``data`` holds.

    Raises
    ------
    TooLargeError
        More bytes, or a higher cost, than ``limits`` allows; nothing was computed.
    MalformedKeyError
        Not a locked key.
    WrongPassphraseError
        Another passphrase, or the file was altered: the two cannot be told apart.
    """
    found = _parts(data, limits)
    salt, nonce, locked = (_decoded(found[n]) for n in (4, 5, 6))
    if (len(salt), len(nonce), len(locked)) != (_SALT_BYTES, _NONCE_BYTES, _LOCKED_BYTES):
        raise MalformedKeyError(_NO_KEY)
    log2_cost = int(found[3])
    if not limits.scrypt_log2_cost_min <= log2_cost <= limits.scrypt_log2_cost_max:
        raise TooLargeError(N_("Opening this key would cost 2**%(cost)s, which is out of bounds."), cost=log2_cost)
    key = public_key_of(data, limits)
    refusal = WrongPassphraseError(
        N_("The passphrase does not open key %(key)s, or its file was altered."), key=key.label
    )
    try:
        raw = ChaCha20Poly1305(_stretch(passphrase, salt, log2_cost)).decrypt(nonce, locked, found[1])
    except InvalidTag as error:
        raise refusal from error
    signer = NoteSigner(key.name, Ed25519PrivateKey.from_private_bytes(raw))
    if signer.key != key:
        raise refusal
    return signer


def public_key_of(data: bytes, limits: Limits = LIMITS) -> VerifierKey:
    """Return the public key that a locked key's file names; only :func:`unlock` shows that the private one fits it.

    Raises
    ------
    TooLargeError, MalformedKeyError
        As :func:`unlock` says.
    """
    return parse_verifier_key(_parts(data, limits)[2].decode("utf-8", errors="replace"), limits)


def _parts(data: bytes, limits: Limits) -> re.Match[bytes]:
    if len(data) > limits.key_file_bytes:
        template = N_("A file of keys may have %(most)s bytes; this has %(found)s.")
        raise TooLargeError(template, most=limits.key_file_bytes, found=len(data))
    found = _FILE.fullmatch(data)
    if found is None:
        raise MalformedKeyError(_NO_KEY)
    return found


def _decoded(text: bytes) -> bytes:
    return base64_strict.decode(text.decode("ascii", errors="replace")) or b""


def _stretch(passphrase: str, salt: bytes, log2_cost: int) -> bytes:
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", errors="surrogatepass")
    return Scrypt(salt=salt, length=32, n=1 << log2_cost, r=_BLOCK, p=1).derive(words)

"""A request for a certificate, as a file: what an office carries to whoever keeps its party's root.

::

    tansiq-key-request/1
    party federal
    centre bar
    purpose signatory
    key federal.example/signatory-1+5f0e12ab+AYqI4910...

It proves nothing by itself: whoever certifies compares the key with the one on paper, and asks who will hold it.
"""

import re
from dataclasses import dataclass
from typing import Final, cast

from tansiq.journal.errors import MalformedKeyError, MalformedRequestError, TooLargeError
from tansiq.journal.keys.keyring import PURPOSES, Purpose
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.note.verifier_key import KeyType, VerifierKey, parse_verifier_key
from tansiq.language import N_

_FORM: Final = re.compile(
    r"tansiq-key-request/1\nparty ([a-z0-9][a-z0-9-]{0,63})\ncentre ([a-z0-9][a-z0-9-]{0,63})\n"
    r"purpose ([a-z]{1,20})\nkey ([^\n]+)\n"
)


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """What is asked of a party's root.

    Attributes
    ----------
    party
        For whom the key is to speak.
    centre
        In the log of which centre.
    purpose
        As what.
    key
        The public key.
    """

    party: str
    centre: str
    purpose: Purpose
    key: VerifierKey

    def __bytes__(self) -> bytes:
        words = (f"party {self.party}", f"centre {self.centre}", f"purpose {self.purpose}", f"key {self.key}")
        return "".join(f"{line}\n" for line in ("tansiq-key-request/1", *words)).encode()


def parse_key_request(data: bytes, limits: Limits = LIMITS) -> KeyRequest:
    """Read a request.

    Raises
    ------
    TooLargeError
        More bytes than ``limits`` allows for a key file.
    MalformedRequestError
        Not the five lines, or a purpose that no key has.
    MalformedKeyError
        The key was copied wrongly, or is one that only cosigns.
    """
    if len(data) > limits.key_file_bytes:
        template = N_("A file of keys may have %(most)s bytes; this has %(found)s.")
        raise TooLargeError(template, most=limits.key_file_bytes, found=len(data))
    text = data.decode("utf-8", errors="replace")
    found = _FORM.fullmatch(text) if text.encode() == data else None
    if found is None or found[3] not in PURPOSES:
        template = N_(
            "This is not a request for a certificate: it must have the lines tansiq-key-request/1, party, centre, "
            "purpose and key, and a purpose of these: %(purposes)s."
        )
        raise MalformedRequestError(template, purposes=", ".join(PURPOSES))
    key = parse_verifier_key(found[4], limits)
    if key.type is not KeyType.NOTE:
        raise MalformedKeyError(N_("Key %(key)s only cosigns heads; it cannot be certified."), key=key.label)
    return KeyRequest(found[1], found[2], cast("Purpose", found[3]), key)

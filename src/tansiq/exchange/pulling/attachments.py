"""Files that records name: fetched, held against their hashes, kept."""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from hashlib import sha256
from typing import Final, TypeAlias

from tansiq.errors import TansiqError
from tansiq.exchange.errors import AlteredEntryError, GapError, NotReleasedError
from tansiq.exchange.evidence.exhibits import ATTACHMENT, CAME, ENTRY, Exhibits
from tansiq.exchange.ports import Inbox, Transport
from tansiq.journal.errors import TooLargeError
from tansiq.journal.record import Content, read_record
from tansiq.language import N_

Wanted: TypeAlias = MutableMapping[str, int]  # by digest: size that a record declares [bytes]
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


def named_in(content: Content) -> Iterator[tuple[str, int]]:
    """Yield digest and declared size [bytes] of each attachment that a record names."""
    named = content.body.get("attachments")
    for each in named if isinstance(named, list) else ():
        if isinstance(each, Mapping):
            digest, size = each.get("digest"), each.get("bytes")
            if isinstance(digest, str) and _DIGEST.fullmatch(digest) and isinstance(size, int):
                yield digest, size


def fetch(wanted: Wanted, transport: Transport, inbox: Inbox, most_bytes: int, first: int) -> tuple[str, ...]:
    """Fetch what is wanted and not kept yet; what was fetched is wanted no longer.

    Parameters
    ----------
    wanted, transport, inbox
        What, from where, to where.
    most_bytes
        An attachment may have [bytes].
    first
        The entry from which on records are kept that may name what is wanted.

    Returns
    -------
    tuple of str
        Digests of those that declare more than ``most_bytes``: they are not fetched.

    Raises
    ------
    GapError
        A record names a file that its log does not have.
    AlteredEntryError
        It does not have the hash that the record names, or more bytes.
    """
    too_large = []
    for digest, size in list(wanted.items()):
        if size > most_bytes:
            too_large.append(digest)
        elif not inbox.has_attachment(digest):
            _fetch(digest, size, transport, inbox, first)
        del wanted[digest]
    return tuple(too_large)


def _fetch(digest: str, size: int, transport: Transport, inbox: Inbox, first: int) -> None:
    try:
        inbox.keep_attachment(digest, _checked(digest, transport.attachment(digest, size)), size)
    except AlteredEntryError as error:
        error.exhibits += _naming(inbox, first, digest)
        raise
    except NotReleasedError as error:
        template = N_("A released record names attachment %(digest)s, and the partner does not have it.")
        raise GapError(template, digest=digest, exhibits=_exhibits(inbox, first, digest)) from error
    except TooLargeError as error:
        template = N_("Attachment %(digest)s has more than the %(size)s bytes that its record declares.")
        exhibits = (*_exhibits(inbox, first, digest), (CAME, b""))
        raise AlteredEntryError(template, digest=digest, size=size, exhibits=exhibits) from error


def _exhibits(inbox: Inbox, first: int, digest: str) -> Exhibits:
    return ((ATTACHMENT, digest.encode()), *_naming(inbox, first, digest))


def _naming(inbox: Inbox, first: int, digest: str) -> Exhibits:
    """Return the record that names an attachment; nothing if the entries from ``first`` on hold none."""
    for index in range(first, inbox.kept().size):
        entry = inbox.entry(index)
        if digest.encode() in entry and digest in _named(entry):
            return ((ENTRY, entry),)
    return ()


def _named(entry: bytes) -> list[str]:
    try:
        return [digest for digest, _ in named_in(read_record(entry).content)]
    except TansiqError:  # kept as refused, and told when it came: it names nothing
        return []


def _checked(digest: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield ``parts``, and fail in the end if they are not what ``digest`` names."""
    hashing = sha256()
    for part in parts:
        hashing.update(part)
        yield part
    if f"sha256:{hashing.hexdigest()}" != digest:
        template = N_("Attachment %(digest)s does not have the hash that its record names.")
        exhibits = ((ATTACHMENT, digest.encode()), (CAME, f"sha256:{hashing.hexdigest()}".encode()))
        raise AlteredEntryError(template, digest=digest, exhibits=exhibits)

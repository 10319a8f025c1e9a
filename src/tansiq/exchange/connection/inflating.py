"""Bytes as they come, inflated within bounds, and cut into entries."""

import zlib
from collections.abc import Iterator
from typing import Final

from tansiq.exchange.errors import LinkError
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.journal.errors import MalformedLogError, TooLargeError
from tansiq.language import N_

_LENGTH_BYTES: Final = 2
_AT_ONCE: Final = 262_144  # bytes inflated before anybody looks at them
_GZIP: Final = 31  # zlib's window of 2**15 with a gzip header
_SLACK: Final = 65_536  # a short answer may be squeezed better than a long one: it is small anyway


def inflate(parts: Iterator[bytes], most_bytes: int, limits: Limits = LIMITS) -> Iterator[bytes]:
    """Yield what one gzip stream holds, as it comes.

    Raises
    ------
    TooLargeError
        More than ``most_bytes``, or more than ``limits`` lets so few compressed bytes become.
    MalformedLogError
        Not gzip, or something follows it.
    LinkError
        It breaks off.
    """
    inflating, came, made = zlib.decompressobj(_GZIP), 0, 0
    for part in parts:
        came, waiting = came + len(part), part
        while waiting:
            try:
                piece = inflating.decompress(waiting, _AT_ONCE)
            except zlib.error as error:
                raise MalformedLogError(N_("The answer is not what gzip makes.")) from error
            made += len(piece)
            if made > min(most_bytes, came * limits.inflated_ratio + _SLACK):
                raise TooLargeError(N_("More came than was asked for, or it swells beyond measure: it was dropped."))
            yield piece
            waiting = inflating.unconsumed_tail
            if inflating.unused_data:
                raise MalformedLogError(N_("The answer is not what gzip makes."))
    if not inflating.eof:
        raise LinkError(N_("The answer breaks off."))


def bounded(parts: Iterator[bytes], most_bytes: int) -> Iterator[bytes]:
    """Yield ``parts`` as they come.

    Raises
    ------
    TooLargeError
        More than ``most_bytes``.
    """
    came = 0
    for part in parts:
        came += len(part)
        if came > most_bytes:
            raise TooLargeError(N_("The answer has more than %(most)s bytes."), most=most_bytes)
        yield part


def cut_entries(parts: Iterator[bytes], most_entries: int) -> Iterator[bytes]:
    """Yield entries, each after its length in two bytes.

    Raises
    ------
    TooLargeError
        More than ``most_entries``.
    MalformedLogError
        It ends within an entry.
    """
    held, given = bytearray(), 0
    for part in parts:
        held += part
        at = 0
        while (end := at + _LENGTH_BYTES + int.from_bytes(held[at : at + _LENGTH_BYTES], "big")) <= len(held):
            if at + _LENGTH_BYTES > len(held):
                break
            if (given := given + 1) > most_entries:
                raise TooLargeError(N_("More came than was asked for, or it swells beyond measure: it was dropped."))
            yield bytes(held[at + _LENGTH_BYTES : end])
            at = end
        del held[:at]
    if held:
        raise MalformedLogError(N_("The answer ends within an entry."))

"""One change at a time, whole or not at all, and what the database says when it cannot."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DatabaseError, connection, transaction

from tansiq.centre.door.refusals import StoreError
from tansiq.language import N_

# Any number that no other program is likely to take: the letters "tansiq" as a number.
_LOCK: Final = 0x74616E736971
# Threads of one process take turns before they ask the database: SQLite lets who waits sleep up to a tenth of a second
# at a time, and whoever comes by meanwhile goes first.
_TURN: Final = threading.RLock()


@contextmanager
def exclusively() -> Iterator[None]:
    """Be the only one who writes, in one transaction that is on the disk when this ends.

    SQLite begins every transaction with the write lock (``transaction_mode``); PostgreSQL is asked for one lock.

    Raises
    ------
    StoreError
        The database refuses: full, read-only, damaged, out of reach. Nothing was changed.
    """
    with _TURN, in_words(), transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


@contextmanager
def in_words() -> Iterator[None]:
    """Tell what the database refuses as a sentence.

    Raises
    ------
    StoreError
        With the database's own reason.
    """
    try:
        yield
    except (DatabaseError, UnicodeDecodeError) as error:  # the latter: bytes damaged within a text
        template = N_(
            "The database refused (%(why)s). Nothing was entered. Look at the disk's space and state, then run: "
            "tansiq centre check"
        )
        raise StoreError(template, why=str(error).strip()) from error

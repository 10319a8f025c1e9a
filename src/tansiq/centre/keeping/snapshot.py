"""Reading a centre's database as it was at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from tansiq.centre.door.store import in_words


@contextmanager
def snapshot() -> Iterator[None]:
    """See one state of the database until this ends, and leave nothing behind: whatever is written is taken back.

    SQLite's write-ahead log lets writers go on beside a reader; only this transaction must not take the write lock as
    every other of the centre's does. PostgreSQL is asked for one snapshot.

    Raises
    ------
    StoreError
        The database refuses.
    """
    with in_words():
        connection.ensure_connection()
    usual = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # of the SQLite backend only
    try:
        with in_words(), transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
            transaction.set_rollback(True)
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual  # type: ignore[attr-defined]  # as above

"""Threads that last: whatever fails is logged with its trace, and the next try is as after a crash."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
_log = logging.getLogger(__name__)


def lasting(work: Callable[[], T], otherwise: T, what: str) -> T:
    """Return what ``work`` returns; ``otherwise`` if it fails in a way nobody foresaw.

    A thread of the exchange that ended would leave a link dead without anybody being told. The connection to the
    database is dropped, since it may be what failed.
    """
    try:
        return work()
    except Exception:  # noqa: BLE001 - logged with its trace; see above
        _log.exception("%s failed in a way nobody foresaw; it is tried again.", what)
        connection.close()
        return otherwise

"""The journal and the accounts, asked from the loop without holding it up."""

import asyncio
import functools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

import django.db

AGAIN_S: Final = 1.0
_LOG: Final = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


class Reader:
    """One thread, and so one connection to the database, however many clients come back at once."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-reader")

    async def ask(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the answer to ``question``, asked again every second while the database cannot be reached."""
        call = functools.partial(_in_a_fresh_connection, question, *args, **kwargs)
        while True:
            try:
                return await asyncio.get_running_loop().run_in_executor(self._thread, call)
            except (django.db.InterfaceError, django.db.OperationalError):
                _LOG.warning("the database cannot be read; asking again", exc_info=True)
                await asyncio.sleep(AGAIN_S)

    def close(self) -> None:
        """Take no more questions, and close the connection."""
        self._thread.submit(django.db.connections.close_all)
        self._thread.shutdown(wait=False)


def _in_a_fresh_connection(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask outside a request, where nobody else drops a connection that broke."""
    django.db.close_old_connections()
    return question(*args, **kwargs)

"""A party's own centre of the exercise releases its coverage, some time after it began: the rest comes first."""

import logging
import threading
from typing import Final

from django.db import connection
from django.utils import timezone

from tansiq.centre.coverage import making
from tansiq.centre.coverage.releasing import given, release_coverage
from tansiq.centre.demonstration.cast import PARTIES, Cast
from tansiq.centre.demonstration.founding import officer_of
from tansiq.domain.time import Window
from tansiq.errors import CancelledError, TansiqError

AFTER_S: Final = 30.0  # first pages and first pictures shall not wait for it
_log = logging.getLogger(__name__)


class Covering(threading.Thread):
    """Computes and releases the coverage by day, once, unless one that is valid was released."""

    def __init__(self, cast: Cast, after_s: float = AFTER_S) -> None:
        super().__init__(name="coverage of the exercise", daemon=True)
        self._cast, self._after_s = cast, after_s
        self._work = making.Work()
        self._over = threading.Event()

    def stop(self) -> None:
        """Have it end at its next step. Nobody needs to wait for that."""
        self._work.stopped = True
        self._over.set()

    def run(self) -> None:
        """Wait, compute, release."""
        if self._over.wait(self._after_s):
            return
        try:
            self.release()
        except CancelledError:
            return
        except TansiqError as error:
            _log.error("The exercise's coverage was left out: %s", error)
        finally:
            connection.close()

    def release(self) -> None:
        """Compute and release, where there is something to compute from.

        Raises
        ------
        TansiqError
            It cannot be computed, or is refused.
        """
        now = timezone.now()
        found = making.desk(Window.DAY, now)
        valid = (each for each in given(None) if each.body["window"] == Window.DAY and each.valid_until > now)
        if found is None or any(valid):
            return
        making.make(found.task, found.engine, self._work)
        done, own = making.made(found.task), found.task.party
        if done is not None:
            author = officer_of(self._cast.seat(own, "planner")).author("planner")
            release_coverage(done.body, done.data, [each for each in PARTIES if each != own], author)

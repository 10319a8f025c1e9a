"""HiGHS, kept quiet, and stopped where the person stops it."""

from collections.abc import Callable

import highspy


class Quiet(highspy.Highs):
    """HiGHS that prints nothing, not even its name on being made."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # highspy is untyped here

    def enableCallbacks(self) -> None:  # noqa: N802 - highspy's name
        """Fall silent before the first thing that prints."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy is untyped here


class Listening:
    """Asks ``tell`` while HiGHS branches, stops HiGHS where that raises, and raises it again afterwards.

    An exception must not pass through HiGHS itself.
    """

    def __init__(self, highs: highspy.Highs, tell: Callable[[], None]) -> None:
        self._highs, self._tell = highs, tell
        self._raised: BaseException | None = None

    def _ask(self, event: highspy.highs.HighsCallbackEvent) -> None:
        try:
            self._tell()
        except BaseException as error:  # noqa: BLE001 - kept, and raised by run(); KeyboardInterrupt is the usual one
            self._raised = error
            event.interrupt()

    def run(self, time_s: float) -> None:
        """Run HiGHS for at most ``time_s`` seconds more."""
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.0, time_s))
        self._highs.cbMipInterrupt.subscribe(self._ask)
        try:
            self._highs.run()
        finally:
            self._highs.cbMipInterrupt.unsubscribe(self._ask)
        if self._raised is not None:
            raise self._raised

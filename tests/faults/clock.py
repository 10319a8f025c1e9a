"""Run another module of Python while the centre's clock is off.

python -m tests.faults.clock MINUTES MODULE WORDS...
"""

import runpy
import sys
from datetime import datetime, timedelta

from django.utils import timezone


def main() -> None:
    """Set the clock Django asks, and become the other module."""
    off, right = timedelta(minutes=float(sys.argv[1])), timezone.now

    def now() -> datetime:
        return right() + off

    timezone.now = now
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

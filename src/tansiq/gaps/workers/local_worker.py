"""What a worker process that a command started for itself does first; Dask loads this module by its name."""

import signal


def dask_setup(_worker: object) -> None:
    """Leave Ctrl-C to the command, which the terminal tells as well: it ends its workers without a traceback each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

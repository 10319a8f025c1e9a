"""Processes of this machine, started for one command and ended with it."""

import os
import signal
from pathlib import Path

from tansiq.gaps.workers import Errand, opened, read_address


def test_workers_leave_ctrl_c_to_the_command_and_end_with_it() -> None:
    with opened(read_address("dask://local?workers=1")) as hands:
        assert hands.at_once == 1
        process, answer = hands.run(Errand(lambda _: (os.getpid(), signal.getsignal(signal.SIGINT)), 0))
        assert process != os.getpid()
        assert answer == signal.SIG_IGN
    assert not Path(f"/proc/{process}").exists()

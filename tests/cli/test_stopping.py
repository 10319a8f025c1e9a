"""Being told to stop: remembered where a library swallows it, told in one sentence, and over when the command is."""

import os
import signal
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner, Result

from tansiq.cli.console import EXIT_CANCELLED, Reporting, progress_bar

SIGNALS = [signal.SIGINT, signal.SIGTERM]


def run(work: Callable[[], None]) -> Result:
    @click.command()
    @click.pass_context
    def command(context: click.Context) -> None:
        with Reporting(context):
            work()

    return CliRunner().invoke(command)


def swallowed(number: signal.Signals) -> None:
    """Send a signal from where Python's exception is lost, as a library's callback does."""
    try:
        os.kill(os.getpid(), number)
    except KeyboardInterrupt:
        return
    pytest.fail("the signal did not arrive")


@pytest.mark.parametrize("number", SIGNALS)
def test_a_request_that_a_library_swallowed_is_met_at_the_next_step(number: signal.Signals) -> None:
    steps = []

    def work() -> None:
        with progress_bar() as progress:
            progress(0.1, "one")
            swallowed(number)
            steps.append("swallowed")
            progress(0.2, "two")
            steps.append("went on")

    told = run(work)
    assert told.exit_code == EXIT_CANCELLED
    assert told.stderr == "tansiq: Stopped. Nothing half-written was left.\n"
    assert steps == ["swallowed"]


@pytest.mark.parametrize("number", SIGNALS)
def test_an_error_that_the_interruption_caused_is_not_told_as_a_fault(number: signal.Signals) -> None:
    def work() -> None:
        swallowed(number)
        message = "no compiled object yet"
        raise RuntimeError(message)

    told = run(work)
    assert told.exit_code == EXIT_CANCELLED
    assert "Traceback" not in told.stderr


def test_a_result_that_was_whole_before_anybody_asked_again_counts() -> None:
    assert run(lambda: swallowed(signal.SIGINT)).exit_code == 0


def test_afterwards_signals_go_where_they_went_before() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    during: list[object] = []
    run(lambda: during.extend(signal.getsignal(number) for number in SIGNALS))
    assert [signal.getsignal(number) for number in SIGNALS] == before
    assert during != before

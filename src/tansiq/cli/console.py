"""Speaking to a person at a terminal: errors as sentences in their language, and how far long work has come."""

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

import click
from tqdm import tqdm

from tansiq.cli import stopping, usage
from tansiq.cli.stopping import Stopping
from tansiq.errors import TansiqError, UnwritableOutputError
from tansiq.language import N_, Language, choose_language, translate

if TYPE_CHECKING:
    from tansiq.ground.model import Notice

EXIT_FAULT: Final = 70
EXIT_CANCELLED: Final = 130


@dataclass(frozen=True)
class Console:
    """What the person asked of every command: the language of messages, and whether to stay quiet."""

    language: Language = "en"
    quiet: bool = False


def console() -> Console:
    """Return the running command's console, or a plain English one outside a command."""
    context = click.get_current_context(silent=True)
    if context is None:
        return Console()
    # Words that name no command are refused before the console is made, but after --lang is read.
    asked = context.find_root().params.get("lang")
    return context.find_object(Console) or Console(language=choose_language(asked))


def current_language() -> Language:
    """Return the language the person reads."""
    return console().language


def say(template: str, **fields: object) -> None:
    """Tell the person something on stderr, in their language, unless they asked for quiet.

    Parameters
    ----------
    template
        English sentence marked with ``N_``.
    **fields
        Values of its placeholders.
    """
    asked = console()
    if not asked.quiet:
        click.echo(translate(template, asked.language, fields), err=True)


class Reporting:
    """Context that ends a command with one sentence and an exit code where it would have ended with a traceback.

    A :class:`TansiqError` ends with its own code. Ctrl-C, or being terminated, ends with 130. Anything unforeseen is a
    fault of the program: its traceback is shown, with what to do about it, and the code is 70.
    """

    def __init__(self, context: click.Context | None = None) -> None:
        self._stopping = Stopping() if context is None else stopping.listen(context)

    def __enter__(self) -> None:
        """Begin."""
        self._stopping.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Turn ``error`` into words and an exit code; click's own ways of ending pass through."""
        self._stopping.__exit__()
        language = current_language()
        # A library that was interrupted may tell it as an error of its own.
        stopped = self._stopping.asked and isinstance(error, Exception)
        if isinstance(error, KeyboardInterrupt | click.Abort) or stopped:
            self._end(translate(N_("Stopped. Nothing half-written was left."), language), EXIT_CANCELLED)
        if isinstance(error, TansiqError):
            self._end(error.message(language), error.exit_code)
        if isinstance(error, click.UsageError) and not isinstance(error, click.exceptions.NoArgsIsHelpError):
            self._end(usage.in_words(error, language), error.exit_code)
        if isinstance(error, BrokenPipeError | click.ClickException | click.exceptions.Exit):
            return
        if isinstance(error, Exception):
            traceback.print_exception(kind, error, trace)
            report = N_(
                "This is a fault in Tansiq, not in your input. Please report it with the lines above and the output "
                "of: tansiq --version"
            )
            self._end(translate(report, language), EXIT_FAULT)

    @staticmethod
    def _end(words: str, code: int) -> None:
        click.echo(f"tansiq: {words}", err=True)
        raise click.exceptions.Exit(code)


def tell(notices: "Iterable[Notice]") -> None:
    """Tell the person on stderr what they should know about a file or a result, asked for quiet or not."""
    for notice in notices:
        click.echo(translate(notice.template, current_language(), notice.fields), err=True)


def refuse_existing(out: Path, *, force: bool) -> None:
    """Refuse to write over a file that may be somebody's work.

    Raises
    ------
    UnwritableOutputError
        If there is something at ``out`` and ``force`` is not given, or if it is a folder.
    """
    if out.is_dir():
        raise UnwritableOutputError(N_("%(out)s is a folder. Name a file to write."), out=out)
    if out.exists() and not force:
        template = N_("%(out)s is there already. Choose another name, or replace it with --force.")
        raise UnwritableOutputError(template, out=out)


@contextmanager
def progress_bar() -> Iterator[Callable[[float, str], None]]:
    """Show on stderr how far long work has come.

    Yields
    ------
    progress
        ``progress(done, label)``: share done [0..1], and what is being done (English, marked with ``N_``). Going
        back is allowed. Shows nothing when stderr is not a terminal or the person asked for quiet.
    """
    asked = console()
    form = "{desc} {percentage:3.0f}% {bar} {elapsed}"
    with tqdm(total=1.0, file=sys.stderr, disable=asked.quiet or None, bar_format=form, leave=False) as bar:

        def progress(done: float, label: str) -> None:
            stopping.remind()
            bar.set_description_str(translate(label, asked.language), refresh=False)
            bar.update(done - bar.n)

        yield progress

"""Attachments of what was released, beside the log under their hashes, so that a file server can hand them out."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from tansiq.errors import UnwritableOutputError
from tansiq.exchange.naming import attachment_name
from tansiq.exchange.release.references import attachments
from tansiq.journal.audit import Finding, Tell
from tansiq.journal.record.again import read_again
from tansiq.language import N_


def carry(entries: Sequence[bytes], source: Path | None, folder: Path, tell: Tell) -> None:
    """Put the attachments of ``entries`` into a release log's folder.

    One that is not in ``source`` is told and passed over: what was written must still arrive.

    Raises
    ------
    UnwritableOutputError
        The disk is full or may not be written.
    """
    for digest in _carried(entries):
        target = folder / attachment_name(digest)
        kept = source / target.name if source else None
        if target.exists():
            continue
        if kept is None or not kept.is_file():
            template = N_("The attachment %(digest)s of a released record is not in the centre's folder.")
            tell(Finding(template, {"digest": digest}, doubt=True))
            continue
        _link(kept, target)


def _carried(entries: Sequence[bytes]) -> Iterator[str]:
    for entry in entries:
        if entry:
            yield from attachments(read_again(entry).content)


def _link(kept: Path, target: Path) -> None:
    """Hard-link, or copy where the disk cannot; whole or not at all."""
    beside = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        try:
            os.link(kept, beside)
        except OSError:
            shutil.copyfile(kept, beside)
        beside.replace(target)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=target, why=why) from error

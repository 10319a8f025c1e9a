"""Tables made again from the journal, row for row."""

from collections.abc import Callable, Iterable
from hashlib import sha256

from django.db import models

from tansiq.centre.door.author import Author
from tansiq.centre.door.gate import projecting
from tansiq.centre.door.models import Entry
from tansiq.centre.door.refusals import StoreError
from tansiq.centre.door.registry import Entered, project
from tansiq.centre.door.store import exclusively, in_words
from tansiq.centre.door.versions import Version, version_models
from tansiq.journal.record.again import read_again
from tansiq.journal.tree import leaf_hash
from tansiq.language import N_

_AT_ONCE = 2000
_EVERY = 500


def rebuild(progress: Callable[[float, str], None]) -> int:
    """Empty every projection and fill it again from the journal; return how many records were read.

    Nothing else can write meanwhile, and readers see the old tables until the new ones are whole.

    Raises
    ------
    StoreError
        An entry is not what its leaf hash says, or the database refuses. The tables stay as they were.
    """
    with exclusively():
        for model in version_models():
            models.QuerySet(model).delete()
        total = Entry.objects.count()
        for done, row in enumerate(_entries()):
            if done % _EVERY == 0:
                progress(done / max(total, 1), N_("Reading records"))
            replay(row)
    return total


def replay(row: Entry) -> None:
    """Project one entry as it was when it came in; an erased one is passed over.

    Raises
    ------
    StoreError
        It is not what its leaf hash says.
    """
    data = bytes(row.entry)
    if not data:
        return
    if leaf_hash(data) != bytes(row.leaf):
        raise StoreError(N_("Entry %(place)s is not what was entered: the database is damaged."), place=row.place)
    record = read_again(data)
    entered = Entered(row.place, record, Author(row.author, row.party, row.author_role))
    with projecting(entered):
        project(entered)


def _entries() -> Iterable[Entry]:
    return Entry.objects.order_by("place").iterator(chunk_size=_AT_ONCE)


def digests() -> dict[str, str]:
    """Return a digest of each projection's rows, to compare before and after."""
    with in_words():
        return {model.__name__: _digest(model) for model in version_models()}


def _digest(model: type[Version]) -> str:
    made = sha256()
    for row in models.QuerySet(model).order_by("row").values_list().iterator(chunk_size=_AT_ONCE):
        made.update(repr(row).encode())
    return made.hexdigest()

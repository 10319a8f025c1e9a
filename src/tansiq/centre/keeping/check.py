"""Whether a centre's folder keeps what it promises. Every promise is looked at, whatever becomes of the others."""

from collections.abc import Callable, Iterator
from typing import Final

from tansiq.centre.keeping import folder_promises, link_promises, record_promises
from tansiq.centre.keeping.refusals import BrokenPromiseError
from tansiq.errors import TansiqError
from tansiq.journal.audit.findings import Finding
from tansiq.journal.keys import Roots
from tansiq.language import N_

Progress = Callable[[float, str], None]
_PROMISES: Final[tuple[tuple[str, Callable[[], Iterator[Finding]]], ...]] = (
    (N_("Files of keys"), folder_promises.private_files),
    (N_("Keys that belong elsewhere"), folder_promises.keys_that_belong_elsewhere),
    (N_("Disk space"), folder_promises.disk_space),
    (N_("Clock"), record_promises.clock),
    (N_("The centre's key"), record_promises.own_key),
    (N_("Database"), record_promises.database),
    (N_("Entries"), record_promises.entries),
    (N_("Attachments and evidence"), link_promises.named_files),
    (N_("After restoring"), link_promises.after_restoring),
)


def _unreadable(error: Exception) -> TansiqError:
    template = N_("What is there cannot even be read: %(why)s. Stop the centre and restore the newest backup.")
    return BrokenPromiseError(template, why=f"{type(error).__name__}: {error}"[:300])


def check_centre(
    tell: Callable[[Finding | TansiqError], None],
    progress: Progress,
    *,
    trusted: Roots | None = None,
    earlier: bytes | None = None,
) -> int:
    """Look at every promise of the centre that is loaded, and return how many do not hold.

    Parameters
    ----------
    tell
        Given each finding, and each refusal where a promise does not hold.
    progress
        Told the share of the present step done [0..1] and what is being done.
    trusted
        The parties' roots, if the reader has them.
    earlier
        A head of the journal that was kept elsewhere.
    """
    promises = [
        *_PROMISES,
        (N_("Journal"), lambda: record_promises.journal(trusted, earlier, progress)),
        (N_("Tables"), lambda: record_promises.tables(progress)),
        (N_("Releases and what was received"), lambda: link_promises.exchange(trusted)),
    ]
    broken = 0
    for named, promise in promises:
        progress(0.0, named)
        try:
            for finding in promise():
                tell(finding)
        except TansiqError as error:
            tell(error)
            broken += 1
        except Exception as error:  # noqa: BLE001 - damaged bytes make libraries fail in any way; none of it is passed over
            tell(_unreadable(error))
            broken += 1
    return broken

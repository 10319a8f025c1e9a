"""Accesses put into the journal: who signed in, failed to, was denied, or read what a partner released.

No address and no device is recorded.

Somebody outside must not be able to fill the journal: of each account and act one record a minute is made, and what
comes between is counted; the count goes into the next one, or into one of its own when the minute is over. Of what was
read one record is made for each account and record, ever: nobody can read the same for the first time twice.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tansiq.centre.accounts.models import Account, Reading, Unrecorded
from tansiq.centre.door import keys
from tansiq.centre.door.author import centre_author
from tansiq.centre.door.putting import put
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.shell.who import in_turn, turn_of_day
from tansiq.domain.time import LOCAL_ZONE
from tansiq.journal.json_strict import Json
from tansiq.language import N_

ONE_RECORD_EVERY: Final = timedelta(minutes=1)
AT_ONCE: Final = 200  # records that one record of reading names at most
KIND: Final = "access/2"
_MEANS: Final = {"password": "password", "totp": "app", "webauthn": "passkey", "recovery_codes": "recovery_code"}


class ReadBeforeError(NotAllowedError):
    """Everything that was read just now had been read by the same account before."""


def signed_in(account: str, by: Iterable[str]) -> None:
    """Record that somebody came in, and what they showed."""
    means: list[Json] = [_MEANS[each] for each in dict.fromkeys(by) if each in _MEANS]
    _record("signed_in", account, {"by": means})


def signed_out(account: str) -> None:
    """Record that somebody left."""
    _record("signed_out", account)


def failed(account: str | None) -> None:
    """Record a wrong password or code; None for an account that does not exist, whose name is not written down."""
    _record("sign_in_failed", account)


def locked(account: str | None) -> None:
    """Record that somebody was wrong once too often and has to wait."""
    _record("locked", account)


def denied(account: str, page: str) -> None:
    """Record that an account asked for a page its roles do not open."""
    _record("denied", account, {"page": page})


def session_ended(account: str) -> None:
    """Record that a session was ended from elsewhere."""
    _record("session_ended", account)


def secret_changed(account: str, act: str) -> None:
    """Record that a password or a second factor was changed; ``act`` as in the kind."""
    _record(act, account)


def read_released(account: str, digests: Iterable[str]) -> None:
    """Record that an account read partners' records, as far as it never did before; asks the journal only then.

    Raises
    ------
    tansiq.errors.TansiqError
        The journal cannot take it: then what was asked for may not be shown.
    """
    every = unread(account, digests)
    for at in range(0, len(every), AT_ONCE):
        # Two pages of one account may open the same at the same time; whoever comes second finds it entered.
        with suppress(ReadBeforeError):
            _put_reading(account, every[at : at + AT_ONCE])


def unread(account: str, digests: Iterable[str]) -> list[str]:
    """Return which of these records an account never read, each once and in order."""
    listed = list(dict.fromkeys(digests))
    rows = Reading.objects.at(None).filter(account=account, record__in=listed)
    known = set(rows.values_list("record", flat=True))
    return [digest for digest in listed if digest not in known]


def _put_reading(account: str, digests: Sequence[str]) -> None:
    def body() -> dict[str, Json]:  # asked when nobody else can write
        records: list[Json] = [*unread(account, digests)]
        if not records:
            raise ReadBeforeError(N_("The account %(account)s has read this before."), account=account)
        return {"act": "read_released", "account": account, "count": len(records), "records": records}

    put(KIND, body, centre_author(_party(account)), object=f"account-{account}")


def _record(act: str, account: str | None, more: dict[str, Json] | None = None) -> None:
    flush()
    earlier = _turn(account or "", act)
    if earlier is None:
        return
    since, count = earlier
    body: dict[str, Json] = {"act": act, "count": count + 1, **(more or {})}
    _put(account or "", body, since if count else None)


def flush() -> None:
    """Record what was counted and whose minute is over."""
    over = timezone.now() - ONE_RECORD_EVERY
    for due in Unrecorded.objects.filter(count__gt=0, since__lt=over):
        taken = Unrecorded.objects.filter(pk=due.pk, count=due.count).update(count=0)
        if taken:
            _put(due.account, {"act": due.act, "count": due.count}, due.since)
    Unrecorded.objects.filter(count=0, since__lt=over).delete()


@transaction.atomic
def _turn(account: str, act: str) -> tuple[datetime, int] | None:
    """Return since when how many went unrecorded, if one may be recorded now; else count this one and return None."""
    now = timezone.now()
    tally, made = Unrecorded.objects.select_for_update().get_or_create(
        account=account, act=act, defaults={"since": now}
    )
    if not made and now - tally.since < ONE_RECORD_EVERY:
        tally.count += 1
        tally.save(update_fields=["count"])
        return None
    earlier = tally.since, tally.count
    tally.since, tally.count = now, 0
    tally.save(update_fields=["since", "count"])
    return earlier


def _put(account: str, body: dict[str, Json], since: datetime | None) -> None:
    if account:
        body["account"] = account
    if since is not None:
        body["since_at"] = since.astimezone(LOCAL_ZONE).isoformat(timespec="seconds")
    put(KIND, body, centre_author(_party(account)), object=f"account-{account}" if account else "no-account")


def _party(account: str) -> str:
    """Return whose record it is: the account's party; for an account that does not exist, another party each day."""
    known = Account.objects.at(None).filter(key=account).values_list("party", flat=True).first()
    parties = keys.identity().party_ids
    return str(known or in_turn(parties, turn_of_day(timezone.now()))[0])

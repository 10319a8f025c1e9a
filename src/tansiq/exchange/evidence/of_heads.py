"""What heads show: two of them that cannot both be true, one of another log, one signed too late."""

from tansiq.exchange.errors import ProvesNothingError
from tansiq.exchange.evidence.attached import attachment_digest, tell_naming
from tansiq.exchange.evidence.bench import Bench, Head
from tansiq.exchange.evidence.exhibits import (
    ATTACHMENT,
    CONSISTENCY,
    ENDS_AT,
    ENTRY,
    HEAD_KEPT,
    HEAD_SHOWN,
    HERE,
    INDEX,
    ROOT_THEN,
)
from tansiq.exchange.naming import parse_origin
from tansiq.journal.audit import FaultyPartError, Finding
from tansiq.journal.audit.findings import blaming
from tansiq.journal.errors import UnknownSignerError
from tansiq.journal.note import check_checkpoint
from tansiq.journal.times import read_time
from tansiq.journal.tree import verify_consistency
from tansiq.language import N_


def _both(bench: Bench) -> tuple[Head, Head]:
    return bench.head(HEAD_KEPT, of=bench.evidence.log), bench.shown()


def fork(bench: Bench) -> bool:
    """Check that two heads of one log cannot both be true.

    Raises
    ------
    DoesNotVerifyError
        They can, or that they cannot is not shown.
    """
    shorter, longer = sorted(_both(bench), key=lambda head: head.size)
    then = longer.root
    if shorter.size != longer.size:
        then = bench.exhibit(ROOT_THEN)
        with blaming(N_("That the longer log begins otherwise is not shown.")):
            verify_consistency(
                bench.hashes(CONSISTENCY), old_size=shorter.size, new_size=longer.size, old_root=then,
                new_root=longer.root,
            )  # fmt: skip
    if then == shorter.root:
        template = N_("Both heads are of one and the same history: this file proves no fork.")
        raise ProvesNothingError(template)
    template = N_(
        "Proved: two histories of log %(log)s were signed. By one head its first %(size)s entries are others than by "
        "the other; both cannot be true."
    )
    bench.tell(Finding(template, {"log": bench.evidence.log, "size": shorter.size}))
    return True


def stale_restore(bench: Bench) -> bool:
    """Check that a later head has fewer entries than an earlier one, or came after one with more entries.

    Raises
    ------
    DoesNotVerifyError
        Neither.
    """
    kept, shown = _both(bench)
    earlier, later = sorted((kept, shown), key=lambda head: head.signed_at)
    if earlier.signed_at == later.signed_at or earlier.size <= later.size:
        if shown.size < kept.size:
            return _came_later(bench, kept, shown)
        raise ProvesNothingError(N_("The later head has no fewer entries than the earlier one: this proves nothing."))
    template = N_(
        "Proved: log %(log)s had %(old)s entries, and later %(new)s. It was cut, or its centre was made again from an "
        "old copy."
    )
    bench.tell(Finding(template, {"log": bench.evidence.log, "old": earlier.size, "new": later.size}))
    return True


def _came_later(bench: Bench, kept: Head, shown: Head) -> bool:
    """Say that a head came after one with more entries, although by its own time it is not the later one."""
    template = N_(
        "By the word of %(seen_by)s alone: a head of %(old)s entries was kept before, and at %(seen_at)s this one of "
        "%(new)s was given out, which by its own time is not later. That both are genuine is proved."
    )
    bench.tell(Finding(template, {"old": kept.size, "new": shown.size} | _said(bench), doubt=True))
    return False


def own_stale_restore(bench: Bench) -> bool:
    """Check that a centre signed a head of its own log with entries that it says it does not have.

    Raises
    ------
    DoesNotVerifyError
        The log is another centre's, or the head is not signed by its key.
    """
    shown, here = bench.shown(), bench.number(HERE)
    made = parse_origin(shown.origin)
    if made is None or made[0] != bench.evidence.seen_by:
        raise ProvesNothingError(N_("The log is not one of the centre that made this file."))
    template = N_(
        "By the word of %(seen_by)s, whose log it is: at %(seen_at)s its own store had %(here)s of these entries. That "
        "its key signed a head of %(size)s is proved."
    )
    if here >= shown.size:
        template = N_(
            "By the word of %(seen_by)s, whose log it is: at %(seen_at)s its own store had other entries. That its key "
            "signed this head of %(size)s is proved."
        )
    bench.tell(Finding(template, {"here": here, "size": shown.size} | _said(bench), doubt=True))
    return False


def old_head(bench: Bench) -> bool:
    """Check that a head is older than one accepted before it came.

    Raises
    ------
    DoesNotVerifyError
        It is not.
    """
    kept, shown = _both(bench)
    if shown.signed_at >= kept.signed_at or shown.size > kept.size:
        raise ProvesNothingError(N_("The head that came is not older than the one that was kept."))
    template = N_(
        "By the word of %(seen_by)s alone: the older of the two heads was given out as new at %(seen_at)s. That both "
        "are genuine is proved."
    )
    bench.tell(Finding(template, _said(bench), doubt=True))
    return False


def gap(bench: Bench) -> bool:
    """Check that a head promises the entry that is said not to have come.

    Raises
    ------
    DoesNotVerifyError
        It does not.
    """
    if bench.has(ATTACHMENT):
        return _no_attachment(bench)
    shown, index = bench.shown(), bench.number(ENTRY + INDEX)
    if index >= shown.size:
        template = N_("The head promises %(size)s entries, and not entry %(index)s.")
        raise ProvesNothingError(template, size=shown.size, index=index)
    template = N_(
        "By the word of %(seen_by)s alone: entry %(index)s did not come when it was asked for, at %(seen_at)s. That "
        "the signed head promises it is proved."
    )
    bench.tell(Finding(template, {"index": index} | _said(bench), doubt=True))
    return False


def _no_attachment(bench: Bench) -> bool:
    digest = attachment_digest(bench)
    if bench.has(ENTRY):
        tell_naming(bench, digest)
    template = N_(
        "By the word of %(seen_by)s alone: the attachment %(digest)s, which an entry names, did not come when it was "
        "asked for, at %(seen_at)s."
    )
    bench.tell(Finding(template, {"digest": digest} | _said(bench), doubt=True))
    return False


def other(bench: Bench) -> bool:
    """Say what heads are there, of something that has no name of its own; two of them may contradict each other.

    Raises
    ------
    DoesNotVerifyError
        There is no head.
    """
    names = [name for name in (HEAD_KEPT, HEAD_SHOWN) if bench.has(name)] or [HEAD_SHOWN]
    heads = [head for name in names if (head := _any_head(bench, name)) is not None]
    if (
        len(heads) > 1
        and (heads[0].size - heads[1].size) * (heads[0].signed_at - heads[1].signed_at).total_seconds() < 0
    ):
        return stale_restore(bench)
    template = N_("By the word of %(seen_by)s alone: this came at %(seen_at)s, and something was wrong with it.")
    bench.tell(Finding(template, _said(bench), doubt=True))
    return False


def _any_head(bench: Bench, name: str) -> Head | None:
    """Return a head if it is one that the log signed; else say that it is none."""
    bench.exhibit(name)
    try:
        return bench.head(name, of=bench.evidence.log)
    except FaultyPartError as error:
        bench.tell(Finding(N_("The exhibit %(name)s is no head that the log signed."), {"name": name}, doubt=True))
        bench.tell(Finding(error.reason.template, error.reason.fields, doubt=True))
        return None


def wrong_recipient(bench: Bench) -> bool:
    """Check that a head is of a log for another centre.

    Raises
    ------
    DoesNotVerifyError
        It is for the very centre that asked.
    """
    shown = bench.head(HEAD_SHOWN)
    made, asked = parse_origin(shown.origin), parse_origin(bench.evidence.log)
    if made is None or asked is None or made[1] == asked[1]:
        raise ProvesNothingError(N_("The log is for the centre that asked for it."))
    template = N_(
        "By the word of %(seen_by)s alone: this log, which was made for %(recipient)s, came to it at %(seen_at)s. For "
        "whom it was made is proved."
    )
    bench.tell(Finding(template, {"recipient": made[1]} | _said(bench), doubt=True))
    return False


def foreign_log(bench: Bench) -> bool:
    """Check that a head is of another centre's log.

    Raises
    ------
    DoesNotVerifyError
        It is of the log that was asked for.
    """
    origin = bench.origin_of(HEAD_SHOWN)
    made, asked = parse_origin(origin), parse_origin(bench.evidence.log)
    if asked is None or (made is not None and made[0] == asked[0]):
        raise ProvesNothingError(N_("The log is one of the centre that was asked."))
    _tell_signer(bench, "" if made is None else made[0])
    template = N_(
        "By the word of %(seen_by)s alone: asked for log %(log)s, it was given this one, %(origin)s, at %(seen_at)s."
    )
    bench.tell(Finding(template, {"origin": origin, "log": bench.evidence.log} | _said(bench), doubt=True))
    return False


def _tell_signer(bench: Bench, centre_id: str) -> None:
    """Say who signed a head that may be anybody's; a signature that does not fit is refused."""
    try:
        _, signed = check_checkpoint(bench.note(HEAD_SHOWN), bench.keys_of(centre_id))
    except UnknownSignerError:
        template = N_(
            "Who signed the head of the other log cannot be told: no certificate for that key is in the file."
        )
        bench.tell(Finding(template, doubt=True))
        return
    fields = {"key": signed[0].key.label, "parties": bench.parties_of(signed[0].key)}
    bench.tell(Finding(N_("The head is signed by %(key)s, a key of %(parties)s."), fields))


def expired_agreement(bench: Bench) -> bool:
    """Check that a head was signed after the moment at which the agreement is said to have ended.

    Raises
    ------
    DoesNotVerifyError
        It was signed before.
    """
    shown = bench.shown()
    with blaming(N_("The exhibit %(name)s does not hold."), name=ENDS_AT):
        ends_at = read_time(bench.exhibit(ENDS_AT).decode("utf-8", errors="replace"))
    if shown.signed_at < ends_at:
        raise ProvesNothingError(N_("The head was signed before the agreement ended."))
    template = N_(
        "By the word of %(seen_by)s alone: the agreement ended at %(ends_at)s; compare it with its text. That the head "
        "was signed later is proved."
    )
    bench.tell(Finding(template, {"ends_at": ends_at.isoformat()} | _said(bench), doubt=True))
    return False


def _said(bench: Bench) -> dict[str, object]:
    """Return who saw it and when, for a sentence."""
    at = bench.evidence.seen_at.isoformat(timespec="milliseconds")
    return {"seen_by": bench.evidence.seen_by, "seen_at": at}

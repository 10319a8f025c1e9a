"""A receipt that a partner handed over: a head of our own log with the partner's cosignature under it."""

from collections.abc import Callable, Iterable

from tansiq.exchange.errors import ForeignLogError, ForkError
from tansiq.exchange.evidence.exhibits import HEAD_SHOWN, HERE
from tansiq.exchange.heads import ReleaseHead
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.ports import Inbox
from tansiq.exchange.pulling.memory import keyring_of
from tansiq.exchange.pulling.shown import read_shown
from tansiq.journal.errors import UnknownSignerError
from tansiq.journal.keys import Roots
from tansiq.journal.note import KeyType, VerifierKey, verify_note
from tansiq.language import N_


def log_keys(inbox: Inbox, roots: Roots) -> tuple[VerifierKey, ...]:
    """Return the keys that may sign for a partner's centre now, by what is kept of its own log.

    Parameters
    ----------
    inbox
        What is kept of the partner's log.
    roots
        Roots of the partner's parties; all of them must have certified a key.
    """
    return keyring_of(roots, list(inbox.about_keys())).log_keys(inbox.kept().size, of_all=True)


def check_receipt(
    data: bytes, *, origin: str, size: int, root_at: Callable[[int], bytes], our_keys: Iterable[VerifierKey],
    partner_keys: Iterable[VerifierKey], limits: Limits = LIMITS,
) -> tuple[ReleaseHead, int]:  # fmt: skip
    """Return the head that a receipt is for, and when the partner says it cosigned it [s since 1970].

    Parameters
    ----------
    data
        The note, as it was handed over.
    origin
        Origin line of our log for that partner.
    size
        How many entries the log has now.
    root_at
        Gives the log's root when it had so many entries, at most ``size`` [32 bytes].
    our_keys
        Keys that may have signed heads of our log.
    partner_keys
        Keys that may sign for the partner: :func:`log_keys` of its own log.

    Raises
    ------
    PartnerFaultError
        It is no head of a release log.
    ForeignLogError
        It is one of another log.
    ForkError
        It is not a head of this log as it is here: more entries, or others, under our own signature.
    BadSignatureError
        A signature does not fit.
    UnknownSignerError
        We did not sign this head, or the partner did not cosign it with a key that it is known here to have.
    """
    shown = read_shown(data, limits)
    head = shown.head
    if head.origin != origin:
        template = N_("The receipt is for log %(found)s, not for %(origin)s.")
        raise ForeignLogError(template, found=head.origin, origin=origin, exhibits=((HEAD_SHOWN, data),))
    ours = list(our_keys)
    cosigning = [each.as_type(KeyType.COSIGNATURE) for each in partner_keys]
    signed = verify_note(shown.note, [*ours, *cosigning])
    times = [each.at_s for each in signed if each.at_s is not None]
    if len(times) == len(signed) or not times:
        raise UnknownSignerError(N_("The receipt must be signed by this centre and cosigned by the partner."))
    if head.size > size or root_at(head.size) != head.checkpoint.root:
        template = N_(
            "The receipt is for a head of %(size)s entries that was signed here and is not one of this log: was this "
            "centre made again from an old copy?"
        )
        raise ForkError(template, size=head.size, exhibits=((HEAD_SHOWN, data), (HERE, str(size).encode())))
    return head, max(times)

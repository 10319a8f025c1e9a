"""Who signed a head, and whether every party of its centre says that it may.

The first head comes before any entry is known, and a centre may change its key between two heads. Then the certificate
stands among the entries that the head itself promises. They are read ahead, in memory, until the signatures of the
parties' roots have shown that the head's signer is certified; nothing is kept meanwhile. When the entries are taken
over afterwards, the certificates must stand among them: :func:`check_signed` asks before anything is cosigned.
"""

from collections.abc import Iterator
from typing import Final

from tansiq.errors import TansiqError
from tansiq.exchange.errors import PartnerFaultError, RevokedPartnerKeyError
from tansiq.exchange.evidence.exhibits import HEAD_SHOWN, REVOCATION
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.ports import Transport
from tansiq.exchange.pulling import asking
from tansiq.exchange.pulling.memory import State, keyring_of
from tansiq.exchange.pulling.shown import Shown
from tansiq.journal.errors import BadSignatureError, UnknownSignerError
from tansiq.journal.keys import Keyring, Roots
from tansiq.journal.log import TILE_WIDTH
from tansiq.journal.note import Signed, VerifierKey, verify_note
from tansiq.journal.record import check_body, read_record
from tansiq.language import N_

_ABOUT_KEYS: Final = b'"kind":"key_'  # in canonical JSON it stands nowhere but as a key and the start of its value


def find_signer(
    shown: Shown, state: State, transport: Transport, roots: Roots, limits: Limits = LIMITS
) -> tuple[Signed, ...]:
    """Return who signed a head, of those that may.

    Entries that are read ahead are left in ``state.pending``, up to a tile.

    Raises
    ------
    RevokedPartnerKeyError
        Its signer was revoked, or nobody certified it.
    PartnerFaultError
        The signature of a certified key does not fit.
    LinkError
        The link broke while entries were read ahead.
    """
    signed = _signed(shown, state.keyring)
    if signed:
        return signed
    check_still(shown, state)
    state.ahead.clear()
    trial = keyring_of(roots, state.about_keys)
    for place, entry in _ahead(shown, state, transport, limits):
        if _ABOUT_KEYS in entry and _learn(trial, place, entry):
            state.ahead.append(entry)
            signed = _signed(shown, trial)
            if signed:
                return signed
    raise _uncertified(shown)


def gather(transport: Transport, shown: Shown, state: State, end: int, limits: Limits) -> None:
    """Let entries up to ``end`` (left out) arrive in ``state.pending``; they stay there if the link breaks."""
    first = state.edge.size + len(state.pending)
    for entry in asking.entries(transport, shown, first, end, limits):
        state.pending.append(entry)


def check_still(shown: Shown, state: State) -> None:
    """Check that no signer of a head was revoked by the entries that are known.

    Raises
    ------
    RevokedPartnerKeyError
        All that are known were.
    """
    known = [each for each in state.keyring if each.key.label in shown.labels]
    revoked = [each for each in known if each.revoked_at is not None and each.revoked_at < shown.size]
    standing = {each.key for each in known} - {each.key for each in revoked}
    if revoked and not standing:
        exhibits = [(HEAD_SHOWN, shown.data)]
        place = revoked[0].revoked_at
        exhibits += [(REVOCATION, entry) for at, entry in state.about_keys if at == place]
        template = N_("The head is signed by %(key)s, which %(party)s revoked at entry %(place)s.")
        raise RevokedPartnerKeyError(
            template, key=revoked[0].key.label, party=revoked[0].party, place=place, exhibits=tuple(exhibits)
        )


def check_signed(shown: Shown, state: State) -> tuple[Signed, ...]:
    """Return who signed a head, when all entries that it promises are known.

    Raises
    ------
    RevokedPartnerKeyError
        Nobody whom they certify, and do not revoke.
    """
    signed = _signed(shown, state.keyring)
    if not signed:
        check_still(shown, state)
        raise _uncertified(shown)
    return signed


def _signed(shown: Shown, keyring: Keyring) -> tuple[Signed, ...]:
    """Return who signed, of the keys that every party has certified; nobody if none of these has."""
    try:
        return verify_note(shown.note, _keys(shown, keyring))
    except UnknownSignerError:  # the certificate may stand further on; the caller looks there
        return ()
    except BadSignatureError as error:
        template = N_("The signature under the head of %(origin)s does not fit it: it was altered.")
        exhibits = ((HEAD_SHOWN, shown.data),)
        raise PartnerFaultError(template, origin=shown.head.origin, exhibits=exhibits) from error


def _keys(shown: Shown, keyring: Keyring) -> tuple[VerifierKey, ...]:
    return keyring.log_keys(shown.size, of_all=True)


def _ahead(shown: Shown, state: State, transport: Transport, limits: Limits) -> Iterator[tuple[int, bytes]]:
    """Yield entries beyond what is kept: a tile's worth, which is left pending, and others if that was not enough."""
    first, end = state.edge.size, min(shown.size, state.edge.size + limits.signer_entries)
    gather(transport, shown, state, min(end, first + TILE_WIDTH), limits)
    yield from enumerate(state.pending, first)
    further = first + len(state.pending)
    yield from enumerate(asking.entries(transport, shown, further, end, limits), further)


def _learn(keyring: Keyring, place: int, entry: bytes) -> bool:
    try:
        record = read_record(entry)
        check_body(record.content)
        keyring.admit(place, record)
    except TansiqError:  # when the entry is taken over it is refused and told
        return False
    return True


def _uncertified(shown: Shown) -> RevokedPartnerKeyError:
    template = N_("The head of %(origin)s is signed by %(keys)s, which the parties have not certified in that log.")
    keys = ", ".join(sorted(shown.labels))
    return RevokedPartnerKeyError(template, origin=shown.head.origin, keys=keys, exhibits=((HEAD_SHOWN, shown.data),))

"""Which key may sign what, place by place in a log. No clock, no storage: it is told records in their order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, cast, get_args

from tansiq.journal.errors import KeyMisuseError, RevokedKeyError, UnknownSignerError
from tansiq.journal.keys.roots import Roots
from tansiq.journal.note.verifier_key import KeyType, VerifierKey, parse_verifier_key
from tansiq.journal.record.envelope import Record
from tansiq.language import N_

Purpose: TypeAlias = Literal["centre", "signatory", "watch", "witness", "root"]
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)

CERTIFICATE: Final = "key_certificate/1"
REVOCATION: Final = "key_revocation/1"
_KINDS: Final = frozenset({CERTIFICATE, REVOCATION})


@dataclass(frozen=True, slots=True)
class Standing:
    """What one party has said about one key.

    Attributes
    ----------
    key, party, purpose
        Which key may speak for whom, and as what.
    after
        It may sign at later places than this one in the log.
    revoked_at
        It may sign nothing after this place; None if it was not revoked.
    doubtful_from
        Its signatures from this place on are doubtful; None if it was not revoked.
    """

    key: VerifierKey
    party: str
    purpose: Purpose
    after: int
    revoked_at: int | None = None
    doubtful_from: int | None = None


class Keyring:
    """The keys of a log, as its records certify and revoke them.

    Parameters
    ----------
    roots
        The parties' roots, trusted before anything is read.
    whole
        Whether the log is a centre's whole journal. A log of what was released holds only some of its records, so the
        place that a revocation names, one in the journal, means nothing there: every signature by that key is doubtful.
    """

    def __init__(self, roots: Roots, *, whole: bool = True) -> None:
        self._parties = frozenset(roots)
        self._whole = whole
        self._standings: dict[tuple[str, str], Standing] = {}
        self._last: int | None = None
        for party, keys in roots.items():
            for key in keys:
                self._standings[key.label, party] = Standing(key, party, "root", after=-(2**63))

    def __iter__(self) -> Iterator[Standing]:
        return iter(self._standings.values())

    def admit(self, place: int, record: Record) -> Standing:
        """Check that a record was signed by a key that may sign it there, and learn what it says about keys.

        Parameters
        ----------
        place
            Its number in the log; must grow from call to call.
        record
            Well formed, and its body of its kind's form where the kind is known.

        Raises
        ------
        UnknownSignerError
            No key of that name and id may speak for the record's party.
        RevokedKeyError
            It was revoked before.
        KeyMisuseError
            The key is there for other purposes, or the certificate or revocation is not the signer's to give.
        BadSignatureError
            The signature does not fit.
        """
        if self._last is not None and place <= self._last:
            message = f"place {place} after {self._last}"
            raise ValueError(message)
        standing = self._signer(place, record)
        record.verify(standing.key)
        _check_purpose(standing, record)
        if record.content.kind == CERTIFICATE:
            self._certify(place, record)
        elif record.content.kind == REVOCATION:
            self._revoke(place, record, standing)
        self._last = place
        return standing

    def log_keys(self, place: int, *, of_all: bool = False) -> tuple[VerifierKey, ...]:
        """Return the keys that may sign the head of a log when it has ``place`` entries.

        Parameters
        ----------
        place
            Size of the log.
        of_all
            Only keys that every party with a root has certified: for a log that rests on these roots, so that no
            party alone can sign the head of a log that both answer for.
        """
        keys = {each.key.label: each.key for each in self if each.purpose == "centre" and _may_sign(each, place)}
        return tuple(key for key in keys.values() if not of_all or self.parties_of(key, place) == self._parties)

    def parties_of(self, key: VerifierKey, place: int) -> frozenset[str]:
        """Return the parties that ``key`` may sign for at ``place``, or under a head of so many entries."""
        return frozenset(each.party for each in self if each.key == key and _may_sign(each, place))

    def witnesses(self, place: int) -> tuple[VerifierKey, ...]:
        """Return the keys whose cosignatures count when the log has ``place`` entries."""
        keys = (each.key for each in self if each.purpose in {"witness", "centre"} and _may_sign(each, place))
        return tuple(key.as_type(KeyType.COSIGNATURE) for key in keys)

    def doubtful(self, place: int, standing: Standing) -> bool:
        """Tell whether a signature at ``place`` has become doubtful by a revocation learnt since."""
        now = self._standings[standing.key.label, standing.party]
        return now.doubtful_from is not None and place >= now.doubtful_from

    def _signer(self, place: int, record: Record) -> Standing:
        label = f"{record.signature.name}+{record.signature.key_id.hex()}"
        party = record.content.party
        standing = self._standings.get((label, party))
        if standing is None or place <= standing.after:
            raise UnknownSignerError(N_("Key %(key)s may not sign for %(party)s here: no certificate says so."),
                                     key=label, party=party)  # fmt: skip
        if not _may_sign(standing, place):
            template = N_("Key %(key)s of %(party)s was revoked at entry %(place)s and signs nothing after it.")
            raise RevokedKeyError(template, key=label, party=party, place=standing.revoked_at)
        return standing

    def _certify(self, place: int, record: Record) -> None:
        body, party = record.content.body, record.content.party
        key = parse_verifier_key(str(body["key"]))
        clash = any(each.key.label == key.label and (each.key != key or each.party == party) for each in self)
        if key.type is not KeyType.NOTE or clash:
            template = N_("Key %(key)s cannot be certified: it is known already, was revoked, or is of the wrong type.")
            raise KeyMisuseError(template, key=key.label)
        self._standings[key.label, party] = Standing(key, party, cast("Purpose", body["purpose"]), after=place)

    def _revoke(self, place: int, record: Record, by: Standing) -> None:
        body, party = record.content.body, record.content.party
        revoked = self._standings.get((str(body["key"]), party))
        since = body["not_trusted_from"] if self._whole else 0
        if revoked is None or (by.purpose != "root" and by != revoked) or not isinstance(since, int) or since > place:
            template = N_("Key %(key)s is not %(signer)s's to revoke, or not from entry %(since)s on.")
            raise KeyMisuseError(template, key=body["key"], signer=by.key.label, since=since)
        self._standings[revoked.key.label, party] = replace(revoked, revoked_at=place, doubtful_from=since)


HANDOVER: Final = "watch_handover"
ROOT_KINDS: Final = frozenset({"key_certificate", "key_revocation"})
# What keys of each purpose may sign, by kind without its version; None: everything that no other purpose is for.
_MAY_SIGN: Final[Mapping[Purpose, frozenset[str] | None]] = {
    "root": ROOT_KINDS,
    "signatory": frozenset({"decision_signature", "key_revocation"}),
    "watch": frozenset({"decision_signature", "key_revocation"}),  # of handovers and receipts: check_watch_act
    "witness": frozenset({"key_revocation"}),
    "centre": None,
}
_NOT_BY_CENTRES: Final = frozenset({"key_certificate", "decision_signature"})


def _check_purpose(standing: Standing, record: Record) -> None:
    name = record.content.kind.partition("/")[0]
    if name in ROOT_KINDS and record.content.kind not in _KINDS:
        # A revocation that an old reader passes over would leave a lost key trusted.
        raise KeyMisuseError(N_("Kind %(kind)s says something about keys that this version does not know. Update it."),
                             kind=record.content.kind)  # fmt: skip
    allowed = _MAY_SIGN[standing.purpose]
    if name in _NOT_BY_CENTRES if allowed is None else name not in allowed:
        template = N_("Key %(key)s is a key for purpose %(purpose)s and may not sign a record of kind %(kind)s.")
        raise KeyMisuseError(template, key=standing.key.label, purpose=standing.purpose, kind=record.content.kind)


def check_watch_act(standing: Standing, act: str, kind: str) -> None:
    """Hold a decision signature by a duty officer's key against what it is about.

    Parameters
    ----------
    standing
        The key that signs.
    act
        What it does: ``sign``, ``confirm_receipt`` ...
    kind
        Name, without version, of the kind of the record it is about.

    Raises
    ------
    KeyMisuseError
        A key for the watch signs something else than a handover, and does not only confirm receipt.
    """
    if standing.purpose == "watch" and kind != HANDOVER and act != "confirm_receipt":
        template = N_("Key %(key)s is a duty officer's: it signs handovers of the watch, and of other records, such as "
                      "this one (%(kind)s), only that they were received.")  # fmt: skip
        raise KeyMisuseError(template, key=standing.key.label, kind=kind)


def _may_sign(standing: Standing, place: int) -> bool:
    return standing.after < place and (standing.revoked_at is None or place <= standing.revoked_at)

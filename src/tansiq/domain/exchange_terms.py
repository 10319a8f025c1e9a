"""What an agreement says about the exchange between centres: who, what to whom, how often, whose certificates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tansiq.domain.names import Names

CHECKPOINT_EVERY_S: Final = 60
OVERDUE_AFTER_S: Final = 300
URGENT_WITHIN_S: Final = 60
COVERAGE_CELL_M: Final = 2000
ATTACHMENT_BYTES: Final = 32 * 2**20


@dataclass(frozen=True, slots=True)
class PartnerCentre:
    """A centre that takes part in the exchange.

    Attributes
    ----------
    name, domain
        As in its own ``centre.toml``; ``domain/name`` is what its keys and logs are named by.
    parties
        Whose it is: one, or both for a joint centre.
    authority
        The party whose authority certifies the centre's connections.
    address
        Where partners reach it, ``https://host:port``; empty if only by stick.
    contact
        Whom to phone when the link is dead: a function and a channel, never a person.
    """

    name: str
    domain: str
    parties: frozenset[str]
    authority: str
    address: str = ""
    contact: Names = field(default_factory=Names)

    @property
    def id(self) -> str:
        """What its keys and logs are named by."""
        return f"{self.domain}/{self.name}"

    @property
    def host(self) -> str:
        """What its TLS certificate names it by (a DNS name that need not resolve)."""
        return f"{self.name}.{self.domain}"


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """One clause that lets records travel: these kinds, from these centres, to those.

    Attributes
    ----------
    clause
        Its number in the agreement's text.
    kinds
        Kinds of record, without version.
    origins, recipients
        Names of centres.
    stubs
        Whether what is not released under this clause leaves a trace: "withheld under clause ...".
    """

    clause: str
    kinds: frozenset[str]
    origins: frozenset[str]
    recipients: frozenset[str]
    stubs: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeTerms:
    """The exchange's part of an agreement in force.

    Attributes
    ----------
    text
        Digest of the agreement text's record.
    effective_at, ends_at
        From when it holds, and until when; None: until another takes its place. Aware.
    centres
        Everybody who takes part.
    authorities
        Each party's own certificate authority: its X.509 certificate, DER.
    rules
        What is released; whatever no rule names is released to nobody.
    checkpoint_every_s
        A head is signed at least this often, also when nothing was released [s].
    overdue_after_s
        Without word for so long, both sides alarm [s].
    urgent_within_s
        A flash or immediate record not received within this is to be phoned [s].
    coverage_cell_m
        Released coverage is never finer than this [m].
    attachment_bytes
        Largest attachment [bytes].
    """

    text: str
    effective_at: datetime
    ends_at: datetime | None
    centres: tuple[PartnerCentre, ...]
    authorities: Mapping[str, bytes]
    rules: tuple[ReleaseRule, ...]
    checkpoint_every_s: int = CHECKPOINT_EVERY_S
    overdue_after_s: int = OVERDUE_AFTER_S
    urgent_within_s: int = URGENT_WITHIN_S
    coverage_cell_m: int = COVERAGE_CELL_M
    attachment_bytes: int = ATTACHMENT_BYTES

    def centre(self, name: str) -> PartnerCentre | None:
        """Return the centre of that name, None if it takes no part."""
        return next((each for each in self.centres if each.name == name), None)

    def partners(self, name: str) -> tuple[PartnerCentre, ...]:
        """Return the centres that ``name`` keeps a link with: a rule runs one way or the other."""
        linked = {
            other
            for rule in self.rules
            for one, others in ((rule.origins, rule.recipients), (rule.recipients, rule.origins))
            if name in one
            for other in others
        }
        return tuple(each for each in self.centres if each.name in linked - {name})

    def in_force(self, moment: datetime) -> bool:
        """Tell whether it holds at ``moment`` (aware)."""
        return self.effective_at <= moment and (self.ends_at is None or moment < self.ends_at)

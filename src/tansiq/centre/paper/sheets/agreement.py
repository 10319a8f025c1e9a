"""The text of an agreement or annex on paper, its authentic languages side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.centre.paper.document import (
    Block,
    Clause,
    Clauses,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Proof,
    Signature,
    Signatures,
    Table,
    Words,
)
from tansiq.centre.paper.sheets.frame import Frame, Reservation, Texts, framed, reservations, say, told
from tansiq.language import LANGUAGES, N_, Language


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation: the clause it follows from, who owes it, what, until when; None where no day is set."""

    clause: str
    owners: Sequence[str]
    text: Texts
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What may travel between centres, in the language of the page.

    Attributes
    ----------
    centres
        Name, whose, who certifies its connections, address, whom to telephone.
    rules
        Clause, what, from, to, what is told of what is not released.
    figures
        Times and sizes: what, and how much.
    authorities
        Party, and digest of its authority's certificate.
    """

    centres: Sequence[tuple[str, ...]]
    rules: Sequence[tuple[str, ...]]
    figures: Sequence[tuple[str, str]]
    authorities: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AgreementText:
    """One version of an agreement or annex. Names and words are in the language of the page.

    Attributes
    ----------
    frame
        What stands around it; its serial is the agreement's object.
    title
        In its languages.
    version
        Of the text.
    standing
        Where it stands, in a sentence: in force since when, draft, superseded.
    parties
        Their names, in the order in which they stand on this sheet.
    authentic_languages
        Those that bind, in the order of the columns.
    clauses
        Articles, clauses, annexes, in order.
    unwritten
        Numbers of clauses that write down unwritten practice.
    obligations, reservations
        As in the text.
    dispute_steps
        From the first to the last.
    signatures
        Where the decision that put it in force is signed; empty to print none.
    digest, address
        Of the text's record, and where it is found; an empty digest prints no code.
    caution
        Something to be said before the text, such as that it is a model and no agreement.
    exchange
        What may travel between centres; None if the text says nothing of it.
    """

    frame: Frame
    title: Texts
    version: int
    standing: str
    parties: Sequence[str]
    authentic_languages: Sequence[Language]
    clauses: Sequence[Clause]
    unwritten: Sequence[str] = ()
    obligations: Sequence[Duty] = ()
    reservations: Sequence[Reservation] = ()
    dispute_steps: Sequence[Texts] = ()
    signatures: Sequence[Signature] = ()
    digest: str = ""
    address: str = ""
    caution: str = ""
    exchange: Exchange | None = None


CALLED: Final = N_("Title")
STANDS: Final = N_("Where it stands")
VERSION: Final = N_("Version")
PARTIES: Final = N_("Parties")
UNWRITTEN: Final = N_("Clauses that write down unwritten practice")
TEXT: Final = N_("Text")
OBLIGATIONS: Final = N_("Obligations")
CLAUSE: Final = N_("Clause")
OWED_BY: Final = N_("Owed by")
OBLIGATION: Final = N_("Obligation")
DUE: Final = N_("Due")
NO_DAY: Final = N_("No day set")
EXCHANGE: Final = N_("Exchange between centres")
RELEASED: Final = N_("What is released")
RULE_HEADERS: Final = (CLAUSE, N_("What"), N_("From"), N_("To"), N_("What is not released"))
CENTRES: Final = N_("Centres")
CENTRE_HEADERS: Final = (
    N_("Centre"), N_("Whose"), N_("Connections certified by"), N_("Address"), N_("Whom to telephone"),
)  # fmt: skip
AUTHORITIES: Final = N_("Who certifies connections: digest of each authority's certificate")
DISPUTES: Final = N_("Steps when the parties differ")
STEP: Final = N_("Step")
SIGNED: Final = N_("Signatures")
BINDS: Final = N_("Texts in the authentic languages bind; others help to read.")
RECORD: Final = N_("Digest of the text's record: what both parties sign names it.")


def agreement_text(sheet: AgreementText, language: Language) -> Document:
    """Return ``sheet`` as a document."""
    return framed(sheet.frame, told(sheet.title, language).split("\n")[0], tuple(_blocks(sheet, language)))


def _blocks(sheet: AgreementText, language: Language) -> Iterator[Block]:
    if sheet.caution:
        yield Notice(sheet.caution)
    yield Facts(tuple(_facts(sheet, language)))
    yield Heading(say(TEXT, language))
    yield Paragraph(say(BINDS, language), language)
    others = tuple(each for each in LANGUAGES if each not in sheet.authentic_languages)
    yield Clauses(sheet.authentic_languages, sheet.clauses, others)
    if sheet.exchange:
        yield from _exchange(sheet.exchange, language)
    if sheet.obligations:
        yield _obligations(sheet, language)
    if sheet.dispute_steps:
        rows = [(str(number), _binding(step, sheet, language)) for number, step in enumerate(sheet.dispute_steps, 1)]
        yield Table((say(STEP, language), say(TEXT, language)), rows, say(DISPUTES, language))
    yield from reservations(sheet.reservations, language)
    if sheet.signatures:
        yield Heading(say(SIGNED, language))
        yield Signatures(sheet.signatures)
    if sheet.digest:
        yield Proof(sheet.digest, say(RECORD, language), sheet.address)


def _exchange(exchange: Exchange, language: Language) -> Iterator[Block]:
    yield Heading(say(EXCHANGE, language))
    yield Table([say(each, language) for each in RULE_HEADERS], exchange.rules, say(RELEASED, language))
    yield Table([say(each, language) for each in CENTRE_HEADERS], exchange.centres, say(CENTRES, language))
    yield Facts(exchange.figures)
    yield Heading(say(AUTHORITIES, language), 3)
    yield Facts(exchange.authorities)


def _binding(texts: Texts, sheet: AgreementText, language: Language) -> str:
    """Return ``texts`` in the languages that bind, then in the reader's."""
    found = (texts.get(each) for each in (*sheet.authentic_languages, language))
    return "\n".join(dict.fromkeys(text for text in found if text)) or told(texts, language)


def _facts(sheet: AgreementText, language: Language) -> Iterator[tuple[str, Words]]:
    yield say(CALLED, language), _binding(sheet.title, sheet, language)
    yield say(STANDS, language), sheet.standing
    yield say(VERSION, language), str(sheet.version)
    yield say(PARTIES, language), " · ".join(sheet.parties)
    if sheet.unwritten:
        yield say(UNWRITTEN, language), ", ".join(sheet.unwritten)


def _obligations(sheet: AgreementText, language: Language) -> Table:
    headers = tuple(say(each, language) for each in (CLAUSE, OBLIGATION, OWED_BY, DUE))
    rows = [
        (
            each.clause,
            _binding(each.text, sheet, language),
            " · ".join(each.owners),
            each.due_at or say(NO_DAY, language),
        )
        for each in sheet.obligations
    ]
    return Table(headers, rows, say(OBLIGATIONS, language))

"""What a decision's evidence says to somebody who holds its certificate: which bytes, which words, agreed or not."""

from collections.abc import Iterator
from typing import Final

from tansiq.domain.decision import Act, Effect, Proposal, State, stand
from tansiq.domain.time import date_time_group
from tansiq.journal.audit.findings import Finding, Tell
from tansiq.journal.record.envelope import Record
from tansiq.journal.record.proposal import read_act, read_proposal
from tansiq.language import N_

PROPOSAL: Final = "decision_proposal/1"
SIGNATURE: Final = "decision_signature/1"
_GROUP: Final = 8
_MOST: Final = 1500  # characters of a text that are shown


def tell_excerpt(records: list[tuple[int, Record]], tell: Tell) -> None:
    """Tell of each decision among ``records`` what was signed and how it stands.

    Parameters
    ----------
    records
        Checked, in the order claimed for them. Only the last one's place in the log is proved: whoever made the file
        chose the others and their order. So what completes an agreement must be the last; the rest is said as doubt.
    tell
        Is told.
    """
    for place, record in records:
        if record.content.kind == PROPOSAL:
            _tell(place, record, records, tell)


def _tell(place: int, record: Record, records: list[tuple[int, Record]], tell: Tell) -> None:
    content, body = record.content, record.content.body
    proposal = read_proposal(
        body, digest=record.digest, party=content.party, place=place, entered_at=content.entered_at
    )
    tell(Finding(N_("What was signed has the digest %(digest)s"), {"digest": grouped(record.digest)}))
    for language, text in _texts(record):
        tell(Finding(N_("It says (%(language)s): %(text)s"), {"language": language, "text": text}))
    acts = list(_acts(record.digest, records))
    tell(_standing(proposal, acts, proved=records[-1][0]))
    template = N_("Of the records in this file only the last one's place is proved. The log shows the others' places.")
    tell(Finding(template, doubt=True))


def grouped(digest: str) -> str:
    """Return a digest in groups, as it is printed on a certificate."""
    kind, _, digits = digest.partition(":")
    return " ".join([f"{kind}:", *(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))])


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    texts, authentic = record.content.body["text"], record.content.body["authentic_languages"]
    if isinstance(texts, dict) and isinstance(authentic, list):
        for language in authentic:
            said = str(texts.get(str(language), "")).replace("\n", " ")
            yield str(language), said if len(said) <= _MOST else f"{said[:_MOST]}..."


def _acts(digest: str, records: list[tuple[int, Record]]) -> Iterator[Act]:
    for place, record in records:
        content = record.content
        if content.kind == SIGNATURE and content.body["record"] == digest:
            yield read_act(content.body, party=content.party, place=place, entered_at=content.entered_at)


def _standing(proposal: Proposal, acts: list[Act], proved: int) -> Finding:
    """Say how it stands by these records alone, at the moment of the last: what follows from time, the reader knows."""
    standing = stand(proposal, acts, max([proposal.entered_at, *(act.entered_at for act in acts)]))
    parties = ", ".join(sorted(standing.signed)) or "-"
    effective = date_time_group(proposal.effective_at)
    if proposal.matter.effect is Effect.RESTRICTIVE and standing.signed:
        template = N_("By these records it binds whoever signed it: %(parties)s.")
        return Finding(template, {"parties": parties})
    agreed = standing.state in {State.AGREED, State.IN_EFFECT, State.ENDED}
    if agreed and standing.complete and standing.complete.place == proved:
        template = N_(
            "By these records both parties (%(parties)s) signed in time and knew it of each other in time, so it takes "
            "effect at %(effective)s, unless one withdrew it before then in a record that is not in this file."
        )
        return Finding(template, {"parties": parties, "effective": effective})
    template = N_("By these records alone it is not agreed: signed by %(parties)s; both must sign and confirm receipt.")
    return Finding(template, {"parties": parties}, doubt=True)

"""The only place that writes the tables of texts and decisions."""

from tansiq.centre.agreement.models import Deed, Proposal, Text
from tansiq.centre.agreement.signable import how_signed
from tansiq.centre.door.history import find
from tansiq.centre.door.registry import Entered
from tansiq.journal.record import Record


def project_text(entered: Entered) -> None:
    """Show a version of a text."""
    content = entered.content
    body = content.body
    Text.write(
        entered, entered.record.digest, agreement=body["agreement"], version=body["version"], body=dict(body),
        party=content.party, account=content.author or "", place=entered.place, entered_at=content.entered_at,
    )  # fmt: skip


def project_proposal(entered: Entered) -> None:
    """Show a proposal."""
    content = entered.content
    Proposal.write(
        entered, entered.record.digest, serial=content.object, matter=content.body["decision"],
        body=dict(content.body), party=content.party, account=content.author or "", role=content.author_role,
        place=entered.place, entered_at=content.entered_at,
    )  # fmt: skip


def project_signature(entered: Entered) -> None:
    """Show a signature where the part whose record it is about shows it."""
    signed = find(str(entered.content.body["record"]))
    how_signed(signed).project(entered, signed)


def project_deed(entered: Entered, proposal: Record) -> None:
    """Show what a party did about a proposal."""
    content, signature = entered.content, entered.record.signature
    Deed.write(
        entered, entered.record.digest, proposal=proposal.digest, act=content.body["act"], body=dict(content.body),
        party=content.party, account=content.author or "", signed_with=f"{signature.name}+{signature.key_id.hex()}",
        place=entered.place, entered_at=content.entered_at,
    )  # fmt: skip

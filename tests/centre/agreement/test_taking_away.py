"""Certificate and proof: what a recipient holds in hands shows that both parties signed, without this centre."""

import io
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from tansiq.centre.agreement.models import Proposal
from tansiq.centre.agreement.overview import shown_decisions
from tansiq.centre.agreement.proof import prove
from tansiq.centre.door.author import centre_author
from tansiq.centre.door.models import Entry
from tansiq.centre.door.publishing import publish
from tansiq.centre.door.putting import admit
from tansiq.centre.door.refusals import Refusal
from tansiq.centre.founding.first_records import certify_centre
from tansiq.cli import main
from tansiq.errors import DoesNotVerifyError
from tansiq.journal.audit import Finding, audit_excerpt, make_excerpt
from tansiq.journal.audit.decisions import grouped
from tansiq.journal.keys import Roots, generate, lock, parse_roots
from tansiq.journal.log import Folder
from tests.centre.agreement.two_parties import FEDERAL, FEDERAL_DUTY, REGIONAL, Pens, propose
from tests.centre.founded import Founded
from tests.centre.signed_in import signed_in


def roots_of(centre: Founded) -> Roots:
    return parse_roots((centre.identity.journal / "roots").read_bytes())


def proven(serial: str = "decision-1") -> bytes:
    from django.utils import timezone  # noqa: PLC0415 - used once

    shown = next(each for each in shown_decisions(None, timezone.now()) if each.row.serial == serial)
    return prove(shown.row, shown.placed.standing).data


@pytest.fixture
def decided(pens: Pens) -> Pens:
    proposal = propose()
    pens.act(FEDERAL, proposal)
    pens.act(REGIONAL, proposal)
    pens.act(FEDERAL_DUTY, proposal, "confirm_receipt")
    return pens


def test_the_proof_says_that_both_parties_keys_signed_the_very_bytes(centre: Founded, decided: Pens) -> None:
    said: list[Finding] = []
    audit_excerpt(proven(), roots_of(centre), tell=said.append)
    words = "\n".join(each.words("en") for each in said)
    for officer in (FEDERAL, REGIONAL):
        assert f"{officer.party} {decided.of(officer).key.label}" in words
    assert "its very bytes were signed by" in words
    row = Proposal.objects.at(None).get()
    assert grouped(row.key) in words
    assert row.body["text"]["ckb"].split()[0] in words
    assert "signed in time and knew it of each other" in words


def test_a_proof_made_to_end_with_something_else_than_what_completed_it_claims_no_agreement(
    centre: Founded, decided: Pens
) -> None:
    """Only the last record's place is proved; whoever makes the file chooses the order of the others."""
    proposal, late = Proposal.objects.at(None).get(), propose(number=2)
    decided.act(FEDERAL, late)
    publish()
    rows = list(Entry.objects.filter(place__lt=late.place + 1).order_by("place").values_list("entry", flat=True))
    data = make_excerpt(Folder(centre.identity.journal), late.place, [bytes(each) for each in rows[:-1]])
    said: list[Finding] = []
    audit_excerpt(data, roots_of(centre), tell=said.append)
    words = "\n".join(each.words("en") for each in said)
    assert grouped(proposal.key) in words
    assert "signed in time and knew it of each other" not in words


def test_tansiq_verify_accepts_the_proof_offline(
    centre: Founded,
    decided: Pens,  # noqa: ARG001 - the decision
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    proof, roots = tmp_path / "decision.tlog-proof", tmp_path / "roots.txt"
    proof.write_bytes(proven())
    roots.write_bytes((centre.identity.journal / "roots").read_bytes())
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(proof), "--trust", str(roots)])
    assert ended.value.code in {0, None}, capsys.readouterr()
    assert "federal.local/fed-signatory-1" in capsys.readouterr().out


def test_a_proof_with_one_byte_altered_does_not_verify(centre: Founded, decided: Pens) -> None:  # noqa: ARG001 - the decision
    data, trusted = bytearray(proven()), roots_of(centre)
    extra = data.index(b"extra ") + len(b"extra ")
    for at in (extra + 400, extra + 2000, len(data) - 40):
        data[at] = ord("A") if data[at] != ord("A") else ord("B")
        with pytest.raises(DoesNotVerifyError):
            audit_excerpt(bytes(data), trusted)
        data = bytearray(proven())


def test_while_one_party_has_signed_the_proof_names_that_party_alone(centre: Founded, pens: Pens) -> None:
    proposal = propose()
    row = Proposal.objects.at(None).get()
    with pytest.raises(Refusal, match="Nobody has signed"):
        proven(row.serial)
    pens.act(FEDERAL, proposal)
    said: list[Finding] = []
    audit_excerpt(proven(), roots_of(centre), tell=said.append)
    decision = next(each.words("en") for each in said if "very bytes" in each.words("en"))
    assert "federal.local/fed-signatory-1" in decision
    assert "regional.local" not in decision


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_certificate_carries_digest_keys_and_both_signatures(decided: Pens, language: str) -> None:
    browser = signed_in("fed-viewer-1", "federal", ["viewer"])
    answer = browser.get(f"/agreement/decisions/decision-1/certificate.pdf?language={language}")
    assert answer["Content-Type"] == "application/pdf", answer.content[:3000]
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    packed = "".join(letter for letter in text if unicodedata.category(letter) not in {"Cf", "Zs", "Cc"})
    digest = Proposal.objects.at(None).get().key.removeprefix("sha256:")
    # A reader of the file may give groups of a line in another order where the page runs from right to left.
    assert all(digest[at : at + 4] in packed for at in range(0, len(digest), 4)), text
    for officer in (FEDERAL, REGIONAL):
        assert decided.of(officer).key.label in packed, text


def test_the_proof_is_handed_out_by_the_page(decided: Pens) -> None:  # noqa: ARG001 - the decision
    browser = signed_in("reg-viewer-1", "regional", ["viewer"])
    answer = browser.get("/agreement/decisions/decision-1/proof.tlog-proof")
    assert answer.content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert 'filename="bar-decision-1.tlog-proof"' in answer["Content-Disposition"]


def test_a_proof_holds_after_the_centre_has_changed_its_key(centre: Founded, decided: Pens) -> None:  # noqa: ARG001 - the decision
    who = centre.identity
    renewed = generate(f"{who.domain}/{who.name}")
    for party, root in centre.roots.items():
        entry = certify_centre(who, party, root.signer, renewed.key, datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
        admit(entry, centre_author(party))
    (who.keys / "centre.key").write_bytes(lock(renewed, who.passphrase_file.read_text().strip()))
    said: list[Finding] = []
    audit_excerpt(proven(), roots_of(centre), tell=said.append)
    assert any(f"{renewed.key.label}" in each.words("en") for each in said)
    assert "signed in time and knew it of each other" in "\n".join(each.words("en") for each in said)

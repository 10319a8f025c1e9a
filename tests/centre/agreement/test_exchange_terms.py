"""Terms of an exchange in a text: entered through the page, shown in words and on paper, carried by the proof file."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from tansiq.centre.agreement.exchange_part import check_exchange, model_annex
from tansiq.centre.agreement.exchange_words import changed_exchange, shown_exchange
from tansiq.centre.agreement.models import Proposal, Text
from tansiq.centre.agreement.overview import shown_decisions
from tansiq.centre.agreement.proof import prove
from tansiq.centre.agreement.seeds import body_of, read_text_file, text_file
from tansiq.centre.door.history import find
from tansiq.centre.door.putting import put
from tansiq.centre.door.refusals import Refusal
from tansiq.cli import main
from tansiq.journal.json_strict import canonical
from tansiq.journal.record import KINDS
from tests.centre.agreement.authorities import CENTRES, authorities
from tests.centre.agreement.two_parties import FEDERAL, REGIONAL, Pens, give_key, propose
from tests.centre.founded import Founded
from tests.centre.signed_in import signed_in

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PARTIES = ("federal", "regional")


def body(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part
    table = model_annex(CENTRES, authorities())
    table = {**table, "exchange": table["exchange"] | changes}
    return body_of(table, agreement="release-rules", version=1, parties=PARTIES, entered_at=AT)


def check(part: dict[str, Any]) -> None:
    check_exchange(part, [each["number"] for each in body()["clauses"]], PARTIES)


def test_the_model_annex_is_of_the_newer_kind_s_form_and_comes_back_from_its_file() -> None:
    made = body()
    KINDS["agreement_text/2"].check(made)
    check(made["exchange"])
    again = body_of(
        read_text_file(text_file(made)), agreement="release-rules", version=1, parties=PARTIES, entered_at=AT
    )
    assert json.loads(canonical(again)) == json.loads(canonical(made))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"overdue_after_s": 60}, "overdue before"),
        ({"release": [{"clause": "A5.9", "kinds": ["message"], "from": ["bar"], "to": ["bar"]}]}, "no clause A5.9"),
        ({"release": [{"clause": "A5.5", "kinds": ["message"], "from": ["bar"], "to": ["far"]}]}, "far"),
        ({"authorities": body()["exchange"]["authorities"][:1]}, "regional's authority is missing"),
        ({"authorities": body()["exchange"]["authorities"] * 2}, "two authorities"),
        ({"authorities": [{"party": party, "certificate": "A" * 120} for party in PARTIES]}, "not an X.509"),
        ({"centres": body()["exchange"]["centres"] * 2}, "Two centres"),
        ({"centres": [each | {"authority": "regional"} for each in body()["exchange"]["centres"]]}, "federal-hq"),
        ({"centres": [each | {"parties": ["foreign"]} for each in body()["exchange"]["centres"]]}, "other parties"),
    ],
)
def test_terms_that_could_not_be_kept_are_refused_in_words(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        check(body(**changes)["exchange"])


@pytest.mark.usefixtures("centre", "cheap_locks")
def test_a_file_with_terms_is_entered_and_read_in_three_languages_and_on_paper() -> None:
    browser = signed_in("fed-signatory-1", "federal", ["signatory"])
    file = SimpleUploadedFile("annex.toml", tomli_w.dumps(dict(model_annex(CENTRES, authorities()))).encode())
    sent = browser.post("/agreement/texts/new/", {"agreement": "release-rules", "file": file})
    assert sent.status_code == 302, sent.content.decode()
    row = Text.objects.at(None).get()
    assert find(row.key).content.kind == "agreement_text/2"
    for language in ("en", "ar", "ckb"):
        page = browser.get(f"/agreement/texts/release-rules/1/?language={language}").content.decode()
        assert "https://10.0.0.1:8443" in page
        assert 'id="exchange-title"' in page
    page = browser.get("/agreement/texts/release-rules/1/?language=en").content.decode()
    for said in ("Messages", "5 minutes", "60 seconds", "32 MiB", "only by stick", "line 12", "A5.5"):
        assert said in page
    paper = browser.get("/agreement/texts/release-rules/1/text.pdf")
    assert paper.status_code == 200, paper.content[:400]
    assert paper.content.startswith(b"%PDF")


@pytest.mark.usefixtures("centre", "anybody_may")
def test_the_door_refuses_terms_that_could_not_be_kept() -> None:
    with pytest.raises(Refusal, match="overdue before"):
        put("agreement_text/2", body(overdue_after_s=30), FEDERAL.author("signatory"), object="release-rules")


@pytest.mark.usefixtures("anybody_may", "cheap_locks")
def test_the_proof_file_of_the_decision_carries_the_terms(centre: Founded) -> None:
    text = put("agreement_text/2", body(), FEDERAL.author("signatory"), object="release-rules")
    proposal = propose(decision="annex", about=["release-rules"], texts_decided=[text.record.digest])
    pens = Pens()
    for officer in (FEDERAL, REGIONAL):
        give_key(centre, officer)
        pens.act(officer, proposal)
    pens.act(FEDERAL, proposal, "confirm_receipt")
    shown = shown_decisions(None, datetime.now(UTC))[0]
    proof = prove(Proposal.objects.at(None).get(), shown.placed.standing)
    entries = [base64.b64decode(word) for word in proof.data.split() if len(word) > len(text.record.entry)]
    assert any(text.record.entry in each for each in entries)
    assert shown.state.value == "agreed"


def test_what_changed_in_the_terms_is_said() -> None:
    assert changed_exchange(body(), body(), "en") == []
    changed = dict(changed_exchange(body(), body(overdue_after_s=600), "en"))
    assert [any("5 minutes" in line for line in changed["earlier"]), len(changed["later"])] == [True, 1]
    assert "10 minutes" in changed["later"][0]
    assert shown_exchange({"clauses": []}, "en") is None


def test_the_command_writes_a_text_that_can_be_entered(tmp_path: Path) -> None:
    files = []
    for party, pem in authorities().items():
        (tmp_path / party).write_bytes(pem)
        files += ["--authority", f"{party}={tmp_path / party}"]
    centres = ["federal-hq=federal@https://10.0.0.1:8443", "bar=federal+regional", "regional-hq=regional"]
    asked = [word for each in centres for word in ("--centre", each)]
    done = CliRunner().invoke(main, ["--lang", "en", "exchange", "terms", str(tmp_path / "annex.toml"), *asked, *files])
    assert done.exit_code == 0, done.output
    made = body_of(
        read_text_file((tmp_path / "annex.toml").read_bytes()), agreement="a", version=1, parties=PARTIES, entered_at=AT
    )
    KINDS["agreement_text/2"].check(made)
    check(made["exchange"])
    wrong = CliRunner().invoke(main, ["--lang", "en", "exchange", "terms", "x.toml", "--centre", "bar", *files])
    assert wrong.exit_code == 2

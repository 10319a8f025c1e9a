"""Two parties, strangers to the software, make a joint centre and work in it for a watch; then the proof leaves it.

One story, told in order: each test is a chapter that needs those before it. One party reads Arabic, the other Sorani.
"""

import re
import unicodedata
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tansiq.domain.time import LOCAL_ZONE
from tansiq.language import translate
from tests.browser.two_parties.conftest import Centre, tansiq
from tests.browser.two_parties.people import Person

pytestmark = pytest.mark.browser
PARTIES = ("federal", "regional")
INVITATION = re.compile(r"/accounts/join/([a-z0-9-]+)/")


def short(party: str) -> str:
    return party[:3]


def test_administrators_and_signatories_join_with_the_codes_on_paper(centre: Centre) -> None:
    for party in PARTIES:
        for role, function in (("administrator", "admin"), ("signatory", "sign")):
            person = centre.seat(f"{short(party)}-{function}-1", party)
            person.join(centre.codes[party, role])
            person.open("/home/")
            expect(person.page.locator("main h1, main h2").first).to_be_visible()


def test_an_invitation_of_one_opens_only_when_a_second_of_the_party_confirms(centre: Centre) -> None:
    for party in PARTIES:
        administrator = centre.people[f"{short(party)}-admin-1"]
        administrator.open("/accounts/invite/")
        administrator.choose(roles="duty_officer")
        administrator.press()
        found = INVITATION.search(administrator.page.locator("main").inner_text())
        assert found is not None
        officer = centre.seat(f"{short(party)}-duty-1", party)
        officer.open(f"/accounts/join/{found[1]}/")
        expect(officer.page.locator("input[type=password]")).to_have_count(0)

        second = centre.people[f"{short(party)}-sign-1"]
        second.open("/accounts/")
        second.press("button[value=yes]")
        officer.join(found[1])


def test_keys_are_certified_by_each_partys_root_far_from_the_centre(centre: Centre, tmp_path: Path) -> None:
    for party in PARTIES:
        root, paper = centre.roots[party]
        for function, purpose in (("sign", "signatory"), ("duty", "watch")):
            person = centre.people[f"{short(party)}-{function}-1"]
            person.open("/agreement/keys/")
            person.fill(passphrase=person.passphrase, again=person.passphrase)
            person.press()
            request = person.download(f"a[href*='/keys/{purpose}/request/']", tmp_path / f"{person.name}.request")
            out = tmp_path / person.name
            done = tansiq("keys", "certify", root, request, "--out", out, "--passphrase-file", paper, "--yes")
            assert done.returncode == 0, done.stderr
            administrator = centre.people[f"{short(party)}-admin-1"]
            administrator.open("/agreement/keys/certificates/")
            administrator.page.locator("input[type=file]").set_input_files(next(out.iterdir()))
            administrator.press()


def assert_reads(paper: bytes, *words: str) -> None:
    """Another program reads these words on the paper; it puts marks of direction even inside words."""
    read = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    text = "".join(letter for letter in read if unicodedata.category(letter) != "Cf" and not letter.isspace())
    assert [word for word in words if word not in text] == []


def both_sign(centre: Centre, address: str, first: str, second: str) -> None:
    """One signs, the other signs, and the first confirms having seen it."""
    for party, deed in ((first, "sign"), (second, "sign"), (first, "confirm_receipt")):
        signatory = centre.people[f"{short(party)}-sign-1"]
        signatory.open(f"{address}do/{deed}/")
        signatory.sign_with_key()


def test_an_agreement_is_entered_and_signed_by_both(centre: Centre) -> None:
    signatory = centre.people["fed-sign-1"]
    signatory.open("/agreement/texts/new/")
    signatory.fill(agreement="joint-security")
    signatory.page.locator("main input[name=draft]").first.check()
    signatory.press()
    signatory.open("/agreement/decisions/propose/agreement/")
    signatory.page.locator("main input[name=text_decided]").first.check()
    signatory.press()
    address = signatory.page.url.removeprefix(centre.address)
    both_sign(centre, address, "federal", "regional")

    other = centre.people["reg-sign-1"]
    other.open(address)
    for language in ("en", "ar", "ckb"):
        other.open(f"{address}?language={language}")
        expect(other.page.locator("main")).to_contain_text(translate("Agreed, not yet in effect", language))


def log(person: Person, precedence: str, text: str, needs: str) -> str:
    """Log an item; return its address."""
    person.open("/duty/new/")
    person.choose(precedence=precedence, summary_original=person.language)
    person.fill(**{f"summary_{person.language}": text, "sender": "post 14", "needs": needs})
    person.press()
    found = re.search(r"/duty/item/\d+/", person.page.url + person.page.content())
    assert found is not None
    return found[0]


def test_a_watch_is_logged_and_found_again_from_either_keyboard(centre: Centre) -> None:
    federal, regional = centre.people["fed-duty-1"], centre.people["reg-duty-1"]
    flash = log(federal, "flash", "أضواء على التل قرب القرية الكبيرة", "reg-duty")
    log(regional, "routine", "دەورییە گەڕایەوە بۆ بنکەی کێوی ڕەش", "fed-duty")

    # The partner's page knows at once, without being asked for again.
    federal.open("/duty/")
    regional.open("/duty/")
    log_of_regional = regional.page.locator("main")
    expect(log_of_regional).to_contain_text("أضواء على التل")

    # Sorani words typed on an Arabic keyboard.
    federal.open("/duty/archive/?q=دەوريية+كيوي")
    expect(federal.page.locator("main")).to_contain_text("کێوی")

    # The item stays open until it says who was told.
    federal.open(flash)
    expect(federal.page.locator("main")).to_contain_text(translate("still open", "ar"))
    federal.press("form.one-tap button")
    federal.open(flash)
    federal.press("form[action*='/close/'] button")
    expect(federal.page.locator("main")).to_contain_text(translate("closed", "ar"))


def test_a_new_item_shows_on_the_partners_open_page(centre: Centre) -> None:
    federal, regional = centre.people["fed-duty-1"], centre.people["reg-duty-1"]
    regional.open("/duty/")
    expect(regional.page.locator("#link[data-state=on]")).to_be_visible()
    log(federal, "immediate", "رتل يتحرك نحو نقطة العبور", "reg-duty")
    expect(regional.page.locator("main")).to_contain_text("رتل يتحرك")


def test_the_watch_is_handed_over_with_both_signatures(centre: Centre) -> None:
    federal, regional = centre.people["fed-duty-1"], centre.people["reg-duty-1"]
    federal.open("/duty/handover/new/")
    federal.press()
    if federal.page.locator("main [name=override_reason]").count():
        # Something flash or immediate is unanswered: refused without a reason.
        federal.fill(override_reason="الوحدة المعنية خارج مدى الاتصال وسيبلغها الخفر التالي")
        federal.press()
    address = federal.page.url.removeprefix(centre.address)
    assert re.fullmatch(r"/duty/handover/\d+/", address), address
    for officer in (federal, regional):
        officer.open(address)
        officer.sign_with_key()
    expect(regional.page.locator("main")).to_contain_text("fed-duty-1")
    expect(regional.page.locator("main")).to_contain_text("reg-duty-1")


def test_a_situation_report_is_drafted_and_printed(centre: Centre) -> None:
    federal = centre.people["fed-duty-1"]
    federal.open("/duty/report/new/")
    federal.press()
    federal.press()
    assert_reads(federal.fetch("main a[href$='.pdf']"), "bar")


def test_a_gap_is_closed_by_both_and_the_proof_verifies_offline(centre: Centre, tmp_path: Path) -> None:
    signatory = centre.people["reg-sign-1"]
    signatory.open("/agreement/decisions/propose/gap_closed/")
    later = datetime.now(LOCAL_ZONE) + timedelta(days=1)
    signatory.fill(
        about="gap-2-101", holder_unit="20", effective_at_date=f"{later:%Y-%m-%d}", effective_at_time=f"{later:%H:%M}"
    )
    signatory.choose(holder_party="regional")
    signatory.press()
    address = signatory.page.url.removeprefix(centre.address)
    both_sign(centre, address, "regional", "federal")
    signatory.open(address)
    assert_reads(signatory.fetch("a[href$='certificate.pdf']"), "fed-sign-1", "reg-sign-1", "gap-2-101")
    proof = signatory.download("a[href$='.tlog-proof']", tmp_path / "decision.tlog-proof")

    centre.stop()
    roots = tmp_path / "roots"
    roots.write_bytes((centre.folder / "journal" / "roots").read_bytes())
    done = tansiq("verify", proof, "--trust", roots)
    assert done.returncode == 0, done.stderr
    assert "federal" in done.stdout
    assert "regional" in done.stdout
    spoilt = tmp_path / "spoilt.tlog-proof"
    spoilt.write_bytes(proof.read_bytes().replace(b"extra ", b"extra A", 1))
    assert tansiq("verify", spoilt, "--trust", roots).returncode == 7
    assert tansiq("verify", centre.folder).returncode == 0
    assert tansiq("centre", "check", centre.folder).returncode == 0

"""What can be taken away: the certificate of a decision, its proof, a text on paper."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tansiq.centre.accounts.access import needs
from tansiq.centre.agreement.exchange_words import shown_exchange
from tansiq.centre.agreement.models import Text as TextRow
from tansiq.centre.agreement.overview import Shown, party_rows, reader_language
from tansiq.centre.agreement.proof import prove
from tansiq.centre.agreement.reading import read_texts
from tansiq.centre.agreement.views_decisions import READERS, _as_of, find_shown
from tansiq.centre.agreement.views_register import _find, read_register, spoken
from tansiq.centre.agreement.wording import MATTERS, STATES, next_step, party_name
from tansiq.centre.door import keys
from tansiq.centre.paper import Clause, Signature, render
from tansiq.centre.paper.sheets import (
    AgreementText,
    Certificate,
    Duty,
    Exchange,
    Frame,
    Reservation,
    agreement_text,
    certificate,
)
from tansiq.centre.shell.refusals import refuse_page
from tansiq.centre.shell.who import in_turn
from tansiq.domain.decision import State
from tansiq.domain.register import AgreementText as Text
from tansiq.errors import TansiqError
from tansiq.language import N_, Language, translate

SIGNATORY: Final = "signatory"
AGREED: Final = frozenset({State.AGREED, State.IN_EFFECT, State.ENDED, State.SUPERSEDED})
DRAFT: Final = N_("A draft: it binds nobody until both parties have signed a decision about it.")


@needs(*READERS)
def certificate_paper(request: HttpRequest, serial: str) -> HttpResponse:
    """Print the certificate of a decision with both parties' signatures."""
    shown, language = find_shown(request, serial), reader_language()
    address = request.build_absolute_uri(shown.address)
    try:
        data = render(certificate(_certificate(shown, language, address, _as_of(request)), language), language)
    except TansiqError as error:
        return refuse_page(request, error)
    return _pdf(data, serial)


@needs(*READERS)
def proof_file(request: HttpRequest, serial: str) -> HttpResponse:
    """Hand out the file that proves a decision to anybody who has the parties' roots."""
    shown = find_shown(request, serial)
    try:
        proof = prove(shown.row, shown.placed.standing)
    except TansiqError as error:
        return refuse_page(request, error)
    headers = {"Content-Disposition": f'attachment; filename="{proof_name(shown)}"'}
    return HttpResponse(proof.data, content_type="text/plain; charset=utf-8", headers=headers)


@needs(*READERS)
def text_paper(request: HttpRequest, agreement: str, version: int) -> HttpResponse:
    """Print a text, the languages that govern side by side."""
    found, language = read_register(request), reader_language()
    text = _find(found, agreement, version)
    page = reverse("agreement-text", args=[agreement, version])
    state = found.standing(text)
    standing = translate(DRAFT if state == "draft" else STATES[State(state)], language)
    try:
        body = TextRow.objects.at(_as_of(request)).get(key=text.digest).body
        sheet = _text_sheet(text, body, language, standing, request.build_absolute_uri(page))
        data = render(agreement_text(sheet, language), language)
    except TansiqError as error:
        return refuse_page(request, error)
    return _pdf(data, f"{agreement}-{version}")


def _pdf(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def proof_name(shown: Shown) -> str:
    """Return what the proof file is called."""
    return f"{keys.identity().name}-{shown.row.serial}.tlog-proof"


def _frame(serial: str) -> Frame:
    identity = keys.identity()
    return Frame(serial, identity.name, timezone.now().replace(microsecond=0),
                 fictional=identity.fictional)  # fmt: skip


def _certificate(shown: Shown, language: Language, address: str, as_of: int | None) -> Certificate:
    proposal, body, row = shown.placed.decision.proposal, shown.row.body, shown.row
    rows = party_rows(shown, as_of)
    parties = in_turn(sorted(rows), row.place)
    # Marked for translation where the shell lists the roles.
    function = translation.gettext(SIGNATORY)
    return Certificate(
        frame=_frame(row.serial), matter=translate(MATTERS[proposal.matter], language),
        standing=next_step(shown.placed, language), proposed_by=party_name(row.party, language),
        proposed_at=row.entered_at, effective_at=proposal.effective_at, lapses_at=proposal.lapses_at,
        ends_at=proposal.ends_at, about=sorted(proposal.about), text=body["text"],
        authentic_languages=tuple(body["authentic_languages"]), digest=row.key,
        signatures=tuple(_signature(each, rows[each], function, language) for each in parties),
        agreed=shown.placed.standing.state in AGREED,
        receipts=tuple((party_name(each, language), rows[each]["received_at"])
                       for each in parties if rows[each]["received_at"]),
        reservations=tuple(Reservation(party_name(each, language), rows[each]["reservation"])
                           for each in parties if rows[each]["reservation"]),
        holder=(party_name(proposal.holder.party, language), proposal.holder.unit) if proposal.holder else None,
        texts_decided=tuple(_titles(body.get("texts_decided", ()), language, as_of)),
        log=keys.identity().origin, place=row.place, proof_file=proof_name(shown) if rows_signed(rows) else "",
        address=address,
    )  # fmt: skip


def _titles(digests: Iterable[str], language: Language, as_of: int | None) -> Iterator[tuple[str, str]]:
    texts = {each.digest: each for each in read_texts(as_of)}
    for digest in digests:
        text = texts.get(digest)
        yield f"{text.title.best(language)}, {text.version}" if text else "", digest


def rows_signed(rows: object) -> bool:
    """Tell whether anybody has signed."""
    return isinstance(rows, dict) and any(each["signed_at"] for each in rows.values())


def _signature(party: str, row: dict[str, object], function: str, language: Language) -> Signature:
    named = f"{function} ({row['account']})" if row["account"] else function
    return Signature(party_name(party, language), named, str(row["key"]), row["signed_at"], str(row["line"]))  # type: ignore[arg-type]  # a time or None, by party_rows


def _exchange(body: Mapping[str, object], language: Language) -> Exchange | None:
    found = shown_exchange(body, language)
    return None if found is None else Exchange(
        [astuple(each) for each in found.centres], [astuple(each) for each in found.rules], found.figures,
        found.authorities,
    )  # fmt: skip


def _text_sheet(
    text: Text, body: Mapping[str, object], language: Language, standing: str, address: str
) -> AgreementText:
    identity = keys.identity()
    caution = _("An exercise: a model text, not the text of any real agreement.") if identity.fictional else ""
    return AgreementText(
        frame=_frame(f"{text.agreement}-{text.version}"), title=dict(spoken(text.title)),
        version=text.version, standing=standing,
        parties=[party_name(each, language) for each in in_turn(text.parties, text.version)],
        authentic_languages=text.authentic_languages,
        clauses=[Clause(each.number, dict(spoken(each.text)), each.level) for each in text.clauses],
        unwritten=[each.number for each in text.clauses if each.unwritten_practice],
        obligations=[Duty(each.clause, [party_name(owner, language) for owner in each.owners],
                          dict(spoken(each.text)), each.due_at) for each in text.obligations],
        reservations=[Reservation(party_name(each.party, language), dict(spoken(each.text)), each.clause)
                      for each in text.reservations],
        dispute_steps=[dict(spoken(each)) for each in text.dispute_steps], digest=text.digest, address=address,
        caution=caution, exchange=_exchange(body, language),
    )  # fmt: skip

"""Pages of joint decisions: the list, one decision, proposing, signing."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tansiq.centre.accounts.access import needs
from tansiq.centre.accounts.officer import Officer
from tansiq.centre.agreement.forms import TEXT_MATTERS, DeedForm, ProposalForm
from tansiq.centre.agreement.models import Proposal as ProposalRow
from tansiq.centre.agreement.officer_keys import Duty, has_key
from tansiq.centre.agreement.overview import (
    Shown,
    clock,
    deeds_open_to,
    is_awaited,
    moment_of,
    party_rows,
    reader_language,
    shown_decision,
    shown_decisions,
    story,
)
from tansiq.centre.agreement.proposing import propose
from tansiq.centre.agreement.reading import read_texts
from tansiq.centre.agreement.signing import put_signature, unlock_for
from tansiq.centre.agreement.wording import MATTERS
from tansiq.centre.door import keys
from tansiq.centre.door.history import find
from tansiq.centre.shell.asking import AskingForm, asked
from tansiq.domain.decision import Deed, Effect, Matter, State
from tansiq.domain.register import AgreementText
from tansiq.errors import TansiqError
from tansiq.journal.record.proposal import read_names
from tansiq.language import translate

READERS: Final = ("viewer", "duty_officer", "planner", "information_officer", "signatory")
PROPOSERS: Final = ("signatory", "planner")
# Movements and releases have no records of their own yet to decide on.
OFFERED: Final = tuple(matter for matter in Matter if matter not in {Matter.MOVEMENT_STOPPED, Matter.RELEASE_RECALLED})


def _officer(request: HttpRequest) -> Officer:
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the accounts' middleware; needs() saw to it


def _as_of(request: HttpRequest) -> int | None:
    return request.as_of  # type: ignore[attr-defined,no-any-return]  # set by the shell's middleware


def find_shown(request: HttpRequest, serial: str) -> Shown:
    """Return the decision an address names, or answer that there is none."""
    shown = shown_decision(_as_of(request), moment_of(request), serial)
    if shown is None:
        raise Http404
    return shown


def _all(request: HttpRequest) -> list[Shown]:
    return shown_decisions(_as_of(request), moment_of(request))


@needs(*READERS)
def decisions(request: HttpRequest) -> HttpResponse:
    """Show what waits first, oldest first; then what is in effect; then the rest."""
    shown, officer = _all(request), _officer(request)
    open_ones = [each for each in shown if each.state.is_open]
    agreed = [each for each in shown if each.state is State.AGREED]
    in_effect = [each for each in shown if each.placed.standing.binds and each not in open_ones]
    past = [each for each in shown if each not in (*open_ones, *agreed, *in_effect)]
    context = {
        "open": open_ones, "agreed": agreed, "in_effect": in_effect[::-1], "past": past[::-1],
        "mine": {each.row.key for each in open_ones if is_awaited(each, officer, moment_of(request))},
        "may_propose": bool(set(PROPOSERS) & officer.roles) and keys.identity().joint,
    }  # fmt: skip
    return render(request, "agreement/decisions.html", context)


@needs(*READERS)
def decision(request: HttpRequest, serial: str) -> HttpResponse:
    """Show one decision: exactly what is signed, how it stands with each party, what happens next."""
    shown, officer = find_shown(request, serial), _officer(request)
    rows = ProposalRow.objects.at(_as_of(request))
    counters = [row for row in rows if row.body.get("counter_to") == shown.row.key]
    by = shown.placed.superseded_by or ""
    context = {
        "shown": shown, "proposal": shown.placed.decision.proposal, "body": shown.row.body, "digest": shown.row.key,
        "parties": party_rows(shown, _as_of(request)), "deadline": shown.deadline,
        "deeds": [deed.value for deed in deeds_open_to(shown, officer, moment_of(request))],
        "story": story(shown, _as_of(request), counters), "texts": _texts_decided(request, shown),
        "answers": next((row for row in rows if row.key == shown.row.body.get("counter_to")), None),
        "successor": next((row for row in rows if row.key == by), None),
        "provable": bool(shown.placed.standing.signed),
    }  # fmt: skip
    return render(request, "agreement/decision.html", context)


def _texts_decided(request: HttpRequest, shown: Shown) -> list[AgreementText]:
    decided = shown.row.body.get("texts_decided", ())
    return [each for each in read_texts(_as_of(request)) if each.digest in decided]


@needs(*PROPOSERS)
def choose(request: HttpRequest) -> HttpResponse:
    """Ask what is to be decided."""
    language = reader_language()
    choices = [
        {"matter": each.value, "label": translate(MATTERS[each], language),
         "restrictive": each.effect is Effect.RESTRICTIVE}
        for each in OFFERED
    ]  # fmt: skip
    return render(request, "agreement/choose.html", {"choices": choices})


@needs(*PROPOSERS)
def proposing(request: HttpRequest, matter: str) -> HttpResponse:
    """Ask for what is to be proposed, and propose it."""
    if matter not in OFFERED:
        raise Http404
    decided, texts = Matter(matter), _decidable(matter)
    answered = _answered(request)
    form = ProposalForm(decided, keys.identity().party_ids, list(texts.values()), request.POST or None,
                        initial=_initial(request, answered))  # fmt: skip
    if request.method == "POST" and form.is_valid() and not form.must_ask():
        try:
            entered = propose(_officer(request), decided, form.cleaned_data, texts,
                              answered.row.key if answered else "")  # fmt: skip
        except TansiqError as error:
            form.add_error(None, error.message(reader_language()))
        else:
            return HttpResponseRedirect(reverse("decision", args=[entered.content.object]))
    context = {
        "form": form, "matter": decided.value, "label": translate(MATTERS[decided], reader_language()),
        "restrictive": decided.effect is Effect.RESTRICTIVE, "answered": answered,
        "lacks_texts": decided in TEXT_MATTERS and not texts,
    }  # fmt: skip
    return _answer(request, "agreement/propose.html", context, form)


def _decidable(matter: str) -> dict[str, AgreementText]:
    """Return the newest version of each text, by digest; annexes are those whose first piece is one."""
    if matter not in TEXT_MATTERS:
        return {}
    newest = {text.agreement: text for text in read_texts(None)}
    wanted = matter == Matter.ANNEX
    return {each.digest: each for each in newest.values() if (each.clauses[0].level == "annex") == wanted}


def _answered(request: HttpRequest) -> Shown | None:
    serial = request.POST.get("counter_to") or request.GET.get("counter_to")
    return find_shown(request, serial) if serial else None


def _initial(request: HttpRequest, answered: Shown | None) -> dict[str, Any]:
    """Begin with the proposal that is answered, or with what the address says."""
    if answered is None:
        return {name: request.GET[name] for name in ("about", "text_decided") if name in request.GET}
    body = answered.row.body
    holder = body.get("holder", {})
    return {
        "about": body["about"][0], "text_decided": next(iter(body.get("texts_decided", ())), ""),
        "holder_party": holder.get("party", ""), "holder_unit": holder.get("unit", ""),
        "authentic": body["authentic_languages"],
    }  # fmt: skip


def _answer(request: HttpRequest, page: str, context: dict[str, Any], form: AskingForm) -> HttpResponse:
    """Show a form again: with its errors, or asking about what may not belong there."""
    if form.is_bound and not form.errors:
        context |= asked(form)
    return render(request, page, context, status=400 if form.is_bound else 200)


_ACTS: Final = {deed.value for deed in Deed} - {Deed.COUNTER.value}


@needs("signatory", "duty_officer")
def act(request: HttpRequest, serial: str, deed: str) -> HttpResponse:
    """Show exactly what will be signed, ask for the passphrase, and do it."""
    shown, officer = find_shown(request, serial), _officer(request)
    if deed not in _ACTS:
        raise Http404
    allowed = {each.value for each in deeds_open_to(shown, officer, clock())}
    form = DeedForm(deed, request.POST or None)
    purpose: Duty = "signatory" if "signatory" in officer.roles else "watch"
    if request.method == "POST" and form.is_valid() and not form.must_ask():
        try:
            _do(officer, shown, deed, purpose, form.cleaned_data)
        except TansiqError as error:
            form.add_error(None, error.message(reader_language()))
        else:
            return HttpResponseRedirect(shown.address)
    context = {
        "form": form, "shown": shown, "deed": deed, "body": shown.row.body, "digest": shown.row.key,
        "allowed": deed in allowed, "has_key": has_key(officer, purpose), "texts": _texts_decided(request, shown),
        "proposal": shown.placed.decision.proposal,
    }  # fmt: skip
    return _answer(request, "agreement/act.html", context, form)


def _do(officer: Officer, shown: Shown, deed: str, purpose: Duty, given: dict[str, Any]) -> None:
    role = "signatory" if purpose == "signatory" else "duty_officer"
    author = officer.author(role)
    signer = unlock_for(officer, given["passphrase"], purpose)
    put_signature(
        find(shown.row.key), deed, author, signer, reservation=read_names(given.get("reservation")),
        reason=given.get("reason", ""),
    )  # fmt: skip

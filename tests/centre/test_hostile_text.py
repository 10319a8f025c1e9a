"""Whatever is typed into whatever form: it is taken, or refused in words; it never breaks a page or the journal."""

import json
import unicodedata
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tansiq.centre.door.models import Entry
from tansiq.journal.record import read_record
from tests.centre.forms_on_pages import PLAIN, Form, fill, forms, person
from tests.centre.founded import Founded
from tests.centre.signed_in import HOST

HOSTILE = {
    "oversized": "ساحة " * 20_000,
    "mixed direction": "Lights \u202eno\u2066 the \u200fridge \u202d أضواء \u2069",
    "control characters": "a\x00b\x07c\x1b[31md\x85\r\x7f",
    "look-alike letters": "Kіrkuk роst １４ \u01c3 ‚fed−duty−1‘",
    "ten thousand combining marks": "e" + "\u0301" * 10_000,
    "invisible and unassigned letters": "\ufeff\u200b\u2060\U000e0041\ufdd0\uffff\U0010fffe\u3164 x",
    "markup": "</textarea><script>alert(1)</script>{{ 7|add:7 }}{% now 'Y' %}%(x)s\"'--><img src=x onerror=alert(1)>",
    "numbers that are none": "1e999999 -0 ١٢٣\u0000٤ NaN 0x10 9999999999999999999999999",
}
# Who can reach which forms: nobody those of signing in, the others those of their work; one form each must be among.
REACHED = {
    "nobody": ("", (), "account_login"),
    "fed-duty-1": ("federal", ("duty_officer",), "duty-new"),
    "reg-sign-1": ("regional", ("signatory",), "decision-propose"),
    "reg-plan-1": ("regional", ("planner",), "agreement-new"),
    "fed-admin-1": ("federal", ("administrator",), "invite"),
}


def client_of(account: str) -> Client:
    party, roles, _ = REACHED[account]
    return person(account, party, roles) if roles else Client(headers={"host": HOST})


def attack(client: Client, form: Form, name: str, text: str) -> str:
    """Send ``text`` in one field of ``form``; return what went wrong, or nothing."""
    sent = form.sent | dict.fromkeys(form.free, PLAIN) | {name: text}
    response = (client.post if form.method == "post" else client.get)(form.action, sent)
    page = response.content.decode(errors="replace") if not response.streaming else ""
    if response.status_code >= 500:
        return f"answered {response.status_code}"
    return "came back as markup" if "<script>alert" in page or "<img src=x" in page else ""


@pytest.mark.django_db
@pytest.mark.parametrize("account", REACHED)
def test_no_form_breaks_or_repeats_it_raw(centre: Founded, settings: Settings, account: str) -> None:
    del centre
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
    client = client_of(account)
    fill(client)
    reached = [form for form in forms(client) if "sign-out" not in form.action]
    assert REACHED[account][2] in {form.kind[0] for form in reached}
    wrong = [
        (form.action, name, kind, fault)
        for form in reached
        for name in form.typed
        for kind, text in HOSTILE.items()
        if (fault := attack(client, form, name, text))
    ]
    assert wrong == []
    assert [place for place, text in said() if not is_plain(text)] == []


def said() -> Iterator[tuple[int, str]]:
    """Yield every text of every record in the journal."""
    for entry in Entry.objects.order_by("place"):
        yield entry.place, json.dumps(dict(read_record(bytes(entry.entry)).content.body), ensure_ascii=False)


def is_plain(text: str) -> bool:
    """Tell whether a text holds neither control characters nor ones that reorder what is read."""
    reordering = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e"}
    return not any(letter in reordering or unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)

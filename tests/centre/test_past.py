"""Looking back, on every page that there is: it says so, and offers nothing to enter."""

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.centre.forms_on_pages import fill, pages, person, read
from tests.centre.founded import Founded

# About the reader's own session, not about what the centre knows.
STILL_THERE = ("/accounts/",)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["duty_officer", "signatory"])
def test_no_page_of_the_past_offers_a_form_that_enters_anything(centre: Founded, settings: Settings, role: str) -> None:
    del centre
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
    client = person("fed-duty-1" if role == "duty_officer" else "fed-sign-1", "federal", [role])
    fill(client)
    now = timezone.now().isoformat()
    seen, offered = 0, []
    for page in pages(client):
        if page.startswith(STILL_THERE):
            continue
        response = client.get(page, {"as_of": now})
        if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        seen += 1
        text = response.content.decode()
        assert 'class="past"' in text, page
        offered += [
            (page, form.action)
            for form in read(page, text).forms
            if form.method == "post" and "sign-out" not in form.action
        ]
    assert offered == []
    assert seen >= 8

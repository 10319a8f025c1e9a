import pytest
from django.test import Client

from tests.centre.founded import Founded
from tests.centre.signed_in import signed_in

HOST = {"host": "127.0.0.1"}


@pytest.mark.usefixtures("centre")
def test_who_is_not_signed_in_is_sent_to_sign_in() -> None:
    response = Client(headers=HOST).get("/home/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/accounts/sign-in/?next=%2Fhome%2F"


def test_signed_in_officer_opens_a_page(centre: Founded) -> None:
    client = signed_in("fed-duty-1", "federal", ["duty_officer"])
    assert client.get("/home/").status_code == 200
    assert centre

"""Refusals of libraries reach a person in words of ours, in their language."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import translation

from tansiq.centre.shell.refusals import not_allowed


@pytest.mark.parametrize(("language", "word"), [("en", "You may not do this"), ("ar", "لا يجوز"), ("ckb", "ڕێگەت")])
def test_what_a_library_refuses_is_told_in_the_readers_language(language: str, word: str) -> None:
    with translation.override(language):
        answer = not_allowed(RequestFactory().get("/"), PermissionDenied("internal words"))
    assert answer.status_code == 403
    assert word in answer.content.decode()
    assert "internal words" not in answer.content.decode()

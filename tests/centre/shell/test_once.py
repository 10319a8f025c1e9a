"""What one page asks several times is found out once, and never kept beyond the page."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tansiq.centre.shell.once import Once, once


@pytest.fixture
def asked() -> Iterator[int]:
    return count(1)


def answers(asked: Iterator[int], method: str = "GET") -> str:
    """What a page says that asks three times for one thing, and once for another."""

    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(" ".join(str(once(key, lambda: next(asked))) for key in ("one", "one", "other", "one")))

    return Once(page)(RequestFactory().generic(method, "/")).content.decode()


def test_within_one_request_each_thing_is_found_once(asked: Iterator[int]) -> None:
    assert answers(asked) == "1 1 2 1"


def test_the_next_request_begins_with_nothing(asked: Iterator[int]) -> None:
    answers(asked)
    assert answers(asked) == "3 3 4 3"


def test_a_request_that_may_change_something_and_what_is_no_request_find_it_each_time(asked: Iterator[int]) -> None:
    assert answers(asked, "POST") == "1 2 3 4"
    assert [once("one", lambda: next(asked)) for _ in range(2)] == [5, 6]


def test_nothing_is_kept_of_a_request_that_failed(asked: Iterator[int]) -> None:
    def page(_request: HttpRequest) -> HttpResponse:
        once("one", lambda: next(asked))
        raise LookupError

    with pytest.raises(LookupError):
        Once(page)(RequestFactory().get("/"))
    assert once("one", lambda: next(asked)) == 2

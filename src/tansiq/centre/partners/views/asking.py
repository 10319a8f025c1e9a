"""What the pages share: who may read and write, and in which role somebody writes."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest

from tansiq.centre.accounts.access import needs
from tansiq.centre.door.author import Author
from tansiq.centre.duty.views.asking import officer_of, place_of
from tansiq.centre.duty.views.log import now_of

# Of the roles that may write to partners, those that accounts hold; an officer writes in the first it has.
ROLES: Final = ("duty_officer", "information_officer", "planner")
PER_PAGE: Final = 50
writes = needs(*ROLES)


def author_of(request: HttpRequest) -> Author:
    """Return the officer who writes to partners."""
    officer = officer_of(request)
    return officer.author(next(role for role in ROLES if role in officer.roles))


def writes_here(request: HttpRequest) -> bool:
    """Tell whether the reader may write here now."""
    officer = officer_of(request)
    return place_of(request) is None and bool(officer.roles & set(ROLES))


def moment_of(request: HttpRequest) -> datetime:
    """Return the moment looked at."""
    return now_of(request)

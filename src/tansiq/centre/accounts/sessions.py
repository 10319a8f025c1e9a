"""Sessions: how long they last, how many an account may have, and how they end."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from tansiq.centre.accounts.secrets import Credential, OpenSession

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)  # a watch
AT_MOST: Final = 3
WRITTEN_EVERY: Final = timedelta(minutes=1)  # a page asked for within it is not written down again
_BROWSERS: Final = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def begin(request: HttpRequest, credential: Credential) -> int:
    """Write down the session somebody just signed in to; end the oldest above the bound and return how many ended."""
    if not request.session.session_key:
        request.session.save()
    now = timezone.now()
    OpenSession.objects.create(
        key=str(request.session.session_key),
        credential=credential,
        opened_at=now,
        seen_at=now,
        browser=_browser(request),
    )
    forget_old()
    surplus = list(credential.sessions.order_by("-opened_at")[AT_MOST:])
    for session in surplus:
        end(session)
    return len(surplus)


def forget_old() -> None:
    """Drop what is left of sessions that ended by themselves, also of browsers that only asked."""
    OpenSession.objects.filter(opened_at__lt=timezone.now() - LONGEST).delete()
    _store().clear_expired()


def _store() -> type[SessionBase]:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store


def current(request: HttpRequest) -> OpenSession | None:
    """Return the session the browser is signed in to, if it is one that still runs."""
    key = request.session.session_key
    session = OpenSession.objects.select_related("credential").filter(key=key).first() if key else None
    if session is None:
        return None
    if session.over(timezone.now(), idle=IDLE, longest=LONGEST):
        end(session)
        return None
    return session


def seen(session: OpenSession) -> None:
    """Note that somebody is there."""
    now = timezone.now()
    if now - session.seen_at > WRITTEN_EVERY:
        OpenSession.objects.filter(key=session.key).update(seen_at=now)


def end(session: OpenSession) -> None:
    """End a session: the browser that has it is signed out at its next page."""
    _store()().delete(session.key)
    session.delete()


def end_all(credential: Credential, *, but: str | None = None) -> int:
    """End every session of an account except ``but``, and return how many there were."""
    ended = list(credential.sessions.exclude(key=but or ""))
    for session in ended:
        end(session)
    return len(ended)


def _browser(request: HttpRequest) -> str:
    agent = request.headers.get("User-Agent", "")
    found = (next((name for sign, name in table if re.search(sign, agent)), "") for table in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found))


def move(session: OpenSession, key: str) -> None:
    """Note that Django gave a session another key."""
    if key != session.key:
        OpenSession.objects.filter(key=session.key).update(key=key)

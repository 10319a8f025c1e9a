"""The page of coverage: what would be released and to whom, what was; in a joint centre, what came."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre.accounts.access import needs
from tansiq.centre.coverage import making
from tansiq.centre.coverage.forms import ReleaseForm, WindowForm
from tansiq.centre.coverage.received import fault_of, held, is_read, look_at
from tansiq.centre.coverage.releasing import given, release_coverage
from tansiq.centre.coverage.terms import KIND, agreed
from tansiq.centre.door.keys import identity
from tansiq.centre.duty.views.asking import act, language_of_reader, officer_of, place_of, reads
from tansiq.centre.duty.views.log import now_of
from tansiq.centre.partners.audience import audiences
from tansiq.centre.picture import service
from tansiq.domain.time import Window
from tansiq.errors import TansiqError, UsageError
from tansiq.language import N_, translate

ROLES: Final = ("planner", "duty_officer")
LOOK_AGAIN: Final = timedelta(seconds=1)
PLANES: Final = ("seen", "reached")
writes = needs(*ROLES)


@reads
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show coverage: of the party's own posts, or what both parties' centres released to this joint one."""
    page = _joint if identity().joint else _own
    return render(request, *page(request))


def _joint(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    now, as_of = now_of(request), place_of(request)
    rows = list(held(as_of))
    reading = look_at(rows) if as_of is None else False
    listed = [
        {"row": row, "read": is_read(row), "here": row.path.is_file(), "fault": _said(fault_of(row)),
         "trusted": row.trusted(now)}
        for row in rows
    ]  # fmt: skip
    renew_at = timezone.now() + LOOK_AGAIN if reading else None
    return "coverage/joint.html", {
        "rows": listed, "renew_at": renew_at, "has_picture": service.current() is not None,
    }  # fmt: skip


def _own(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    now, as_of, window = now_of(request), place_of(request), _window(request)
    writing = as_of is None and bool(officer_of(request).roles & set(ROLES))
    found = making.desk(window, now) if as_of is None else None
    context: dict[str, Any] = {
        "window": window, "writing": writing, "given": list(given(as_of)), "found": found, "terms": agreed(now),
        "has_ground": service.current() is not None, "now_is": now,
    }  # fmt: skip
    return "coverage/own.html", context | (_standing(found, request, now) if found else {})


def _standing(found: making.Desk, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Return how far the making has come, and what was made."""
    work, done = making.work_on(found.task), making.made(found.task)
    said: dict[str, Any] = {"made": done, "key": found.task.key}
    if done is not None:
        every = audiences(officer_of(request).party, now, KIND)
        form = ReleaseForm(audiences=every, initial={"key": found.task.key, "window": found.task.window})
        return said | {"form": form, "audiences": every, "planes": PLANES}
    if work is None:
        return said
    if work.error is not None:
        return said | {"failed": _said(work.error)}
    label = translate(work.label, language_of_reader())
    return said | {
        "work": work,
        "doing": label,
        "hundredths": round(100 * work.done),
        "renew_at": timezone.now() + LOOK_AGAIN,
    }


def _said(error: TansiqError | None) -> str:
    return error.message(language_of_reader()) if error else ""


def _window(request: HttpRequest) -> Window:
    given_ = request.POST.get("window") or request.GET.get("window") or Window.DAY
    return Window(given_) if given_ in tuple(Window) else Window.DAY


@reads
@require_safe
def plane(request: HttpRequest, key: str, plane: str) -> HttpResponse:
    """Return one of the two pictures of what would be released."""
    del request
    png = making.picture_of(key, plane) if plane in PLANES else None
    if png is None:
        raise Http404
    return HttpResponse(png, content_type="image/png")


@writes
@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Begin to compute what would be released."""
    return _with_desk(request, lambda found: making.begin(found.task, found.engine))


@writes
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop computing."""
    return _with_desk(request, lambda found: making.stop(found.task))


def _with_desk(request: HttpRequest, do: Callable[[making.Desk], None]) -> HttpResponse:
    form = WindowForm(request.POST)
    if not form.is_valid():
        raise Http404
    window = Window(form.cleaned_data["window"])

    def save() -> str:
        found = making.desk(window, timezone.now())
        if found is None:
            raise UsageError(NOTHING_TO_MAKE)
        do(found)
        return _address(window)

    return act(request, save, _address(window))


NOTHING_TO_MAKE: Final = N_(
    "This centre has no ground, no posts of its own, or no agreement to release coverage under."
)


@writes
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Release what was computed and shown."""
    officer, now = officer_of(request), timezone.now()
    window = _window(request)
    found = making.desk(window, now)
    form = ReleaseForm(request.POST, audiences=audiences(officer.party, now, KIND))

    def save() -> str:
        done = making.made(found.task) if found else None
        if found is None or done is None or form.data.get("key") != found.task.key:
            raise UsageError(N_("Posts, ground or agreement have changed since this was computed. Compute it anew."))
        if not form.is_valid():
            raise UsageError(N_("Choose to whom it is released."))
        author = officer.author(next(role for role in ROLES if role in officer.roles))
        release_coverage(done.body, done.data, form.cleaned_data["to"], author)
        return _address(window) + "#released"

    return act(request, save, _address(window))


def _address(window: Window) -> str:
    return f"{reverse('coverage')}?window={window}"

"""Pictures of courses of action: figures and words as JSON, states of ground as PNG, or how far they have come."""

import re
from http import HTTPStatus
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from tansiq.centre.duty.views.asking import reads
from tansiq.centre.picture.engine import Answer, Progress
from tansiq.centre.planning import contents
from tansiq.centre.planning.desks import Wish, desk_of
from tansiq.centre.planning.views.before import engine_here
from tansiq.centre.shell.refusals import refuse
from tansiq.domain.time import Window
from tansiq.errors import TansiqError
from tansiq.language import choose_language, translate

# How long an answer waits for the computation before it says "not yet".
PATIENCE_S: Final = 1.5
_NAME: Final = re.compile(r"([0-9a-f]{1,64})-(day|night)(-quick)?", re.ASCII)


@reads
@require_safe
def document(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Return a course's picture as JSON, or 202 and how far the work has come."""
    del request
    return _answered(number, name, lambda answer: (answer.document, "application/json"))


@reads
@require_safe
def states(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Return a course's states of ground as PNG, or 202 and how far the work has come."""
    del request
    return _answered(number, name, lambda answer: (answer.states, "image/png"))


def _answered(number: int, name: str, part: Any) -> HttpResponse:  # noqa: ANN401 - of an answer, bytes and their type
    wish = _wish(name)
    try:
        desk = desk_of(engine_here(), number)
        answer: Answer | None = desk.answer(wish, PATIENCE_S)
    except TansiqError as error:
        return refuse(error, HTTPStatus.CONFLICT)
    if answer is None:
        return not_yet(desk.progress())
    content, media_type = part(answer)
    return HttpResponse(content, content_type=media_type)


def _wish(name: str) -> Wish:
    found = _NAME.fullmatch(name)
    course = contents.course_called(found[1]) if found else None
    if found is None or course is None:
        raise Http404
    return Wish(found[1], course, Window(found[2]), quick=bool(found[3]))


def not_yet(progress: Progress) -> HttpResponse:
    """Answer that work goes on, and how far it has come."""
    words = translate(progress.label, choose_language(translation.get_language()))
    body: dict[str, Any] = {"done": round(progress.done, 3), "doing": words}
    return JsonResponse(body, status=HTTPStatus.ACCEPTED, headers={"Retry-After": "1"})

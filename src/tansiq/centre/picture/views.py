"""The page of the gap picture, and the data it draws."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from tansiq.centre.picture import beside, service
from tansiq.centre.picture.encoding import encode
from tansiq.centre.picture.engine import Answer, Engine
from tansiq.centre.picture.layers import LAYERS
from tansiq.centre.picture.mercator import MIN_ZOOM
from tansiq.centre.picture.page import page_context, scene_document
from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.sources import FROM_POSTS, Source, sources
from tansiq.centre.picture.variant import Variant
from tansiq.centre.shell.refusals import refuse
from tansiq.centre.shell.who import identity
from tansiq.errors import TansiqError, UsageError
from tansiq.language import N_, choose_language, translate

# How long an answer waits for the computation before it says "not yet": short enough for a page to show progress.
PATIENCE_S: Final = 2.0
SCENE_PATIENCE_S: Final = 20.0
KEEP_FOR_EVER: Final = "public, max-age=31536000, immutable"
P = ParamSpec("P")
DataView = Callable[Concatenate[HttpRequest, Engine, P], HttpResponse]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the gap picture, or what belongs here while there is none."""
    engine = service.current()
    if engine is None:
        if identity() is not None and getattr(request, "officer", None) is not None:
            return redirect("home")  # a centre without ground has other work
        return render(request, "picture/empty.html")
    chosen = source_of(request) if identity() is not None else None
    engine = (chosen and chosen.engine) or engine
    engine.start()
    context = page_context(engine, chosen) | {"beside": beside.links(request)}
    response = render(request, "picture/page.html", context)
    response.headers["Cache-Control"] = "no-cache"
    return response


def source_of(request: HttpRequest) -> Source | None:
    """Return the source of the picture that the address asks for; None for the laydown's posts."""
    wanted = request.GET.get("from", FROM_POSTS)
    return next((each for each in sources() if each.name == wanted and each.engine is not None), None)


def of_scene(view: DataView[P]) -> Callable[..., HttpResponse]:
    """Give ``view`` the engine its address names; refuse addresses of another scene, and tell errors in words."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, scene: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        engine = service.called(scene)
        if engine is None:
            raise Http404
        try:
            return view(request, engine, *args, **kwargs)
        except UsageError as error:
            return refuse(error)
        except TansiqError as error:
            return refuse(error, HTTPStatus.INTERNAL_SERVER_ERROR)

    return wrapped


@of_scene
def document(request: HttpRequest, engine: Engine, key: str) -> HttpResponse:
    """Return a picture as JSON, or 202 and how far the work has come."""
    answer = _answer(request, engine, key)
    return _not_yet(engine) if answer is None else _kept(request, answer.document, "application/json")


@of_scene
def states(request: HttpRequest, engine: Engine, key: str) -> HttpResponse:
    """Return a picture's states of ground as PNG in Web Mercator, or 202 and how far the work has come."""
    answer = _answer(request, engine, key)
    return _not_yet(engine) if answer is None else _kept(request, answer.states, "image/png")


@of_scene
def scene(request: HttpRequest, engine: Engine) -> HttpResponse:
    """Return what the page shows of the scene itself, or 202 while it is being opened."""
    content = engine.shelf.get("scene.json")
    if content is None:
        opened = engine.scene(PATIENCE_S)
        if opened is None:
            return _not_yet(engine)
        content = engine.shelf.get_or_make("scene.json", lambda: encode(scene_document(opened)))
    return _kept(request, content, "application/json")


@of_scene
def layer(request: HttpRequest, engine: Engine, name: str) -> HttpResponse:
    """Return one of the map's layers as GeoJSON."""
    if name not in LAYERS:
        raise Http404
    content = engine.shelf.get_or_make(f"layers/{name}.json", lambda: encode(LAYERS[name](_scene(engine))))
    return _kept(request, content, "application/geo+json")


@of_scene
def terrain(request: HttpRequest, engine: Engine, zoom: int, column: int, row: int) -> HttpResponse:
    """Return a terrarium tile of elevation."""
    if not (zoom >= MIN_ZOOM and column < 2**zoom and row < 2**zoom):
        raise Http404
    name = f"terrain/{zoom}/{column}/{row}.png"
    content = engine.shelf.get(name)
    if content is None:
        relief = _scene(engine).relief
        if zoom > relief.max_zoom():
            raise Http404
        content = engine.shelf.get_or_make(name, lambda: relief.tile(zoom, column, row))
    return _kept(request, content, "image/png")


def _answer(request: HttpRequest, engine: Engine, key: str) -> Answer | None:
    idle = request.headers.get("Purpose") == "prefetch"
    return engine.answer(Variant.parse(key), PATIENCE_S, idle=idle)


def _scene(engine: Engine) -> Scene:
    scene = engine.scene(SCENE_PATIENCE_S)
    if scene is None:
        raise TansiqError(N_("The ground is still being opened. Ask again in a minute."))
    return scene


def _not_yet(engine: Engine) -> HttpResponse:
    progress = engine.progress()
    words = translate(progress.label, choose_language(translation.get_language()))
    body: dict[str, Any] = {"done": round(progress.done, 3), "doing": words}
    return JsonResponse(body, status=HTTPStatus.ACCEPTED, headers={"Cache-Control": "no-store", "Retry-After": "1"})


def _kept(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    """Answer with exact bytes that never change at this address."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": KEEP_FOR_EVER}
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(content, content_type=content_type, headers=headers)

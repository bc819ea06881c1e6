"""What the workbench's page asks for, worked out. Imported when the first view is asked for."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Response, request
from werkzeug.exceptions import TooManyRequests

from server.datafiles.errors import Cancelled
from server.errors import InputError
from server.science.smoothing import Cancelled as Overtaken
from server.science.smoothing import Tier
from server.web.answers import json_response
from server.web.workbench.asker import has_left
from server.web.workbench.asking import Asked, AskedField, Turn
from server.web.workbench.field_sources import field_of, is_field_recipe
from server.web.workbench.pyramids import indexed, pyramid_of
from server.web.workbench.sources import signal_of
from server.web.workbench.turns import TURNS
from server.workbench import telling
from server.workbench.analysis import PARTS, analysis
from server.workbench.facts import facts
from server.workbench.field import field_window
from server.workbench.field_auto import field_auto
from server.workbench.field_view import field_bytes, field_header, preview_bytes
from server.workbench.layers import statistics
from server.workbench.recipe import Recipe
from server.workbench.transport import pack
from server.workbench.view import Scene, window_of

TYPE = "application/octet-stream"
HEAVY = 2**22  # samples in view from which on a request has to wait for its turn
AT_ONCE = 2  # heavy views that are worked on; of facts and analyses, which can wait, one
PATIENCE = 30.0  # seconds that one waits
POLL = 0.05  # seconds between two looks whether it is still wanted

_views, _others = threading.BoundedSemaphore(AT_ONCE), threading.BoundedSemaphore(1)


def curves(recipe: Recipe, asked: Asked, *, whole: bool = False) -> Response:
    """The curves of the view, or the raw one of the whole, in binary."""
    started = time.perf_counter()
    parts = ["raw"] if whole else asked.names
    gate = _others if asked.ahead else _views
    with _scene(recipe, asked, gate, asked.tier, whole=whole) as scene:
        found = scene.curves(recipe, parts)
    header = telling.header(scene, found, recipe)
    header["pyramid"] = indexed(scene.signal, scene.pyramid)
    header["ms"] = round(1e3 * (time.perf_counter() - started), 2)
    return Response(pack(header, found), mimetype=TYPE)


def told_facts(recipe: Recipe, asked: Turn) -> Response:
    """Statistics of the visible part of a signal or a field."""
    if is_field_recipe(recipe):
        data = field_of(recipe)
        window = field_window(data, recipe, 1, 1)
        found = {**field_header(data, recipe, window), **statistics(data, recipe, window)}
        return json_response(found)
    with _scene(recipe, asked, _others) as scene:
        return json_response(facts(scene, recipe))


def told_analysis(recipe: Recipe, asked: Turn, names: list[str]) -> Response:
    """Those analyses of the visible part; all for no name. Of a field there is but the width."""
    if is_field_recipe(recipe):
        if names != ["auto"]:
            raise InputError("parts", "cannot be had of a field", "auto")
        data = field_of(recipe)
        return json_response({"auto": field_auto(data, recipe, field_window(data, recipe, 1, 1))})
    if strange := [name for name in names if name not in PARTS]:
        raise InputError("parts", f"“{strange[0]}” is not known", ", ".join(PARTS))
    with _scene(recipe, asked, _others) as scene:
        return json_response(analysis(scene, recipe, names or list(PARTS)))


def picture(recipe: Recipe, asked: AskedField) -> Response:
    """The visible part of a field, and profiles through a point, in binary."""
    data = field_of(recipe)
    window = field_window(data, recipe, asked.pixels, asked.lines)
    depth, names, left = int(asked.depth), asked.names, has_left(request.environ)
    with TURNS.taking(asked.view, asked.turn) as overtaken:
        body = None
        if asked.tier == "preview" and names == ["smooth"]:
            body = preview_bytes(data, recipe, window, depth)
        if body is None:
            body = field_bytes(
                data, recipe, window, names, depth, asked.at, lambda: overtaken() or left()
            )
    return Response(body, mimetype=TYPE)


@contextmanager
def _scene(
    recipe: Recipe,
    asked: Turn,
    gate: threading.Semaphore,
    tier: Tier = "exact",
    *,
    whole: bool = False,
) -> Iterator[Scene]:
    """What ``recipe`` shows. Raises NotReady, InputError; Cancelled once nobody waits for it."""
    signal = signal_of(recipe)
    start, stop = (None, None) if whole else (recipe.from_, recipe.to)
    left = has_left(request.environ)
    with TURNS.taking(asked.view, asked.turn) as overtaken:

        def cancelled() -> bool:
            return overtaken() or left()

        window = window_of(signal, start, stop, asked.pixels)
        with _patiently(gate, window.visible >= HEAVY, cancelled):
            try:
                yield Scene(signal, window, pyramid_of(signal), tier, cancelled)
            except Overtaken as error:
                raise Cancelled("The view was overtaken by a newer one.") from error


@contextmanager
def _patiently(
    gate: threading.Semaphore, heavy: bool, cancelled: Callable[[], bool]
) -> Iterator[None]:
    """Work one of a few at a time, where it is much. Raises Cancelled, TooManyRequests."""
    if not heavy:
        yield
        return
    end = time.monotonic() + PATIENCE
    while not gate.acquire(timeout=POLL):
        if cancelled():
            raise Cancelled("The view was overtaken by a newer one.")
        if time.monotonic() > end:
            raise TooManyRequests("Other views of much data are being worked on. Ask again.")
    try:
        yield
    finally:
        gate.release()
